"""XML to the same JSON-shaped `Document` that JSON gives; what is wrong on the way is told, and the rest read.

Source: https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html
"""

from difflib import get_close_matches
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Location, Place, Pointer, Result, Rule, Source, Text

from .documents import Document
from .expressions import expression_of
from .json_types import Resource
from .limits import DEFAULT_LIMITS, Limits
from .primitives import check_text
from .text_decoding import decode
from .text_rules import INVISIBLE, rule_for
from .type_model import ElementInfo, TypeModel
from .xml_locating import XmlLocator
from .xml_parsing import Attributes, Name, Offsets, XmlFault, parse_xml, tag_end
from .xml_rules import (
    ENCODING_MISMATCH,
    NOT_A_RESOURCE,
    NOT_ONE_RESOURCE,
    OUT_OF_ORDER,
    PROCESSING_INSTRUCTION,
    REPEATED_ELEMENT,
    TEXT_IN_ELEMENT,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_ELEMENT,
    WRONG_NAMESPACE,
)

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
_CONTAINERS = frozenset(
    {"Resource", "DomainResource"}
)  # types whose XML element wraps a resource of any type
_ONE_BYTE = {
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
}
_LONGEST_DECLARATION = 200


def read_xml(data: bytes, name: str, types: TypeModel, limits: Limits = DEFAULT_LIMITS) -> Result[Document]:
    """One FHIR resource.

    data   the bytes of an XML document
    types  says which elements are lists, numbers and booleans
    -> value: a Document of format `xml` whose resource is as JSON would give it: lists by the types, numbers and
       booleans where the text is one (other text stays, for validation to tell), `_name` for ids and extensions of
       primitives, `contained` and entries with `resourceType`, `div` as it was written. An element without value or
       children is `{}`, so that it is not lost. None when the text is not well-formed or its root no resource.
       issues: DBEP4001 to 4007, 4030 to 4044, each with its place; the parts that are wrong are left out
    """
    decoded, issues = _decoded(data, name, limits)
    if decoded is None:
        return Result(None, tuple(issues))
    source = decoded
    encoded = source.text.encode("utf-8", errors="replace")
    parsed = parse_xml(encoded, lambda: _Reader(encoded, types, limits), limits)
    reader = parsed.handler
    resource = reader.resource if parsed.whole else None
    offsets = Offsets(encoded)
    faults = sorted([*parsed.faults, *reader.faults], key=lambda fault: fault.start)
    issues.extend(_issue(source, offsets, fault, resource, types) for fault in faults)
    if resource is None:
        return Result(None, tuple(issues))
    return Result(Document(source, resource, XmlLocator(source, limits), "xml"), tuple(issues))


def _decoded(data: bytes, name: str, limits: Limits) -> tuple[Source | None, list[Issue]]:
    """The text, by what the bytes are; the XML declaration is heard only where they cannot be UTF-8."""
    declared = _declared_encoding(data)
    codec = _ONE_BYTE.get(declared.lower())
    used = "UTF-8"
    if codec is not None and len(data) <= limits.bytes:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            data = data.decode(codec, errors="replace").encode("utf-8")
            used = declared
    result = decode(data, name, limits)
    issues = list(result.issues)
    if declared and declared.lower() not in ("utf-8", "utf8") and result.value is not None:
        start = result.value.text.find(declared)
        place = Place(result.value, result.value.span(start, start + len(declared)))
        params = {"declared": declared, "used": used}
        issues.append(Issue(ENCODING_MISMATCH, Location(name, exact=place), params))
    return result.value, issues


def _declared_encoding(data: bytes) -> str:
    head = data[:_LONGEST_DECLARATION].removeprefix(b"\xef\xbb\xbf")
    if not head.startswith(b"<?xml"):
        return ""
    declaration = head.partition(b"?>")[0]
    after = declaration.partition(b"encoding")[2].lstrip(b" \t\r\n=")
    if after[:1] not in (b'"', b"'"):
        return ""
    return after[1:].partition(after[:1])[0].decode("ascii", errors="replace")


def _issue(
    source: Source, offsets: Offsets, fault: XmlFault, resource: Resource | None, types: TypeModel
) -> Issue:
    start, end = offsets.characters(fault.start), offsets.characters(fault.end)
    location = Location(
        source.name,
        fault.pointer or (),
        "" if resource is None or fault.pointer is None else expression_of(resource, fault.pointer, types),
        on_key=fault.on_key,
        exact=Place(source, source.span(start, end)),
    )
    return Issue(fault.rule, location, fault.params)


