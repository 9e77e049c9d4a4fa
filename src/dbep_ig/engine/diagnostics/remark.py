"""A rule, the values of its message, and where below a place that only the caller knows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .pointer import Pointer
from .rule import Rule, Severity

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Remark(NamedTuple):
    """What a look at a value finds; whoever knows the place makes an `Issue` of it.

    pointer   from the value that was looked at; () for the whole of it
    severity  when something else than the rule decides it

    Faults of a text (JSON, XML) have offsets in it instead, of FHIRPath a part of the expression.
    """

    rule: Rule
    params: Mapping[str, Any] = _NOTHING
    pointer: Pointer = ()
    severity: Severity | None = None
