"""What is wrong with XML, as it is found: at bytes, for the parser counts in them."""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule

from .limits import Limits


class XmlFault(NamedTuple):
    """Something wrong at the bytes from `start` to before `end`. `pointer` is None where the parser cannot know."""

    rule: Rule
    start: int
    end: int
    params: dict[str, object]
    pointer: Pointer | None = None


class XmlFaults:
    """The faults of one document, at most `limits.faults` of each rule."""

    __slots__ = ("_allowed", "_counts", "found")

    def __init__(self, limits: Limits) -> None:
        self.found: list[XmlFault] = []
        self._allowed = limits.faults
        self._counts: dict[str, int] = {}

    def add(self, rule: Rule, start: int, end: int, pointer: Pointer | None, **params: object) -> None:
        """Note a fault; see `XmlFault`."""
        count = self._counts.get(rule.code, 0)
        self._counts[rule.code] = count + 1
        if count < self._allowed:
            self.found.append(XmlFault(rule, start, max(end, start), params, pointer))
