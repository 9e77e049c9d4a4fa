"""R4's primitive types: their JSON kind, and whether a value has their format.

Regular expressions of the specification, written out as functions, and the rules beside them that no expression tells
(a day that its month has, 32 bits). `check` says yes or why not; it knows nothing of rules and issues.

Source: https://hl7.org/fhir/R4/datatypes.html#primitive
"""

from collections.abc import Callable
from decimal import Decimal

from dbep_ig.engine.diagnostics import Text

from .moments import NOT_A_STRING, date_fault, date_time_fault, instant_fault, time_fault

JSON_KINDS: dict[str, type] = {
    "boolean": bool,
    "integer": int,
    "unsignedInt": int,
    "positiveInt": int,
    "decimal": Decimal,
    "base64Binary": str,
    "canonical": str,
    "code": str,
    "date": str,
    "dateTime": str,
    "id": str,
    "instant": str,
    "markdown": str,
    "oid": str,
    "string": str,
    "time": str,
    "uri": str,
    "url": str,
    "uuid": str,
    "xhtml": str,
}
"""Primitive type -> the Python type of its JSON value; `Decimal` means `int` or `Decimal`."""

_MOST = 2_147_483_647  # a signed 32-bit integer
_LONGEST_STRING = 1024 * 1024  # bytes: "Strings SHALL NOT exceed 1MB (1024*1024 characters) in size"
_DIGITS = frozenset("0123456789")
_ID = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
_HEX = frozenset("0123456789abcdefABCDEF")
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_SPACES = " \t\r\n"
_URI_SPACES = frozenset(" \t\n\r\f\v")

NOT_A_BOOLEAN = Text("skal være true eller false", "should be true or false")
NOT_A_NUMBER = Text("skal være et tall", "should be a number")
NOT_AN_INTEGER = Text("skal være et heltall", "should be an integer")
OUT_OF_RANGE = Text("skal få plass i 32 bit", "should fit in 32 bits")
NEGATIVE = Text("skal ikke være negativ", "should not be negative")
NOT_POSITIVE = Text("skal være større enn null", "should be greater than zero")
EMPTY = Text("skal ikke være tom", "should not be empty")
TOO_LONG = Text("skal ikke være lengre enn 1 MB", "should not be longer than 1 MB")
CONTROL = Text(
    "skal ikke inneholde styretegn utenom tabulator og linjeskift",
    "should contain no control characters other than tab, line feed and carriage return",
)
SPACES_AROUND = Text("skal ikke begynne eller slutte med mellomrom", "should not begin or end with a space")
SPACES_INSIDE = Text("skal ikke ha to mellomrom etter hverandre", "should not have two spaces in a row")
ANY_SPACE = Text("skal ikke inneholde mellomrom", "should not contain spaces")
WRONG_CODE_SPACE = Text(
    "skal bare ha enkle mellomrom, og ingen i endene",
    "should contain single spaces only, and none at the ends",
)
WRONG_ID = Text(
    "skal være 1 til 64 bokstaver A–Z, sifre, `-` og `.`",
    "should be 1 to 64 letters A–Z, digits, `-` and `.`",
)
WRONG_OID = Text(
    "skal være `urn:oid:` og tall skilt med punktum", "should be `urn:oid:` and numbers separated by dots"
)
WRONG_UUID = Text("skal være `urn:uuid:` og en UUID", "should be `urn:uuid:` and a UUID")
WRONG_CASE = Text("skal være skrevet med små bokstaver", "should be written in lower case")
WRONG_BASE64 = Text("skal være base64", "should be base64")


def check(type_name: str, value: object) -> Text | None:
    """Why a JSON value is not of a primitive type; None when it is (and for types that are not known here).

    type_name  `date`, `code`, `positiveInt`… or a FHIRPath System type is not meant here
    value      as read: str, bool, int, Decimal
    -> a sentence's end in both languages: "{value} should be …"
    """
    return check_of(type_name)(value)


def check_of(type_name: str) -> Callable[[object], Text | None]:
    """`check` of one type."""
    return _CHECKS.get(type_name, _anything)


def check_text(type_name: str, text: str) -> tuple[object, Text | None]:
    """XML's text as the value JSON would have, and why it is not one: (`True`, None) for boolean `true`.

    Text that is no number or boolean stays text.
    """
    kind = JSON_KINDS.get(type_name, str)
    value: object = text
    if kind is bool:
        value = {"true": True, "false": False}.get(text, text)
    elif kind is not str:
        value = _number_of(text)
        if kind is int and not isinstance(value, int):
            value = text
    return value, check(type_name, value)


def _number_of(text: str) -> object:
    from dbep_ig.engine.fhir.json.numbers import is_json_number, number  # start-up time

    if is_json_number(text):
        value = number(text)
        return text if value is None else value
    return text


def _anything(_: object) -> Text | None:
    return None


# -- numbers and booleans


def _boolean(value: object) -> Text | None:
    return None if isinstance(value, bool) else NOT_A_BOOLEAN


def _decimal(value: object) -> Text | None:
    return None if isinstance(value, int | Decimal) and not isinstance(value, bool) else NOT_A_NUMBER


