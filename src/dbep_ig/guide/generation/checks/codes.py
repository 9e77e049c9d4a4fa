"""Bindings stay within the value set that is required of their element.

Source: https://hl7.org/fhir/R4/profiling.html#binding
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Pointer
from dbep_ig.engine.diagnostics.slips import NO_HINT
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.authoring.fhir_elements import FhirElements
from dbep_ig.guide.generation.origin import Generated

from .rules import WIDER_CODES

_MOST_SHOWN = 3


def check_codes(
    structures: Sequence[Generated], definitions: Definitions, terminology: Terminology
) -> Iterator[Issue]:
    """DBEP2126. A value set that cannot be listed, or not be decided, is left alone."""
    elements = FhirElements(definitions)
    for one in structures:
        resource = one.resource
        if resource.get("derivation") != "constraint":
            continue
        above = definitions.find(str(resource.get("baseDefinition", "")), "StructureDefinition") or {}
        base = {str(each["id"]): each for each in above.get("snapshot", {}).get("element", ())}
        for index, element in enumerate(resource.get("differential", {}).get("element", ())):
            at: Pointer = ("differential", "element", index)
            if "binding" in element:
                yield from _binding(element, (*at, "binding"), one, base, elements, terminology)


def _binding(
    element: Mapping[str, Any],
    at: Pointer,
    one: Generated,
    base: Mapping[str, Mapping[str, Any]],
    elements: FhirElements,
    terminology: Terminology,
) -> Iterator[Issue]:
    required = _required(_base_of(element, base, elements))
    value_set = element["binding"].get("valueSet")
    if required is None or required == value_set or value_set is None:
        return
    listing = terminology.compiled_value_set(value_set).listing
    allowed = terminology.compiled_value_set(required)
    outside = [
        code
        for system, codes in (listing or {}).items()
        for code in codes
        if allowed.contains(system, code) is False
    ]
    if outside:
        shown = [*outside[:_MOST_SHOWN], *(["…"] if len(outside) > _MOST_SHOWN else [])]
        params = {"path": element["path"], "base": allowed.label, "codes": shown, "hint": NO_HINT}
        yield Issue(WIDER_CODES, one.origin.location(at), params)


def _base_of(
    element: Mapping[str, Any], base: Mapping[str, Mapping[str, Any]], elements: FhirElements
) -> Mapping[str, Any]:
    """What the parent says of the element, or of what it is a slice of; or its type of what is below it."""
    named = str(element["id"])
    found = base.get(named)
    if found is None:
        found = base.get(".".join(step.partition(":")[0] for step in named.split(".")))
    if found is not None:
        return found
    root, *steps = str(element["path"]).split(".")
    here = elements.root(root)
    for step in steps:
        here = None if here is None else elements.children(here).get(step)
    return {} if here is None else here.definition


def _required(element: Mapping[str, Any]) -> str | None:
    binding = element.get("binding", {})
    return binding.get("valueSet") if binding.get("strength") == "required" else None
