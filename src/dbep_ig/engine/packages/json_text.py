"""A resource as JSON text: two spaces, members as they come, decimals with every digit, a newline at the end.

`json.dumps` cannot write `decimal.Decimal` without losing digits.
Source: https://hl7.org/fhir/R4/json.html
"""

from decimal import Decimal
from json.encoder import (
    encode_basestring as _quoted,  # in C; `json.dumps` of a string costs ten times as much
)

from dbep_ig.engine.fhir.json_types import Json


def json_text(value: Json) -> str:
    """The text; raises TypeError for what is not JSON (a float too: its digits are not the author's)."""
    parts: list[str] = []
    _write(value, "\n", parts)
    parts.append("\n")
    return "".join(parts)


def _write(value: Json, line: str, parts: list[str]) -> None:
    """`line` is the newline and indentation before a member of the value that encloses this one."""
    if isinstance(value, str):
        parts.append(_quoted(value))
    elif isinstance(value, dict):
        inner = line + "  "
        opener = "{" + inner
        for key, member in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key!r} is no JSON member's name")
            parts.append(f"{opener}{_quoted(key)}: ")
            _write(member, inner, parts)
            opener = "," + inner
        parts.append(line + "}" if value else "{}")
    elif isinstance(value, list | tuple):
        inner = line + "  "
        opener = "[" + inner
        for member in value:
            parts.append(opener)
            _write(member, inner, parts)
            opener = "," + inner
        parts.append(line + "]" if value else "[]")
    elif value is None or isinstance(value, bool):
        parts.append(_WORDS[value])
    elif isinstance(value, int):
        parts.append(int.__repr__(value))
    elif isinstance(value, Decimal):
        parts.append(_decimal_text(value))
    else:
        raise TypeError(f"{type(value).__name__} is not JSON as FHIR has it")


_WORDS = {None: "null", True: "true", False: "false"}


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"{value} is not a JSON number")
    return str(value)
