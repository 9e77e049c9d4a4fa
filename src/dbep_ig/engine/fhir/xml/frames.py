"""FHIR's elements while their XML is read, and how each becomes a member of its parent in JSON's shape.

Source: https://hl7.org/fhir/R4/json.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.primitives.checking import check_text
from dbep_ig.engine.fhir.text_rules import INVISIBLE, rule_for
from dbep_ig.engine.fhir.type_model import ElementInfo, TypeModel

from .parsing import Attributes, XmlFaults
from .rules import UNKNOWN_ATTRIBUTE
from .tags import attribute_spans

RESOURCE, COMPLEX, PRIMITIVE, CONTAINER, XHTML_DIV, SKIPPED = range(6)


class Frame:
    """An element not closed yet.

    kind       RESOURCE, COMPLEX, PRIMITIVE, CONTAINER (wraps a resource), XHTML_DIV or SKIPPED
    name       as its tag has it
    type       its type's name
    info       the element it is; None for a resource, which is told by its own name
    pointer    to it in the JSON
    at         where its start tag begins
    value      its members, or what a primitive has beside its value
    primitive  a primitive's value
    last       ElementInfo.order of the latest child that stood where it should, and `last_name` its name
    """

    __slots__ = (
        "_text",
        "at",
        "info",
        "kind",
        "last",
        "last_name",
        "name",
        "pointer",
        "primitive",
        "text_at",
        "type",
        "value",
    )

    def __init__(
        self, kind: int, name: str, type_name: str, info: ElementInfo | None, pointer: Pointer, at: int
    ) -> None:
        self.kind = kind
        self.name = name
        self.type = type_name
        self.info = info
        self.pointer = pointer
        self.at = at
        self.value: dict[str, Any] = {}
        self.primitive: object = None
        self.last = -1
        self.last_name = ""
        self.text_at = 0
        self._text: list[str] = []

    # -- text between elements, which FHIR does not have

    def add_text(self, text: str, at: int) -> None:
        """A piece of text that begins at `at`; `text_at` becomes the place of the first that is not white space."""
        if not self._text or not "".join(self._text).strip():
            self.text_at = at + len(text.encode()) - len(text.lstrip().encode())
        self._text.append(text)

    def take_text(self) -> str:
        """The text since the last element, without white space around it."""
        if not self._text:
            return ""
        text = "".join(self._text).strip()
        self._text.clear()
        return text

    # -- what its children give it

    def has(self, name: str) -> bool:
        """Whether a child of that name has been read."""
        return name in self.value or "_" + name in self.value

    def next_pointer(self, name: str, info: ElementInfo) -> Pointer:
        """Where the next child of that name will stand."""
        if not info.is_list:
            return (*self.pointer, name)
        present = self.value.get(name)
        return (*self.pointer, name, len(present) if isinstance(present, list) else 0)

    def add(self, child: "Frame", value: object) -> None:
        """A child that is closed, and what it became."""
        if child.info is not None and child.info.is_list:
            self.value.setdefault(child.name, []).append(value)
        else:
            self.value[child.name] = value

    def add_primitive(self, child: "Frame") -> None:
        """A primitive's value, and beside it what else it has: under `_name`, with nulls to keep lists in step."""
        value, beside, sibling = child.primitive, child.value or None, "_" + child.name
        if value is None and beside is None:
            beside = {}
        if child.info is None or not child.info.is_list:
            if value is not None:
                self.value[child.name] = value
            if beside is not None:
                self.value[sibling] = beside
            return
        values = self.value.setdefault(child.name, [])
        values.append(value)
        if beside is not None or sibling in self.value:
            besides = self.value.setdefault(sibling, [None] * (len(values) - 1))
            besides.append(beside)

    def drop_nulls(self) -> None:
        """JSON leaves a list of primitives out where none has a value and each has something beside it."""
        for sibling in [key for key in self.value if key.startswith("_")]:
            values = self.value.get(sibling[1:])
            if isinstance(values, list) and all(one is None for one in values):
                del self.value[sibling[1:]]


def read_attributes(
    frame: Frame, attributes: Attributes, data: bytes, types: TypeModel, faults: XmlFaults
) -> None:
    """Puts an element's attributes into its frame; those it does not have (DBEP4034) are left out."""
    for name, text in attributes:
        if name.namespace or not _allows(frame, name.local, types):
            faults.add(
                UNKNOWN_ATTRIBUTE,
                *_name_span(data, frame.at, name.shown),
                frame.pointer,
                element=frame.name,
                type=frame.type,
                name=name.shown,
            )
            continue
        if not text.isascii() and not INVISIBLE.isdisjoint(text):
            found = next(char for char in text if char in INVISIBLE)
            span = _name_span(data, frame.at, name.shown)
            faults.add(rule_for(found), *span, frame.pointer, found=f"U+{ord(found):04X}")
        if frame.kind == PRIMITIVE and name.local == "value":
            frame.primitive = check_text(frame.type, text)[0]
        else:
            frame.value[name.local] = text


def _allows(frame: Frame, name: str, types: TypeModel) -> bool:
    if frame.kind == PRIMITIVE and name in ("value", "id"):
        return True
    if frame.kind in (RESOURCE, CONTAINER):
        return False
    info = types.elements(frame.type).get(name)
    return info is not None and info.xml_attribute


def _name_span(data: bytes, tag: int, name: str) -> tuple[int, int]:
    """Where an attribute's name stands in the start tag at `tag`."""
    start = next((span.start for span in attribute_spans(data, tag) if span.name == name), tag)
    return start, start + len(name.encode())
