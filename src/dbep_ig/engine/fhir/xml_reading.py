"""XML to the same JSON-shaped `Document` that JSON gives; what is wrong on the way is told, and the rest read.

Source: https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html
"""

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Source

from .documents import Document
from .expressions import expression_of
from .json_types import Resource
from .limits import DEFAULT_LIMITS, Limits
from .type_model import TypeModel
from .xml_building import ResourceBuilder
from .xml_encoding import decode_xml
from .xml_faults import XmlFault
from .xml_locating import XmlLocator
from .xml_parsing import Offsets, parse_xml


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
