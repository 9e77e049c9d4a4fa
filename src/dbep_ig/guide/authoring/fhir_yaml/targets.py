"""What kind of resource the canonical in an element leads to: a plain id there names one of that kind.

An element of type `canonical` says it itself (`targetProfile`). Those that R4 has as `uri` are in a table.
Source: https://hl7.org/fhir/R4/datatypes.html#canonical
"""

from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.guide.authoring.fhir_elements import FhirElements

_URIS = {
    ("ConceptMap", "sourceUri"): ("ValueSet",),
    ("ConceptMap", "targetUri"): ("ValueSet",),
    ("ConceptMap.group", "source"): ("CodeSystem",),
    ("ConceptMap.group", "target"): ("CodeSystem",),
    ("ConceptMap.group.element.target.dependsOn", "system"): ("CodeSystem",),
    ("ValueSet.compose.include", "system"): ("CodeSystem",),
    ("ValueSet.compose.exclude", "system"): ("CodeSystem",),
    ("Coding", "system"): ("CodeSystem",),
    ("Extension", "url"): ("StructureDefinition",),
    ("PlanDefinition", "instantiatesUri"): (),
}


def targets_of(type_name: str, member: str, member_type: str, elements: FhirElements) -> tuple[str, ...]:
    """Resource types that a plain id in this member may name; () where an id is nothing there.

    A canonical that may lead to any resource has `Resource`.
    """
    if (type_name, member) in _URIS:
        return _URIS[type_name, member]
    if member_type != "canonical":
        return ()
    element = elements.member(type_name, member)
    if element is None:
        return ()
    profiles = [split_canonical(one)[0].rpartition("/")[2] for one in element.targets]
    return tuple(profiles) or ("Resource",)
