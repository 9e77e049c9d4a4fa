"""The invariants that a StructureDefinition adds, each linted on the element that has it.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.constraint
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Resource

from .elements import ANY, Elements
from .inference import Surroundings
from .outlines import Outline
from .shapes import Kind, Shape


class Constraint(NamedTuple):
    """One invariant of a definition.

    pointer     of the ElementDefinition.constraint
    element_id  the element that it is evaluated on
    """

    pointer: Pointer
    element_id: str
    constraint: Mapping[str, Any]


def own_constraints(definition: Resource) -> Iterator[Constraint]:
    """Those of the differential; without one, those of the snapshot that are not said to be another's."""
    for view in ("differential", "snapshot"):
        elements = definition.get(view)
        elements = elements.get("element") if isinstance(elements, dict) else None
        if not isinstance(elements, list):
            continue
        for index, element in enumerate(elements):
            if not isinstance(element, dict):
                continue
            held = element.get("constraint")
            for number, one in enumerate(held if isinstance(held, list) else ()):
                if not isinstance(one, dict) or not isinstance(one.get("expression"), str):
                    continue
                if view == "snapshot" and one.get("source") not in (None, definition.get("url")):
                    continue
                element_id = str(element.get("id") or element.get("path"))
                yield Constraint((view, "element", index, "constraint", number), element_id, one)
        return


def surroundings(
    outline: Outline, element_id: str, elements: Elements, own_base: str | None = None
) -> Surroundings | None:
    """Where an invariant of an element is evaluated; None for an element that the snapshot does not have."""
    root = Kind(outline.type_name, outline, outline.root)
    is_resource = elements.types.kind(root.type) == "resource" and root.type not in ANY
    resource = root if is_resource else None
    if element_id == outline.root:
        return Surroundings(Shape((root,), many=False), resource, own_base)
    if element_id not in outline.elements:
        return None
    return Surroundings(Shape(elements.kinds(outline, element_id), many=False), resource, own_base)