_RESOURCE, _COMPLEX, _PRIMITIVE, _CONTAINER, _XHTML, _SKIPPED = range(6)


class _Frame:
    """An element not closed yet.

    kind      resource, complex, primitive, container (wraps a resource), XHTML or skipped
    type      its type's name
    key       its name in the parent's JSON; `info` says whether that is a list
    value     its members, or what a primitive has beside its value
    """

    __slots__ = (
        "at",
        "info",
        "key",
        "kind",
        "last",
        "last_name",
        "name",
        "pointer",
        "primitive",
        "text",
        "text_at",
        "type",
        "value",
    )

    def __init__(
        self,
        kind: int,
        name: str,
        type_name: str,
        key: str,
        info: ElementInfo | None,
        pointer: Pointer,
        at: int,
    ) -> None:
        self.kind = kind
        self.name = name
        self.type = type_name
        self.key = key
        self.info = info
        self.pointer = pointer
        self.at = at
        self.value: dict[str, Any] = {}
        self.primitive: object = None
        self.last = -1
        self.last_name = ""
        self.text: list[str] = []
        self.text_at = 0


class _Reader:
    """Builds the resource. See `XmlHandler`."""

    __slots__ = ("counts", "data", "faults", "limits", "namespace", "resource", "stack", "types", "within")

    def __init__(self, data: bytes, types: TypeModel, limits: Limits) -> None:
        self.data = data
        self.types = types
        self.limits = limits
        self.faults: list[XmlFault] = []
        self.counts: dict[str, int] = {}
        self.stack: list[_Frame] = []
        self.within = 0  # elements open inside XHTML or a skipped element
        self.namespace = FHIR
        self.resource: Resource | None = None

    def fault(
        self,
        rule: Rule,
        start: int,
        end: int,
        pointer: Pointer | None,
        on_key: bool = False,
        **params: object,
    ) -> None:
        count = self.counts.get(rule.code, 0)
        self.counts[rule.code] = count + 1
        if count < self.limits.faults:
            self.faults.append(XmlFault(rule, start, max(end, start), params, pointer, on_key))

    # -- told by the parser

    def start(self, name: Name, attributes: Attributes, at: int) -> None:
        self.stray_text()
        if not self.stack:
            self.root(name, attributes, at)
            return
        parent = self.stack[-1]
        if parent.kind in (_XHTML, _SKIPPED):
            self.within += 1
        elif parent.kind == _CONTAINER:
            self.wrapped(parent, name, attributes, at)
        else:
            self.member(parent, name, attributes, at)

    def end(self, name: Name, at: int, after: int) -> None:
        self.stray_text()
        if self.within:
            self.within -= 1
            return
        frame = self.stack.pop()
        if frame.kind in (_RESOURCE, _COMPLEX):
            _drop_nulls(frame.value)
        if frame.kind == _RESOURCE and not self.stack:
            self.resource = frame.value
        elif frame.kind == _XHTML:
            self.attach(self.stack[-1], frame, self.written(frame, name, after))
        elif frame.kind == _PRIMITIVE:
            self.attach_primitive(self.stack[-1], frame)
        elif frame.kind != _SKIPPED:
            parent = self.stack[-1]
            if parent.kind == _CONTAINER:
                parent.value = frame.value
            else:
                self.attach(parent, frame, frame.value)

    def characters(self, text: str, at: int) -> None:
        frame = self.stack[-1]
        if frame.kind not in (_XHTML, _SKIPPED):
            if not frame.text or not "".join(frame.text).strip():
                frame.text_at = at + len(text.encode()) - len(text.lstrip().encode())
            frame.text.append(text)

    def instruction(self, target: str, at: int) -> None:
        if not self.stack or self.stack[-1].kind not in (_XHTML, _SKIPPED):
            end = self.data.find(b"?>", at) + 2
            pointer = self.stack[-1].pointer if self.stack else None
            self.fault(PROCESSING_INSTRUCTION, at, end, pointer, target=target)

    # -- elements

    def root(self, name: Name, attributes: Attributes, at: int) -> None:
        if name.namespace != FHIR:
            self.wrong_namespace(name, FHIR, (), at)
            self.namespace = name.namespace
        if self.types.kind(name.local) not in ("resource", "logical"):
            near = _suggestion(name.local, self.types.type_names())
            self.fault(NOT_A_RESOURCE, at, tag_end(self.data, at), None, name=name.shown, suggestion=near)
            self.push_skipped(name, None, at)
            return
        frame = _Frame(_RESOURCE, name.local, name.local, "", None, (), at)
        frame.value["resourceType"] = name.local
        self.stack.append(frame)
        self.attributes(frame, attributes)

    def wrapped(self, parent: _Frame, name: Name, attributes: Attributes, at: int) -> None:
        """The resource inside `contained`, `resource`…"""
        known = self.types.kind(name.local) == "resource"
        if name.namespace != self.namespace:
            self.wrong_namespace(name, self.namespace or FHIR, parent.pointer, at)
        if parent.value or not known:
            self.fault(
                NOT_ONE_RESOURCE,
                at,
                tag_end(self.data, at),
                parent.pointer,
                element=parent.name,
                found=name.shown,
            )
            self.push_skipped(name, parent.pointer, at)
            return
        frame = _Frame(_RESOURCE, name.local, name.local, "", None, parent.pointer, at)
        frame.value["resourceType"] = name.local
        parent.value = frame.value
        self.stack.append(frame)
        self.attributes(frame, attributes)

    def member(self, parent: _Frame, name: Name, attributes: Attributes, at: int) -> None:
        """An element of a type."""
        found = self.types.member(parent.type, name.local)
        if parent.kind == _PRIMITIVE and name.local != "extension":
            found = None
        if found is not None and found[0].xml_attribute:
            found = None
        is_div = found is not None and found[1] == "xhtml"
        expected = XHTML if is_div else self.namespace
        if name.namespace != expected:
            self.wrong_namespace(name, expected or FHIR, parent.pointer, at)
            if not (is_div and name.namespace == self.namespace):
                self.push_skipped(name, parent.pointer, at)
                return
        if found is None:
            self.unknown(parent, name, at)
            return
        info, type_name = found
        self.order(parent, info, name, at)
        key = name.local
        present = parent.value.get(key)
        if not info.is_list and (key in parent.value or "_" + key in parent.value):
            self.fault(
                REPEATED_ELEMENT,
                at,
                tag_end(self.data, at),
                (*parent.pointer, key),
                name=name.shown,
                type=parent.type,
            )
            self.push_skipped(name, parent.pointer, at)
            return
        step: Pointer = (key, len(present) if isinstance(present, list) else 0) if info.is_list else (key,)
        pointer = (*parent.pointer, *step)
        kind = _COMPLEX
        if is_div:
            kind = _XHTML
        elif type_name in _CONTAINERS:
            kind = _CONTAINER
        elif self.types.kind(type_name) == "primitive-type":
            kind = _PRIMITIVE
        frame = _Frame(kind, name.local, type_name, key, info, pointer, at)
        self.stack.append(frame)
        if kind != _XHTML:
            self.attributes(frame, attributes)

    def unknown(self, parent: _Frame, name: Name, at: int) -> None:
        names = (
            []
            if parent.kind == _PRIMITIVE
            else [
                key
                for info in self.types.elements(parent.type).values()
                if not info.xml_attribute
                for key in info.keys
            ]
        )
        self.fault(
            UNKNOWN_ELEMENT,
            at,
            tag_end(self.data, at),
            parent.pointer,
            type=parent.type,
            name=name.shown,
            suggestion=_suggestion(name.local, names),
        )
        self.push_skipped(name, parent.pointer, at)

    def order(self, parent: _Frame, info: ElementInfo, name: Name, at: int) -> None:
        if info.order < parent.last:
            self.fault(
                OUT_OF_ORDER,
                at,
                tag_end(self.data, at),
                (*parent.pointer, name.local),
                name=name.shown,
                previous=parent.last_name,
            )
        else:
            parent.last = info.order
            parent.last_name = name.local

    def push_skipped(self, name: Name, pointer: Pointer | None, at: int) -> None:
        self.stack.append(_Frame(_SKIPPED, name.local, "", "", None, pointer or (), at))

    def wrong_namespace(self, name: Name, expected: str, pointer: Pointer, at: int) -> None:
        found: object = name.namespace or Text("(ingen)", "(none)")
        self.fault(
            WRONG_NAMESPACE,
            at,
            tag_end(self.data, at),
            pointer,
            name=name.shown,
            found=found,
            expected=expected,
        )

    def attributes(self, frame: _Frame, attributes: Attributes) -> None:
        for name, text in attributes:
            allowed = not name.namespace and self.allows(frame, name.local)
            if not allowed:
                start = self.attribute_at(frame.at, name.shown)
                self.fault(
                    UNKNOWN_ATTRIBUTE,
                    start,
                    start + len(name.shown),
                    frame.pointer,
                    element=frame.name,
                    type=frame.type,
                    name=name.shown,
                )
                continue
            if not text.isascii() and not INVISIBLE.isdisjoint(text):
                found = next(char for char in text if char in INVISIBLE)
                start = self.attribute_at(frame.at, name.shown)
                self.fault(
                    rule_for(found),
                    start,
                    start + len(name.shown),
                    frame.pointer,
                    found=f"U+{ord(found):04X}",
                )
            if frame.kind == _PRIMITIVE and name.local == "value":
                frame.primitive = check_text(frame.type, text)[0]
            else:
                frame.value[name.local] = text

    def allows(self, frame: _Frame, name: str) -> bool:
        if frame.kind == _PRIMITIVE and name == "value":
            return True
        if frame.kind in (_RESOURCE, _CONTAINER):
            return False
        if frame.kind == _PRIMITIVE and name == "id":
            return True
        info = self.types.elements(frame.type).get(name)
        return info is not None and info.xml_attribute

    def attribute_at(self, tag: int, name: str) -> int:
        """Where an attribute's name stands in the start tag at `tag`."""
        end = tag_end(self.data, tag)
        encoded = name.encode()
        start = self.data.find(encoded, tag, end)
        while start >= 0:
            before = self.data[start - 1 : start]
            after = self.data[start + len(encoded) : end].lstrip()[:1]
            if before.isspace() and after == b"=":
                return start
            start = self.data.find(encoded, start + 1, end)
        return tag

    def stray_text(self) -> None:
        """Text between elements."""
        frame = self.stack[-1] if self.stack else None
        if frame is None or not frame.text:
            return
        text = "".join(frame.text).strip()
        frame.text.clear()
        if text:
            end = frame.text_at + len(text.encode())
            self.fault(TEXT_IN_ELEMENT, frame.text_at, end, frame.pointer, found=text)

    # -- values

    def written(self, frame: _Frame, name: Name, after: int) -> str:
        """XHTML exactly as it stands in the text, its namespace declared in it also when that was done further out.

        An HTML entity that XML does not have, already told by the parser, is the character it means.
        """
        text = self.data[frame.at : after].decode("utf-8")
        declared = f"xmlns:{name.prefix}" if name.prefix else "xmlns"
        opening = self.data[frame.at : tag_end(self.data, frame.at)].decode("utf-8")
        if name.namespace == XHTML and declared + "=" not in opening.replace(" =", "="):
            at = 1 + len(name.shown)
            text = f'{text[:at]} {declared}="{XHTML}"{text[at:]}'
        return _without_html_entities(text) if "&" in text else text

    def attach(self, parent: _Frame, frame: _Frame, value: object) -> None:
        if frame.info is not None and frame.info.is_list:
            parent.value.setdefault(frame.key, []).append(value)
        else:
            parent.value[frame.key] = value

    def attach_primitive(self, parent: _Frame, frame: _Frame) -> None:
        """The value, and beside it what else the primitive has: under `_name`, with nulls to keep lists in step."""
        value, beside, sibling = frame.primitive, frame.value or None, "_" + frame.key
        if value is None and beside is None:
            beside = {}
        if frame.info is None or not frame.info.is_list:
            if value is not None:
                parent.value[frame.key] = value
            if beside is not None:
                parent.value[sibling] = beside
            return
        values = parent.value.setdefault(frame.key, [])
        values.append(value)
        if beside is not None or sibling in parent.value:
            besides = parent.value.setdefault(sibling, [None] * (len(values) - 1))
            besides.append(beside)


def _without_html_entities(text: str) -> str:
    from html.entities import html5

    first, *rest = text.split("&")
    parts = [first]
    for piece in rest:
        name, end, after = piece.partition(";")
        known = (
            not end
            or name.startswith("#")
            or name in ("amp", "lt", "gt", "quot", "apos")
            or not name.isalnum()
        )
        parts.append("&" + piece if known else html5.get(name + ";", "\ufffd") + after)
    return "".join(parts)


def _drop_nulls(value: dict[str, Any]) -> None:
    """JSON leaves a list of primitives out where none has a value and each has something beside it."""
    for sibling in [key for key in value if key.startswith("_")]:
        values = value.get(sibling[1:])
        if isinstance(values, list) and all(one is None for one in values):
            del value[sibling[1:]]


def _suggestion(name: str, names: Any) -> Text | str:
    near = get_close_matches(name, names, n=1, cutoff=0.75)
    return Text(f"; mente du <{near[0]}>?", f"; did you mean <{near[0]}>?") if near else ""
