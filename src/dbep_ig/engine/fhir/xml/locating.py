"""Positions in XML text, found when the first finding is shown."""

from dbep_ig.engine.diagnostics import Place, Pointer, Source
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits

from .parsing import Attributes, Name, Offsets, parse_xml
from .tags import attribute_spans, name_end, tag_end


class _Element:
    """Where an element stands (bytes), and the elements in it."""

    __slots__ = ("after", "at", "children", "name")

    def __init__(self, name: str, at: int) -> None:
        self.name = name
        self.at = at
        self.after = -1
        self.children: list[_Element] = []


class _Builder:
    """See `XmlHandler`."""

    __slots__ = ("root", "stack")

    def __init__(self) -> None:
        self.root: _Element | None = None
        self.stack: list[_Element] = []

    def start(self, name: Name, attributes: Attributes, at: int) -> None:
        element = _Element(name.local, at)
        if self.stack:
            self.stack[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.stack.append(element)

    def end(self, name: Name, at: int, after: int) -> None:
        self.stack.pop().after = after

    def characters(self, text: str, at: int) -> None:
        """Text has no place of its own."""

    def instruction(self, target: str, at: int) -> None:
        """Nor have instructions."""


class XmlLocator:
    """`Locator` over XML text: the pointers are those of the JSON shape.

    The text is parsed once, when the first place is asked for. A primitive's place is its `value` attribute, an
    element's its start tag (an XHTML `div` whole), a key's the name in the start tag.
    """

    __slots__ = ("_builder", "_data", "_limits", "_offsets", "_source")

    def __init__(self, source: Source, limits: Limits = DEFAULT_LIMITS) -> None:
        self._source = source
        self._limits = limits
        self._data = b""
        self._builder: _Builder | None = None
        self._offsets = Offsets(b"")

    def locate(self, pointer: Pointer, *, key: bool = False) -> Place | None:
        """See `Locator.locate`."""
        if self._builder is None:
            self._data = self._source.text.encode("utf-8", errors="replace")
            self._offsets = Offsets(self._data)
            self._builder = parse_xml(self._data, _Builder, self._limits).handler
        element = self._builder.root
        if element is None:
            return None
        candidates = [element]
        reached = 0
        attribute = ""
        for step in pointer:
            if isinstance(step, int):
                if step >= len(candidates):
                    break
                element = candidates[step]
                candidates = [element]
            else:
                found = self._children(element, step.removeprefix("_"))
                if not found:
                    name = step.removeprefix("_")
                    if reached == len(pointer) - 1 and self._attribute(element, name) is not None:
                        attribute = name
                        reached += 1
                    break
                candidates = found
                element = found[0]
            reached += 1
        return self._place(element, attribute, name_only=key and reached == len(pointer))

    @staticmethod
    def _children(element: _Element, name: str) -> list[_Element]:
        found = [child for child in element.children if child.name == name]
        if not found and len(element.children) == 1 and element.children[0].name[:1].isupper():
            inner = element.children[0]  # `resource` and `contained` wrap a resource that JSON has unwrapped
            found = (
                [inner]
                if name == "resourceType"
                else [child for child in inner.children if child.name == name]
            )
        return found

    def _place(self, element: _Element, attribute: str, *, name_only: bool) -> Place:
        start, end = element.at, tag_end(self._data, element.at)
        if name_only and not attribute:
            start, end = start + 1, name_end(self._data, start)
        elif attribute or not element.children:
            span = self._attribute(element, attribute or "value")
            if span is not None:
                start, end = span
        if element.name == "div" and not name_only and element.after > 0:
            end = element.after
        return Place(
            self._source, self._source.span(self._offsets.characters(start), self._offsets.characters(end))
        )

    def _attribute(self, element: _Element, name: str) -> tuple[int, int] | None:
        """Where the attribute's value stands, its quotes with it."""
        for span in attribute_spans(self._data, element.at):
            if span.name == name:
                return span.opening, span.end
        return None
