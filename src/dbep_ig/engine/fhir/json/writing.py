"""Resources to JSON text: the same value always gives the same bytes.

Source: https://hl7.org/fhir/R4/json.html
"""

import json
from decimal import Decimal
from json.encoder import (
    encode_basestring as _quoted,
)  # in C: `json.dumps` of a string costs ten times as much

from dbep_ig.engine.fhir.documents import Json

_PLAIN_DIGITS = 30  # beyond this many zeros a number is written with an exponent


def write_json(value: Json, *, indent: int | None = 2, sort_keys: bool = False) -> str:
    """JSON text with a line feed at its end.

    value      as `read_json` gives it; members in their order unless `sort_keys`
    indent     spaces a level; None puts it all on one line without spaces
    -> decimals as they were written (1.10 stays 1.10; an exponent is kept, written `E+3`), characters as they are but
       for those that JSON must escape; half characters escaped, so that the text is always UTF-8

    Raises TypeError for what is not JSON (a float too: its digits are not the author's) and ValueError for NaN.
    """
    parts: list[str] = []
    _write(value, parts, indent, sort_keys)
    parts.append("\n")
    return "".join(parts)


def json_bytes(value: Json, *, indent: int | None = 2, sort_keys: bool = False) -> bytes:
    """`write_json` in UTF-8."""
    return write_json(value, indent=indent, sort_keys=sort_keys).encode("utf-8")


def number_text(number: Decimal) -> str:
    """A decimal as JSON: digits and zeros as they were."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -_PLAIN_DIGITS <= exponent <= 0:
        return format(number, "f")
    if not number.is_finite():
        raise ValueError(f"{number} is not a number in JSON")
    return str(number)


class _Open:
    """An object or array half written."""

    __slots__ = ("close", "first", "items", "named")

    def __init__(self, value: dict[str, Json] | list[Json], sort_keys: bool) -> None:
        self.named = isinstance(value, dict)
        if isinstance(value, dict):
            self.items = iter(sorted(value.items()) if sort_keys else value.items())
        else:
            self.items = iter([("", item) for item in value])
        self.close = "}" if self.named else "]"
        self.first = True


def _write(value: Json, parts: list[str], indent: int | None, sort_keys: bool) -> None:
    """Without recursion: a value may be as deep as reading allows."""
    stack: list[_Open] = []
    current: Json = value
    while True:
        if isinstance(current, dict | list) and current:
            parts.append("{" if isinstance(current, dict) else "[")
            stack.append(_Open(current, sort_keys))
        else:
            parts.append(_scalar(current))
        while stack:
            top = stack[-1]
            pair = next(top.items, None)
            if pair is not None:
                break
            stack.pop()
            if indent is not None:
                parts.append("\n" + " " * (indent * len(stack)))
            parts.append(top.close)
        if not stack:
            return
        assert pair is not None
        if not top.first:
            parts.append(",")
        top.first = False
        if indent is not None:
            parts.append("\n" + " " * (indent * len(stack)))
        if top.named:
            parts.append(_string(pair[0]) + (":" if indent is None else ": "))
        current = pair[1]


def _scalar(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    raise TypeError(f"{type(value).__name__} is not JSON as FHIR has it")


def _string(text: str) -> str:
    written = _quoted(text)
    if written.isascii():
        return written
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(text)
    return written