def _integer(value: object) -> Text | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return NOT_AN_INTEGER
    return None if -_MOST - 1 <= value <= _MOST else OUT_OF_RANGE


def _unsigned(value: object) -> Text | None:
    if isinstance(value, int) and not isinstance(value, bool) and value < 0:
        return NEGATIVE
    return _integer(value)


def _positive(value: object) -> Text | None:
    if isinstance(value, int) and not isinstance(value, bool) and value < 1:
        return NOT_POSITIVE
    return _integer(value)


# -- text


def _string(value: object) -> Text | None:
    if not isinstance(value, str):
        return NOT_A_STRING
    if not value:
        return EMPTY
    if not value.isprintable():
        for char in value:
            if char < " " and char not in "\t\r\n":
                return CONTROL
    if len(value) > _LONGEST_STRING:
        return TOO_LONG
    return None


def _code(value: object) -> Text | None:
    if not isinstance(value, str):
        return NOT_A_STRING
    if not value:
        return EMPTY
    if value[0] in _SPACES or value[-1] in _SPACES:
        return SPACES_AROUND
    if "  " in value:
        return SPACES_INSIDE
    if not value.isprintable() and any(char in "\t\r\n\v\f" or char < " " for char in value):
        return WRONG_CODE_SPACE
    return None


def _uri(value: object) -> Text | None:
    if not isinstance(value, str):
        return NOT_A_STRING
    if not value:
        return EMPTY
    if not _URI_SPACES.isdisjoint(value):
        return ANY_SPACE
    return _number_fault(value.partition("#")[0]) if value[0] in "uUoO" else None


def _canonical(value: object) -> Text | None:
    """A uri, with or without `|version`."""
    return _uri(value.partition("|")[0] or value if isinstance(value, str) else value)


_OID_SLIPS = ("oid:", "urn.oid:")
_UUID_SLIPS = ("uuid:", "urn.uuid:")


def _number_fault(uri: str) -> Text | None:
    """What begins as an OID or a UUID is one, and is written as R4 writes it.

    RFC 8141 gives `urn:oid:` in any case the same meaning; R4 compares uris letter by letter, and by that rule another
    case names something else.

    Source: https://hl7.org/fhir/R4/datatypes.html#uri
    """
    if uri.startswith("urn:oid:"):
        return _oid(uri)
    if uri.startswith("urn:uuid:"):
        return _uuid(uri)
    head = uri[:9].lower()
    if head.startswith(("urn:oid:", "urn:uuid:")):
        return WRONG_CASE
    if head.startswith(_OID_SLIPS):
        return WRONG_OID
    return WRONG_UUID if head.startswith(_UUID_SLIPS) else None


def _id(value: object) -> Text | None:
    if not isinstance(value, str):
        return NOT_A_STRING
    return None if 1 <= len(value) <= 64 and _ID.issuperset(value) else WRONG_ID


def _oid(value: object) -> Text | None:
    r"""`urn:oid:[0-2](\.(0|[1-9][0-9]*))+`."""
    if not isinstance(value, str):
        return NOT_A_STRING
    if not value.startswith("urn:oid:"):
        return WRONG_OID
    root, *arcs = value[8:].split(".")
    if root not in ("0", "1", "2") or not arcs:
        return WRONG_OID
    for arc in arcs:
        if not arc or not _DIGITS.issuperset(arc) or (arc[0] == "0" and len(arc) > 1):
            return WRONG_OID
    return None


def _uuid(value: object) -> Text | None:
    """`urn:uuid:` and 8-4-4-4-12 hexadecimal digits in lower case."""
    if not isinstance(value, str):
        return NOT_A_STRING
    if not value.startswith("urn:uuid:"):
        return WRONG_UUID
    parts = value[9:].split("-")
    if [len(part) for part in parts] != [8, 4, 4, 4, 12] or not all(_HEX.issuperset(part) for part in parts):
        return WRONG_UUID
    return None if value[9:] == value[9:].lower() else WRONG_CASE


def _base64(value: object) -> Text | None:
    r"""`(\s*([0-9a-zA-Z\+/=]){4}\s*)+`, with padding at the end alone; white space may stand anywhere."""
    if not isinstance(value, str):
        return NOT_A_STRING
    if not value:
        return EMPTY
    packed = "".join(value.split())
    content = packed.rstrip("=")
    if not packed or len(packed) % 4 or len(packed) - len(content) > 2 or not _BASE64.issuperset(content):
        return WRONG_BASE64
    return None


_CHECKS: dict[str, Callable[[object], Text | None]] = {
    "base64Binary": _base64,
    "boolean": _boolean,
    "canonical": _canonical,
    "code": _code,
    "date": date_fault,
    "dateTime": date_time_fault,
    "decimal": _decimal,
    "id": _id,
    "instant": instant_fault,
    "integer": _integer,
    "markdown": _string,
    "oid": _oid,
    "positiveInt": _positive,
    "string": _string,
    "time": time_fault,
    "unsignedInt": _unsigned,
    "uri": _uri,
    "url": _uri,
    "uuid": _uuid,
    "xhtml": _string,
}
