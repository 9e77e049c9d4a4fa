"""Members of resources and elements: what plain keywords fill, and the order that FHIR writes them in."""

from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.fhir_words import members_of, merged
from dbep_ig.guide.authoring.model import FhirPart, LocalText, Member
from dbep_ig.guide.authoring.yaml_nodes import Where

from .texts import put


def json_of(member: Member) -> dict[str, Any]:
    """The member as JSON, with `_name` beside it where it is a text that differs between languages."""
    if isinstance(member.value, LocalText):
        found: dict[str, Any] = {}
        put(found, member.name, member.value)
        return found
    return {member.name: list(member.value) if isinstance(member.value, tuple) else member.value}


def put_members(
    target: dict[str, Any], members: Iterable[Member], places: dict[Pointer, Where], at: Pointer = ()
) -> None:
    """Fill what is said into `target`, which is at the pointer `at`, and note where it was said."""
    for member in members:
        target.pop(f"_{member.name}", None)
        target |= json_of(member)
        places[(*at, member.name)] = member.where


def put_fhir(
    target: dict[str, Any], parts: Iterable[FhirPart], bearings: Bearings, places: dict[Pointer, Where]
) -> dict[str, Any]:
    """The resource with FHIR's own words added. The model has passed `check_model`."""
    for part in parts:
        members, where = members_of(part, target["resourceType"], bearings, [])
        # Lists of both are put one after the other: only what is new alone keeps its inner places.
        places |= {at: one for at, one in where.items() if len(at) == 1 or at[0] not in target}
        target = merged(target, members)
    return target


def put_element_fhir(
    element: dict[str, Any],
    parts: Iterable[FhirPart],
    bearings: Bearings,
    places: dict[Pointer, Where],
    at: Pointer,
) -> dict[str, Any]:
    """The same for an ElementDefinition at the pointer `at`."""
    for part in parts:
        members, _ = members_of(part, "ElementDefinition", bearings, [])
        places |= {(*at, member): part.where for member in members}
        element = merged(element, members)
    return element


def in_order(value: dict[str, Any], type_name: str, types: TypeModel) -> dict[str, Any]:
    """The same with its members in FHIR's order: `resourceType` first, a primitive's `_` member after it."""

    def rank(key: str) -> tuple[int, str, bool]:
        name = key.lstrip("_")
        known = types.member(type_name, name)
        return (-1 if name == "resourceType" else known[0].order if known else 1_000), name, key != name

    return {key: value[key] for key in sorted(value, key=rank)}
