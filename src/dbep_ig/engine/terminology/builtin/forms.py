"""Codes that are told by their form: MIME types, URIs, subdivisions of countries, and filters over units."""

import string
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from dbep_ig.engine.fhir.tables import rows

_FIRST = frozenset(string.ascii_letters + string.digits)
_NAME = _FIRST | frozenset("!#$&-^_.+")
_LONGEST_NAME = 127
_SPECIALS = frozenset('()<>@,;:\\"/[]?=')
_FHIR_FORMATS = frozenset(("xml", "json", "ttl"))
_OF_URI = _FIRST | frozenset("-._~:/?#[]@!$&'()*+,;=%")
_OF_PART = frozenset(string.ascii_uppercase + string.digits)


def is_mime_type(code: str) -> bool:
    """BCP 13: `type/subtype`, with parameters; anyone may register one.

    R4 says of CapabilityStatement.format, whose binding is this value set: "xml", "json" and "ttl" are allowed.

    Sources: https://www.rfc-editor.org/rfc/rfc6838#section-4.2, https://www.rfc-editor.org/rfc/rfc2045#section-5.1,
    https://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.format
    """
    if code in _FHIR_FORMATS:
        return True
    name, *parameters = _split_parameters(code)
    type_, slash, subtype = name.strip().partition("/")
    return bool(slash) and _is_name(type_) and _is_name(subtype) and all(map(_is_parameter, parameters))


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and name[0] in _FIRST and _NAME.issuperset(name)


def _is_parameter(parameter: str) -> bool:
    attribute, equals, value = parameter.strip().partition("=")
    if not equals or not _is_token(attribute):
        return False
    quoted = len(value) >= 2 and value[0] == value[-1] == '"'
    return quoted or _is_token(value)


def _is_token(text: str) -> bool:
    return bool(text) and all("!" <= character <= "~" and character not in _SPECIALS for character in text)


def _split_parameters(code: str) -> list[str]:
    """At semicolons outside quoted values."""
    parts, start, quoted = [], 0, False
    position = 0
    while position < len(code):
        character = code[position]
        if quoted and character == "\\":
            position += 1
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            parts.append(code[start:position])
            start = position + 1
        position += 1
    return [*parts, code[start:]]


def is_uri(code: str) -> bool:
    """A scheme, a colon, and characters that may be in a URI, or letters of an IRI.

    Source: https://www.rfc-editor.org/rfc/rfc3986#section-2
    """
    scheme, colon, rest = code.partition(":")
    return (
        bool(colon and rest)
        and scheme[:1].isalpha()
        and all(character.isascii() and (character.isalnum() or character in "+-.") for character in scheme)
        and all(character in _OF_URI or character > "\x9f" for character in rest)
    )


def units_selected(filters: Iterable[Mapping[str, Any]]) -> Callable[[str], bool] | None:
    """The test of the units that meet every filter; None when one of the filters is not `canonical = unit`.

    Of UCUM's filters R4 uses this one: `canonical = a`, the units that measure what `a` (the year) measures.
    Source: https://hl7.org/fhir/R4/ucum.html
    """
    from dbep_ig.engine.fhir.ucum import units as ucum  # start-up time: it needs fractions

    wanted: list[str] = []
    for item in filters:
        value = item.get("value")
        if item.get("property") != "canonical" or item.get("op") != "=" or not isinstance(value, str):
            return None
        wanted.append(value)
    return lambda code: all(ucum.comparable(code, unit) for unit in wanted)


def may_be_subdivision(code: str) -> bool | None:
    """ISO 3166-2, `NO-46`: False where it cannot be one; else None: which subdivisions a country has is not available."""
    country, hyphen, part = code.partition("-")
    if hyphen and 1 <= len(part) <= 3 and _OF_PART.issuperset(part) and country in _countries():
        return None
    return False


@cache
def _countries() -> frozenset[str]:
    return frozenset(row[0] for row in rows(__package__, "countries.tsv"))
