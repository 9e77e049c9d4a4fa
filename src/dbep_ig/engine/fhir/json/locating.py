"""Positions in JSON text, found when the first finding is shown."""

from typing import Any

from dbep_ig.engine.diagnostics import OrderedLocator, Place, Pointer, Source
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits

from .cursor import Node


class JsonLocator(OrderedLocator):
    """`Locator` over JSON text.

    source      the text
    start, end  the part of it that is this document (a line of NDJSON); all of it by default
    value       what it says, members in the order of the text; None where there are faults, and the order is not that

    The text is scanned once, when the first place is asked for: linear, without recursion. Also works for text with
    faults, as far as the scan understood it.
    """

    __slots__ = ("_end", "_limits", "_members", "_root", "_source", "_start", "_value")

    def __init__(
        self,
        source: Source,
        start: int = 0,
        end: int | None = None,
        limits: Limits = DEFAULT_LIMITS,
        value: Json = None,
    ) -> None:
        self._source = source
        self._start = start
        self._end = end
        self._limits = limits
        self._root: Node | None = None
        self._value = value
        self._members: dict[int, dict[str, int]] = {}  # of an object: which of its members a name is

    @property
    def row(self) -> int | None:
        """See `OrderedLocator.row`."""
        text = self._source.text[self._start : self._end]
        return None if "\n" in text or "\r" in text else self._source.position(self._start)[0]

    def order(self, pointer: Pointer, *, key: bool = False) -> tuple[int, ...] | None:
        """See `OrderedLocator.order`: which member or item each step is; a name stands before its value."""
        value: Any = self._value
        if type(value) is not dict:
            return None
        found: list[int] = []
        is_name = False
        for step in pointer:
            is_name = False
            if type(value) is dict and isinstance(step, str):
                if step not in value:
                    step = step[1:] if step.startswith("_") else "_" + step
                if step not in value:
                    break
                members = self._members.get(id(value))
                if members is None:
                    members = self._members[id(value)] = {name: at for at, name in enumerate(value)}
                found.append(2 * members[step] + 1)
                value = value[step]
                is_name = True
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                found.append(2 * step + 1)
                value = value[step]
            else:
                break
        if key and is_name and len(found) == len(pointer):
            found[-1] -= 1
        return tuple(found)

    def locate(self, pointer: Pointer, *, key: bool = False) -> Place:
        """See `Locator.locate`. A key's span holds its quotes.

        A member of a primitive's underscore sibling that is not there (`_birthDate` where only `birthDate` is) is
        shown at the primitive.
        """
        if self._root is None:
            from .scanning import scan_json  # seldom needed: most documents have no finding

            self._root = scan_json(self._source.text, self._start, self._end, self._limits).node
        node = self._root
        key_span: tuple[int, int] | None = None
        reached = 0
        for step in pointer:
            child: Node | None = None
            key_span = None
            if isinstance(step, int):
                if node.items is not None and step < len(node.items):
                    child = node.items[step]
            elif node.members is not None and node.keys is not None:
                name = step
                if name not in node.members:
                    name = name[1:] if name.startswith("_") else "_" + name
                child = node.members.get(name)
                key_span = node.keys.get(name)
            if child is None:
                break
            node = child
            reached += 1
        if key and reached == len(pointer) and key_span is not None:
            return Place(self._source, self._source.span(*key_span))
        return Place(self._source, self._source.span(node.start, node.end))
