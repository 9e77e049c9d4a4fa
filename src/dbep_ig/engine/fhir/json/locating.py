"""Positions in JSON text, found when the first finding is shown."""

from dbep_ig.engine.diagnostics import Place, Pointer, Source
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits

from .cursor import Node


class JsonLocator:
    """`Locator` over JSON text.

    source      the text
    start, end  the part of it that is this document (a line of NDJSON); all of it by default

    The text is scanned once, when the first place is asked for: linear, without recursion. Also works for text with
    faults, as far as the scan understood it.
    """

    __slots__ = ("_end", "_limits", "_root", "_source", "_start")

    def __init__(
        self, source: Source, start: int = 0, end: int | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        self._source = source
        self._start = start
        self._end = end
        self._limits = limits
        self._root: Node | None = None

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
