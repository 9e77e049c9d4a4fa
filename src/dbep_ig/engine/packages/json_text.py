"""A resource as JSON text: two spaces, members as they come, decimals with every digit, a newline at the end.

`json.dumps` cannot write `decimal.Decimal` without losing digits.
Source: https://hl7.org/fhir/R4/json.html
"""

import json
from decimal import Decimal

from dbep_ig.engine.fhir.json_types import Json


def json_text(value: Json) -> str:
    """The text; raises TypeError for what is not JSON (a float too: its digits are not the author's)."""
    parts: list[str] = []
    _write(value, "\n", parts)
    parts.append("\n")
    return "".join(parts)


def _write(value: Json, line: str, parts: list[str]) -> None:
    """`line` is the newline and indentation before a member of the value that encloses this one."""
    if isinstance(value, dict):
        if not value:
            parts.append("{}")
            return
        inner = line + "  "
        opener = "{"
        for key, member in value.items():
            parts.append(f"{opener}{inner}{json.dumps(key, ensure_ascii=False)}: ")
            _write(member, inner, parts)
            opener = ","
        parts.append(line + "}")
    elif isinstance(value, list | tuple):
        if not value:
            parts.append("[]")
            return
        inner = line + "  "
        opener = "["
        for member in value:
            parts.append(opener + inner)
            _write(member, inner, parts)
            opener = ","
        parts.append(line + "]")
    elif isinstance(value, Decimal):
        parts.append(_decimal_text(value))
    elif value is None or isinstance(value, str | bool | int):
        parts.append(json.dumps(value, ensure_ascii=False))
    else:
        raise TypeError(f"{type(value).__name__} is not JSON as FHIR has it")


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"{value} is not a JSON number")
    return str(value)
