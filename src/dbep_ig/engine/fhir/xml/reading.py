"""XML to the same JSON-shaped `Document` that JSON gives; what is wrong on the way is told, and the rest read.

Source: https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html
"""

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Source
from dbep_ig.engine.fhir.documents import Document, Resource
from dbep_ig.engine.fhir.expressions import expression_of
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.text_decoding import decode
from dbep_ig.engine.fhir.type_model import TypeModel

from .building import ResourceBuilder
from .locating import XmlLocator
from .parsing import Offsets, XmlFault, parse_xml
from .rules import ENCODING_MISMATCH


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
    decoded = decode_xml(data, name, limits)
    source = decoded.value
    if source is None:
        return Result(None, decoded.issues)
    issues = list(decoded.issues)
    encoded = source.text.encode("utf-8", errors="replace")
    parsed = parse_xml(encoded, lambda: ResourceBuilder(encoded, types, limits), limits)
    builder = parsed.handler
    resource = builder.resource if parsed.whole else None
    offsets = Offsets(encoded)
    faults = sorted([*parsed.faults, *builder.faults.found], key=lambda fault: fault.start)
    issues.extend(_issue(source, offsets, fault, resource, types) for fault in faults)
    if resource is None:
        return Result(None, tuple(issues))
    return Result(Document(source, resource, XmlLocator(source, limits), "xml"), tuple(issues))


def _issue(
    source: Source, offsets: Offsets, fault: XmlFault, resource: Resource | None, types: TypeModel
) -> Issue:
    start, end = offsets.characters(fault.start), offsets.characters(fault.end)
    location = Location(
        source.name,
        fault.pointer or (),
        "" if resource is None or fault.pointer is None else expression_of(resource, fault.pointer, types),
        exact=Place(source, source.span(start, end)),
    )
    return Issue(fault.rule, location, fault.params)


_ONE_BYTE = {
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
}
_LONGEST_DECLARATION = 200


def decode_xml(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Result[Source]:
    """The text, by what the bytes are; the XML declaration is heard only where they cannot be UTF-8.

    -> as `decode`; DBEP4038 besides where the declaration names another encoding
    """
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
    return Result(result.value, tuple(issues))


def _declared_encoding(data: bytes) -> str:
    head = data[:_LONGEST_DECLARATION].removeprefix(b"\xef\xbb\xbf")
    if not head.startswith(b"<?xml"):
        return ""
    declaration = head.partition(b"?>")[0]
    after = declaration.partition(b"encoding")[2].lstrip(b" \t\r\n=")
    if after[:1] not in (b'"', b"'"):
        return ""
    return after[1:].partition(after[:1])[0].decode("ascii", errors="replace")
