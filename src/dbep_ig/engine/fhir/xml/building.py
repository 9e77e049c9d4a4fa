"""A FHIR resource built from its XML, element by element, in the shape that JSON gives it.

Source: https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html
"""

from dbep_ig.engine.diagnostics import Pointer, Text
from dbep_ig.engine.diagnostics.slips import did_you_mean
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.limits import Limits
from dbep_ig.engine.fhir.type_model import ElementInfo, TypeModel

from .frames import COMPLEX, CONTAINER, PRIMITIVE, RESOURCE, SKIPPED, XHTML_DIV, Frame, read_attributes
from .parsing import FHIR, XHTML, Attributes, Name, XmlFaults
from .rules import (
    NOT_A_RESOURCE,
    NOT_ONE_RESOURCE,
    OUT_OF_ORDER,
    PROCESSING_INSTRUCTION,
    REPEATED_ELEMENT,
    TEXT_IN_ELEMENT,
    UNKNOWN_ELEMENT,
    WRONG_NAMESPACE,
)
from .tags import tag_end, written_xhtml

# types whose XML element wraps a resource of any type
_WRAPPING = frozenset({"Resource", "DomainResource"})
_TAG = "<{}>"


class ResourceBuilder:
    """Builds the resource. See `XmlHandler`.

    data      the text, as the parser has it
    resource  what was built, once its end tag has been read
    faults    what was wrong; those parts are left out of the resource
    """

    __slots__ = ("data", "faults", "names", "namespace", "resource", "stack", "types", "within")

    def __init__(self, data: bytes, types: TypeModel, limits: Limits) -> None:
        self.data = data
        self.types = types
        self.faults = XmlFaults(limits)
        self.stack: list[Frame] = []
        self.within = 0  # elements open inside XHTML or a skipped element
        self.names: list[
            Name
        ] = []  # in the open XHTML, as far as their namespaces may be declared outside it
        self.namespace = FHIR
        self.resource: Resource | None = None

    # -- told by the parser

    def start(self, name: Name, attributes: Attributes, at: int) -> None:
        """See `XmlHandler`."""
        self._stray_text()
        if not self.stack:
            self._root(name, attributes, at)
            return
        parent = self.stack[-1]
        if parent.kind in (XHTML_DIV, SKIPPED):
            self.within += 1
            if parent.kind == XHTML_DIV:
                self._note_names(name, attributes)
        elif parent.kind == CONTAINER:
            self._wrapped(parent, name, attributes, at)
        else:
            self._member(parent, name, attributes, at)

    def end(self, name: Name, at: int, after: int) -> None:
        """See `XmlHandler`."""
        self._stray_text()
        if self.within:
            self.within -= 1
            return
        frame = self.stack.pop()
        if frame.kind in (RESOURCE, COMPLEX):
            frame.drop_nulls()
        if frame.kind == RESOURCE and not self.stack:
            self.resource = frame.value
        elif frame.kind == XHTML_DIV:
            self.stack[-1].add(frame, written_xhtml(self.data, frame.at, after, name, self.names))
            self.names = []
        elif frame.kind == PRIMITIVE:
            self.stack[-1].add_primitive(frame)
        elif frame.kind != SKIPPED:
            parent = self.stack[-1]
            if parent.kind == CONTAINER:
                parent.value = frame.value
            else:
                parent.add(frame, frame.value)

    def characters(self, text: str, at: int) -> None:
        """See `XmlHandler`."""
        frame = self.stack[-1]
        if frame.kind not in (XHTML_DIV, SKIPPED):
            frame.add_text(text, at)

    def instruction(self, target: str, at: int) -> None:
        """See `XmlHandler`."""
        if not self.stack or self.stack[-1].kind not in (XHTML_DIV, SKIPPED):
            end = self.data.find(b"?>", at) + 2
            pointer = self.stack[-1].pointer if self.stack else None
            self.faults.add(PROCESSING_INSTRUCTION, at, end, pointer, target=target)

    def _note_names(self, name: Name, attributes: Attributes) -> None:
        """What in XHTML may lean on a declaration outside it: prefixes, and XHTML without one inside a prefixed div."""
        for one in (name, *(attribute for attribute, _ in attributes)):
            leans = one.prefix != "xml" if one.prefix else one.namespace == XHTML
            if leans and all(each.prefix != one.prefix for each in self.names):
                self.names.append(one)

    # -- elements

    def _root(self, name: Name, attributes: Attributes, at: int) -> None:
        if self.types.kind(name.local) not in ("resource", "logical"):
            types = self.types
            names = (each for each in types.type_names() if types.kind(each) == "resource")
            near = did_you_mean(name.local, names, _TAG)
            end = tag_end(self.data, at)
            self.faults.add(NOT_A_RESOURCE, at, end, None, name=name.shown, suggestion=near)
            self._skip(name, (), at)
            return
        if name.namespace != FHIR:
            self._wrong_namespace(name, FHIR, (), at)
            self.namespace = name.namespace
        self._open_resource(name, attributes, (), at)

    def _wrapped(self, parent: Frame, name: Name, attributes: Attributes, at: int) -> None:
        """The resource inside `contained`, `resource`…"""
        known = self.types.kind(name.local) == "resource"
        if name.namespace != self.namespace:
            self._wrong_namespace(name, self.namespace or FHIR, parent.pointer, at)
        if parent.value or not known:
            params = {"element": parent.name, "found": name.shown}
            self.faults.add(NOT_ONE_RESOURCE, at, tag_end(self.data, at), parent.pointer, **params)
            self._skip(name, parent.pointer, at)
            return
        parent.value = self._open_resource(name, attributes, parent.pointer, at).value

    def _open_resource(self, name: Name, attributes: Attributes, pointer: Pointer, at: int) -> Frame:
        frame = Frame(RESOURCE, name.local, name.local, None, pointer, at)
        frame.value["resourceType"] = name.local
        self.stack.append(frame)
        read_attributes(frame, attributes, self.data, self.types, self.faults)
        return frame

    def _member(self, parent: Frame, name: Name, attributes: Attributes, at: int) -> None:
        """An element of a type."""
        found = self.types.member(parent.type, name.local)
        if parent.kind == PRIMITIVE and name.local != "extension":
            found = None
        if found is not None and found[0].xml_attribute:
            found = None
        is_div = found is not None and found[1] == "xhtml"
        expected = XHTML if is_div else self.namespace
        if name.namespace != expected:
            self._wrong_namespace(name, expected or FHIR, parent.pointer, at)
            if not (is_div and name.namespace == self.namespace):
                self._skip(name, parent.pointer, at)
                return
        if found is None:
            self._unknown(parent, name, at)
            return
        info, type_name = found
        self._check_order(parent, info, name, at)
        if not info.is_list and parent.has(name.local):
            pointer = (*parent.pointer, name.local)
            params = {"name": name.shown, "type": parent.type}
            self.faults.add(REPEATED_ELEMENT, at, tag_end(self.data, at), pointer, **params)
            self._skip(name, parent.pointer, at)
            return
        kind = XHTML_DIV if is_div else self._kind(type_name)
        frame = Frame(kind, name.local, type_name, info, parent.next_pointer(name.local, info), at)
        self.stack.append(frame)
        if kind != XHTML_DIV:
            read_attributes(frame, attributes, self.data, self.types, self.faults)

    def _kind(self, type_name: str) -> int:
        if type_name in _WRAPPING:
            return CONTAINER
        return PRIMITIVE if self.types.kind(type_name) == "primitive-type" else COMPLEX

    def _skip(self, name: Name, pointer: Pointer, at: int) -> None:
        """Read past an element that has no place in the resource, and everything in it."""
        self.stack.append(Frame(SKIPPED, name.local, "", None, pointer, at))

    # -- what is wrong

    def _unknown(self, parent: Frame, name: Name, at: int) -> None:
        params = {
            "type": parent.type,
            "name": name.shown,
            "suggestion": did_you_mean(name.local, self._names_in(parent), _TAG),
        }
        self.faults.add(UNKNOWN_ELEMENT, at, tag_end(self.data, at), parent.pointer, **params)
        self._skip(name, parent.pointer, at)

    def _names_in(self, parent: Frame) -> list[str]:
        """The elements to choose from when a name is wrong."""
        if parent.kind == PRIMITIVE:
            return []
        members = self.types.elements(parent.type).values()
        return [key for info in members if not info.xml_attribute for key in info.keys]

    def _check_order(self, parent: Frame, info: ElementInfo, name: Name, at: int) -> None:
        if info.order >= parent.last:
            parent.last = info.order
            parent.last_name = name.local
            return
        pointer = (*parent.pointer, name.local)
        params = {"name": name.shown, "previous": parent.last_name}
        self.faults.add(OUT_OF_ORDER, at, tag_end(self.data, at), pointer, **params)

    def _wrong_namespace(self, name: Name, expected: str, pointer: Pointer, at: int) -> None:
        found: object = name.namespace or Text("(ingen)", "(none)")
        params = {"name": name.shown, "found": found, "expected": expected}
        self.faults.add(WRONG_NAMESPACE, at, tag_end(self.data, at), pointer, **params)

    def _stray_text(self) -> None:
        """Text between elements."""
        frame = self.stack[-1] if self.stack else None
        text = frame.take_text() if frame is not None else ""
        if frame is not None and text:
            end = frame.text_at + len(text.encode())
            self.faults.add(TEXT_IN_ELEMENT, frame.text_at, end, frame.pointer, found=text)
