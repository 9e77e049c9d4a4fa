"""Bindings and fixed codes stay within the value set that is required of their element.

Source: https://hl7.org/fhir/R4/profiling.html#binding
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Issue, LateText, Pointer, Text
from dbep_ig.engine.diagnostics.slips import NO_HINT
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.authoring.fhir_elements import FhirElements
from dbep_ig.guide.generation.origin import Generated

from .rules import CODE_OUTSIDE_BINDING, WIDER_CODES

_MOST_SHOWN = 3
_VALUES = ("fixed", "pattern")


def check_codes(
    structures: Sequence[Generated], definitions: Definitions, terminology: Terminology
) -> Iterator[Issue]:
    """DBEP2126 and DBEP2127. A value set that cannot be listed, or not be decided, is left alone."""
    elements = FhirElements(definitions)
    for one in structures:
        resource = one.resource
        if resource.get("derivation") != "constraint":
            continue
        above = definitions.find(str(resource["baseDefinition"]), "StructureDefinition") or {}
        base = {str(each["id"]): each for each in above.get("snapshot", {}).get("element", ())}
        snapshot = {str(each["id"]): each for each in resource.get("snapshot", {}).get("element", ())}
        for index, element in enumerate(resource["differential"]["element"]):
            at: Pointer = ("differential", "element", index)
            if "binding" in element:
                yield from _binding(element, (*at, "binding"), one, base, elements, terminology)
            bound = snapshot.get(str(element["id"]), element).get("binding", {})
            yield from _value(element, at, one, bound, terminology)


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


def _value(
    element: Mapping[str, Any],
    at: Pointer,
    one: Generated,
    bound: Mapping[str, Any],
    terminology: Terminology,
) -> Iterator[Issue]:
    if bound.get("strength") != "required" or "valueSet" not in bound:
        return
    value_set = str(bound["valueSet"])
    allowed = terminology.compiled_value_set(value_set)
    for member, value in element.items():
        if not member.startswith(_VALUES):
            continue
        for code, codings in _codes(value):
            found = (
                terminology.member_of(value_set, code=code)
                if not codings
                else terminology.member_of(value_set, code=code, system=codings[0].get("system"))
            )
            if found.is_outside:
                hint: LateText | Text = terminology.hints.in_value_set(
                    allowed, codings or [{"code": code}], None
                )
                params = {"code": code, "value_set": allowed.label, "path": element["path"], "hint": hint}
                yield Issue(CODE_OUTSIDE_BINDING, one.origin.location((*at, member)), params)


def _codes(value: Any) -> Iterable[tuple[str, list[Mapping[str, Any]]]]:
    """The codes of a code, a Coding or a CodeableConcept; a coding without a system decides nothing."""
    if isinstance(value, str):
        return [(value, [])]
    codings = value.get("coding", [value]) if isinstance(value, dict) else []
    complete = [one for one in codings if isinstance(one, dict) and "code" in one and "system" in one]
    # of a CodeableConcept one coding in the set is enough
    return [(str(one["code"]), [one]) for one in complete] if len(complete) == len(codings) == 1 else []
