"""Resources to JSON text: the same value always gives the same bytes.

Source: https://hl7.org/fhir/R4/json.html
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import repeat
from json.encoder import (
    encode_basestring as _quoted,
)  # in C: `json.dumps` of a string costs ten times as much
from typing import NamedTuple

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


class _Open(NamedTuple):
    """An object or array half written.

    items  those that are left, an array's with None as their name
    line   what begins a line in it
    close  what ends it
    """

    items: Iterator[tuple[str | None, Json]]
    line: str
    close: str


def _write(value: Json, parts: list[str], indent: int | None, sort_keys: bool) -> None:
    """Without recursion: a value may be as deep as reading allows. What is asked of each value is asked here: it is asked often."""
    names: dict[str, str] = {}
    colon = ":" if indent is None else ": "
    items, line, close = _Open(iter([(None, value)]), "", "")
    lead = ""  # before the next item
    stack: list[_Open] = []
    while True:
        for name, one in items:
            if name is None:
                before = lead
            else:
                written = names.get(name)
                if written is None:
                    written = names[name] = _string(name) + colon
                before = lead + written
            if type(one) is str:
                parts.append(before + _string(one))
            elif isinstance(one, dict | list) and one:
                stack.append(_Open(items, line, close))
                if isinstance(one, dict):
                    parts.append(before + "{")
                    items = iter(sorted(one.items()) if sort_keys else one.items())
                    end = "}"
                else:
                    parts.append(before + "[")
                    items = zip(repeat(None), one)
                    end = "]"
                outer = "" if indent is None else "\n" + " " * (indent * (len(stack) - 1))
                line = "" if indent is None else outer + " " * indent
                close = outer + end
                lead = line
                break
            else:
                parts.append(before + _scalar(one))
            lead = "," + line
        else:
            if not stack:
                return
            parts.append(close)
            items, line, close = stack.pop()
            lead = "," + line


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
