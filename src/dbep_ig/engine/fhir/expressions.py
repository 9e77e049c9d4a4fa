"""Where in a resource, for people: `CarePlan.activity[0].detail`, `Observation.value.ofType(Quantity).unit`.

Source: https://hl7.org/fhir/R4/operationoutcome-definitions.html#OperationOutcome.issue.expression,
https://hl7.org/fhir/R4/fhirpath.html#simple
"""

from dbep_ig.engine.diagnostics import Pointer

from .documents import Json, Resource
from .type_model import TypeModel


def expression_of(resource: Resource, pointer: Pointer, types: TypeModel | None = None) -> str:
    """The FHIRPath that leads from the resource to what `pointer` leads to.

    resource  the document's root; its `resourceType` (or the nearest one above a node) starts the types
    pointer   as in `Location`: `("_birthDate", "extension", 0)` is `Patient.birthDate.extension[0]`; it may lead on to
              members that are not there. Every index in it is shown, since only lists have them
    types     knows choices: with it `valueQuantity` is `value.ofType(Quantity)`, without it `valueQuantity`
    -> "Bundle.entry[2].resource.name[0].family"; a document without resourceType gives the path alone
    """
    name = resource.get("resourceType")
    parts: list[str] = [name] if isinstance(name, str) else []
    current: str | None = name if isinstance(name, str) else None
    value: Json = resource
    for step in pointer:
        value = _child(value, step)
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1]}[{step}]" if parts else f"[{step}]"]
        else:
            shown, current = _member(current, step, types)
            parts.append(shown)
        inner = value.get("resourceType") if isinstance(value, dict) else None
        if isinstance(inner, str):
            current = inner
    return ".".join(parts)


def element_path(resource: Resource, pointer: Pointer, types: TypeModel | None = None) -> str:
    """The element's path without indexes and with [x], from the nearest resource: `Observation.value[x].unit`.

    resource, pointer, types  as for `expression_of`; without types a choice keeps its JSON name
    -> the path as `ElementDefinition.path` writes it for this resource type, also inside data types
       (`Patient.name.family`) and for a contained or entry resource from that resource on (`Patient.name`)
    """
    name = resource.get("resourceType")
    parts: list[str] = [name] if isinstance(name, str) else []
    current: str | None = name if isinstance(name, str) else None
    value: Json = resource
    for step in pointer:
        value = _child(value, step)
        if isinstance(step, str):
            key = step.removeprefix("_")
            found = types.member(current, key) if types is not None and current is not None else None
            parts.append(key if found is None else found[0].name + ("[x]" if found[0].is_choice else ""))
            current = None if found is None else found[1]
        inner = value.get("resourceType") if isinstance(value, dict) else None
        if isinstance(inner, str):
            current = inner
            parts = [inner]
    return ".".join(parts)


def _child(value: Json, step: str | int) -> Json:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def _member(current: str | None, key: str, types: TypeModel | None) -> tuple[str, str | None]:
    """(how the expression names the member, type of its value)."""
    name = key.removeprefix("_")
    found = types.member(current, name) if types is not None and current is not None else None
    if found is None:
        return name, None
    element, type_name = found
    return (f"{element.name}.ofType({type_name})" if element.is_choice else element.name), type_name
