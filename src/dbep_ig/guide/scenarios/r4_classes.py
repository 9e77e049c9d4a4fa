"""R4's own resources as classes, for what a scenario needs and the model leaves to FHIR: `class: Practitioner`.

Their elements have FHIR's names. They claim R4's own definition as their profile.
Source: https://hl7.org/fhir/R4/resourcelist.html
"""

from dbep_ig.engine.fhir.type_model import ElementInfo, TypeModel
from dbep_ig.guide.authoring import Where
from dbep_ig.guide.authoring.element_paths import ElementPath, Step
from dbep_ig.guide.authoring.model import Cardinality, Element, ElementType, LocalText, ModelClass

_TOLD_ELSEWHERE = frozenset({"id", "meta", "text", "contained"})


def r4_class(name: str, types: TypeModel, where: Where) -> ModelClass | None:
    """The class of a resource type; None for another name, and for Resource and DomainResource, which are abstract."""
    if types.kind(name) != "resource" or name in ("Resource", "DomainResource"):
        return None
    elements = {
        info.name: _element(name, info, where)
        for info in types.elements(name).values()
        if info.name not in _TOLD_ELSEWHERE
    }
    return ModelClass(
        name=name,
        fhir_name=name,
        extends=None,
        abstract=False,
        title=LocalText(name),
        definition=LocalText(name),
        resource=name,
        elements=elements,
        own=frozenset(elements),
        states=None,
        invariants={},
        requirements=(),
        phase=None,
        copyright=(),
        where=where,
    )


def _element(resource: str, info: ElementInfo, where: Where) -> Element:
    step = Step(f"{info.name}[x]" if info.is_choice else info.name)
    return Element(
        name=info.name,
        fhir_name=info.name,
        title=LocalText(info.name),
        definition=LocalText(info.name),
        types=tuple(ElementType(kind) for kind in info.types),
        cardinality=Cardinality(info.min, None if info.max == "*" else int(info.max)),
        maps=ElementPath(resource, (step,)),
        binding=None,
        requirements=(),
        phase=None,
        elements={},
        declared_in=resource,
        where=where,
    )
