"""Logical models: each class as its own StructureDefinition, with the way to FHIR R4 as a mapping.

A logical model holds all elements of its class, inherited ones too: FHIR's specialisation can add elements but not
make inherited ones stricter, which is what subclasses here do.
Source: https://hl7.org/fhir/R4/structuredefinition.html#logical
"""

from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.snapshots.element_order import in_order
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.copyright import copyright_of
from dbep_ig.guide.authoring.model import Element, ModelClass
from dbep_ig.guide.authoring.yaml_nodes import Where

from .conformance import header
from .details import obligations, value_limits
from .members import put_element_fhir, put_fhir, put_members
from .origin import Generated, Origin
from .references import binding_json, types_json
from .texts import put

_ELEMENT = "http://hl7.org/fhir/StructureDefinition/Element"
_IDENTITY = "fhir"


def generate_logical_model(one: ModelClass, bearings: Bearings) -> Generated:
    """The StructureDefinition of a class."""
    model = bearings.model
    guide = model.guide
    name, rights = one.fhir_name, copyright_of(one, model)
    resource = header(guide, "StructureDefinition", name, name, one.title, one.definition, rights=rights)
    root: dict[str, Any] = {"id": one.fhir_name, "path": one.fhir_name}
    put(root, "short", one.title)
    put(root, "definition", one.definition)
    root |= {"min": 0, "max": "*"}
    if one.resource is not None:
        root["mapping"] = [{"identity": _IDENTITY, "map": one.resource}]
    elements = [root]
    places: dict[Pointer, Where] = {("differential", "element", 0): one.where / "class"}
    for element in one.elements.values():
        _write(element, one.fhir_name, bearings, elements, places)
    resource["fhirVersion"] = guide.fhir_version
    resource["mapping"] = [{"identity": _IDENTITY, "name": f"FHIR {guide.fhir_version}"}]
    resource |= {
        "kind": "logical",
        "abstract": False,  # it stands alone: what a class leaves to its subclasses is in the profiles
        "type": resource["url"],
        "baseDefinition": _ELEMENT,
        "derivation": "specialization",
        "differential": {"element": elements},
    }
    put_members(resource, one.members, places)
    resource = put_fhir(resource, one.fhir, bearings, places)
    return Generated(resource, Origin(one.where / "class", places))


def _write(
    element: Element,
    above: str,
    bearings: Bearings,
    elements: list[dict[str, Any]],
    places: dict[Pointer, Where],
) -> None:
    model = bearings.model
    path = f"{above}.{element.fhir_name}"
    entry: dict[str, Any] = {"id": path, "path": path}
    put(entry, "short", element.title)
    put(entry, "definition", element.definition)
    if element.requirements:
        entry["requirements"] = "; ".join(
            f"{one} «{model.requirements[one].quote}» ({model.requirements[one].source})"
            for one in element.requirements
        )
    entry["min"] = element.cardinality.min
    entry["max"] = element.cardinality.fhir_max
    entry["type"] = types_json(model, element.types)
    if element.binding is not None:
        entry["binding"] = binding_json(model, element.binding)
    if element.maps is not None:
        entry["mapping"] = [{"identity": _IDENTITY, "map": str(element.maps)}]
    at: Pointer = ("differential", "element", len(elements))
    places[at] = element.where
    put_members(entry, element.members, places, at)
    if element.details.obligations:
        entry["extension"] = obligations(element.details, model)
        places[(*at, "extension")] = element.details.obligations[0].where
    codes = tuple(each.name for each in element.types)
    for said in value_limits(element.details, element.title, codes, model, bearings.types):
        entry[said.member] = said.value
        places[(*at, said.member)] = said.where
    entry = put_element_fhir(entry, element.details.fhir, bearings, places, at)
    elements.append(in_order(entry))
    for child in element.elements.values():
        _write(child, path, bearings, elements, places)
