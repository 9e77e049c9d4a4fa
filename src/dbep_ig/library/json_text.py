"""A resource that a program holds as dict and list, as JSON text.

What JSON does not have is refused where it lies, with what to give instead: a program's fault, and no finding in a resource.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from json.encoder import encode_basestring as quoted  # in C
from math import isfinite
from typing import Any

from dbep_ig.engine.diagnostics import pointer_text
from dbep_ig.engine.fhir.json.writing import number_text

_HALF = re.compile("[\ud800-\udfff]")

MOST_VALUES = 4_000_000  # lists in lists that share their items are far more values than objects


class _Open:
    """An object or a list half written. `step` is the key or index of what is being written."""

    __slots__ = ("close", "is_empty", "items", "step", "value")

    def __init__(self, value: Mapping[str, Any] | list[Any]) -> None:
        self.value = value
        self.items: Iterator[tuple[Any, Any]]
        if isinstance(value, list):
            self.items, self.close = enumerate(value), "]"
        else:
            self.items, self.close = iter(value.items()), "}"
        self.step: Any = None
        self.is_empty = True


def json_text(resource: Mapping[str, Any], most: int) -> bytes:
    """JSON on one line, without spaces; the resource is left as it is.

    most  characters after which writing stops, in the middle: more than a reader takes
    -> UTF-8; Decimals with all their digits, floats by their shortest spelling, half characters escaped

    Raises TypeError for what JSON does not have and ValueError for what it has no value for (NaN, a circle), with the
    JSON pointer of the value.
    """
    parts: list[str] = []
    stack: list[_Open] = []
    inside: set[int] = set()
    value: Any = resource
    length = 0
    for _ in range(MOST_VALUES):
        if length > most:
            break
        if isinstance(value, list | Mapping):
            top = _Open(value)
            if id(value) in inside:
                raise ValueError(f"{_at(stack)}: the value contains itself")
            inside.add(id(value))
            stack.append(top)
            parts.append("[" if top.close == "]" else "{")
        else:
            parts.append(_scalar(value, stack))
        length += len(parts[-1])
        while stack:
            top = stack[-1]
            pair = next(top.items, None)
            if pair is not None:
                break
            parts.append(top.close)
            inside.discard(id(top.value))
            stack.pop()
        if not stack:
            break
        assert pair is not None
        if not top.is_empty:
            parts.append(",")
        top.is_empty = False
        top.step, value = pair
        if top.close == "}":
            if not isinstance(top.step, str):
                raise TypeError(f"{_at(stack)}: a key in JSON is text, this one is of type {_kind(top.step)}")
            parts.append(quoted(top.step) + ":")
            length += len(top.step)
    else:
        raise ValueError(f"the document has more than {MOST_VALUES} values")
    text = "".join(parts)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text).encode("utf-8")


def _scalar(value: Any, stack: list[_Open]) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        if not isinstance(value, int) and not isfinite(value):
            raise ValueError(f"{_at(stack)}: {value} is not a number in JSON")
        if isinstance(value, Decimal):
            return number_text(value)
        try:
            return int.__repr__(value) if isinstance(value, int) else float.__repr__(value)
        except ValueError:
            raise ValueError(f"{_at(stack)}: the number has too many digits") from None
    raise TypeError(f"{_at(stack)}: JSON has no {_kind(value)}{_instead(value)}")


def _instead(value: Any) -> str:
    if isinstance(value, date | time):
        return "; give text as FHIR writes it, such as value.isoformat()"
    if isinstance(value, tuple | set | frozenset):
        return "; give a list"
    if isinstance(value, bytes | bytearray | memoryview):
        return "; give text, in base64 for base64Binary"
    if isinstance(value, Enum):
        return "; give its value"
    if hasattr(value, "model_dump"):
        return "; give its value.model_dump(mode='json')"
    return "; give text, numbers, True, False, None, lists and dicts"


def _kind(value: object) -> str:
    return type(value).__name__


def _at(stack: list[_Open]) -> str:
    """The JSON pointer of what is being written."""
    return pointer_text(tuple(one.step for one in stack)) or "the document"
