"""What a profile fixes need not be written: `intent` is `plan`, the category is `plantype#behandlingsplan`.

Every element of the profile's snapshot with `fixed[x]` or `pattern[x]` that must be there (min 1, itself or through its
slice) and whose parent is there is filled in. What the author wrote is never changed, so that an invalid example can say
otherwise; a slice's fixed parts complete the entry the author put in that slice.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel

from .draft import ExampleDraft, ResourceDraft
from .rules import NOT_OF_ITS_SLICE


def fill_implied(draft: ResourceDraft, profile: Resource, types: TypeModel, definitions: Definitions) -> None:
    """Completes the draft in place; parents come before children in a snapshot, so one pass is enough.

    definitions  where the profiles of data types are, which fix parts of what is of those types
    """
    kind = str(profile.get("type", ""))
    for element in (profile.get("snapshot") or {}).get("element", ()):
        of_type = _type_profile(element, definitions)
        if of_type is not None:
            for _, holder in list(_places(draft, kind, str(element["id"]))):
                _fill_type(holder, of_type)
        name, value = _fixed(element)
        if name is None or element.get("min", 0) < 1:
            continue
        parent, _, last = str(element.get("id", "")).rpartition(".")
        if not parent or "[x]" in last:
            continue
        member, _, slice_name = last.partition(":")
        for at, holder in list(_places(draft, kind, parent)):
            _fill(
                draft,
                holder,
                at,
                str(element["id"]),
                member,
                bool(slice_name),
                value,
                _is_list(types, kind, str(element["path"])),
            )


def _type_profile(element: Mapping[str, Any], definitions: Definitions) -> Resource | None:
    """The one profile of a data type that the element's values conform to; extensions have their url from elsewhere."""
    kinds = element.get("type", ())
    if len(kinds) != 1 or kinds[0].get("code") == "Extension" or len(kinds[0].get("profile", ())) != 1:
        return None
    found = definitions.find(kinds[0]["profile"][0], "StructureDefinition")
    return found if found is not None and found.get("kind") == "complex-type" else None


def _fill_type(holder: dict[str, Any], profile: Resource) -> None:
    """The members that a profile of a data type fixes and requires."""
    for element in (profile.get("snapshot") or {}).get("element", ()):
        name, value = _fixed(element)
        steps = str(element.get("id", "")).split(".")[1:]
        if name is not None and element.get("min", 0) >= 1 and len(steps) == 1 and ":" not in steps[0]:
            repeats = element.get("base", {}).get("max") not in ("0", "1")
            holder.setdefault(steps[0], [copy.deepcopy(value)] if repeats else copy.deepcopy(value))


def check_slices(draft: ResourceDraft, profile: Resource, example: ExampleDraft) -> None:
    """DBEP2917: a value that the model puts in a slice does not have what the profile fixes there, so that it is none of it.

    Where the slice need not be there, nothing else would say so.
    """
    elements = (profile.get("snapshot") or {}).get("element", ())
    fixed = [(str(one.get("id", "")), *_fixed(one)) for one in elements]
    for at, element_id in draft.ids.items():
        if ":" not in element_id.rpartition(".")[2] or at not in draft.places:
            continue
        value = _at(draft.resource, at)
        for fixed_id, kind, wanted in fixed:
            if kind is None or (fixed_id != element_id and not fixed_id.startswith(f"{element_id}.")):
                continue
            steps = fixed_id[len(element_id) + 1 :].split(".") if fixed_id != element_id else []
            found = [one for _, one in _objects_or_values(value, steps)]
            if any(not _holds(one, wanted) for one in found):
                slice_name = element_id.rpartition(":")[2]
                example.report(
                    NOT_OF_ITS_SLICE,
                    draft.places[at],
                    slice=slice_name,
                    path=fixed_id,
                    wanted=_in_one_line(wanted),
                )
                break


def _objects_or_values(value: Any, steps: list[str]) -> Iterator[tuple[Pointer, Any]]:
    if not steps:
        yield (), value
    elif isinstance(value, list):
        for item in value:
            yield from _objects_or_values(item, steps)
    elif isinstance(value, dict) and ":" not in steps[0] and steps[0] in value:
        yield from _objects_or_values(value[steps[0]], steps[1:])


def _in_one_line(value: Any) -> str:
    """A fixed value as a message may quote it: the values in it."""
    if isinstance(value, dict):
        return ", ".join(_in_one_line(one) for one in value.values())
    return ", ".join(map(_in_one_line, value)) if isinstance(value, list) else str(value)


def _fixed(element: Mapping[str, Any]) -> tuple[str | None, Any]:
    for key, value in element.items():
        if key.startswith(("fixed", "pattern")):
            return key, value
    return None, None


def _is_list(types: TypeModel, kind: str, path: str) -> bool:
    """Whether the element is an array in JSON, asked of R4 and not of the profile."""
    type_name = kind
    steps = path.split(".")[1:]
    for number, step in enumerate(steps):
        info = types.elements(type_name).get(step.removesuffix("[x]"))
        if info is None:
            return False
        if number == len(steps) - 1:
            return info.is_list
        type_name = info.types[0] if info.types else ""
    return False


def _places(draft: ResourceDraft, kind: str, element_id: str) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Every object of the draft that is `element_id`. Ids without slices match by path, those of types by their member."""
    if element_id == kind:
        yield (), draft.resource
        return
    for at, noted in list(draft.ids.items()):
        if noted == element_id:
            found = _at(draft.resource, at)
            if isinstance(found, dict):
                yield at, found
    steps = [_member(step) for step in element_id.split(".")[1:]]
    if not any(":" in step for step in steps):
        for at, found in _objects(draft.resource, steps, ()):
            if at not in draft.ids:
                yield at, found


def _member(step: str) -> str:
    """`value[x]:valueQuantity` -> `valueQuantity`, the member that the slice is; any other step as it is."""
    name, _, slice_name = step.partition(":")
    stem = name.removesuffix("[x]")
    return slice_name if stem != name and slice_name.startswith(stem) else step


def _objects(value: Any, steps: list[str], at: Pointer) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    if not steps:
        if isinstance(value, dict):
            yield at, value
        return
    if not isinstance(value, dict):
        return
    stem = steps[0].removesuffix("[x]")
    if stem == steps[0]:
        members = [stem] if stem in value else []
    else:  # a choice, which has one member at most
        members = [key for key in value if key.startswith(stem) and key[len(stem) :][:1].isupper()]
    for member in members:
        inner = value[member]
        for number, item in enumerate(inner) if isinstance(inner, list) else ():
            yield from _objects(item, steps[1:], (*at, member, number))
        if not isinstance(inner, list):
            yield from _objects(inner, steps[1:], (*at, member))


def _at(value: Any, pointer: Pointer) -> Any:
    for step in pointer:
        value = value[step]
    return value


def _fill(
    draft: ResourceDraft,
    holder: dict[str, Any],
    at: Pointer,
    element_id: str,
    member: str,
    is_slice: bool,
    value: Any,
    is_list: bool,
) -> None:
    if not is_list:
        if member not in holder:
            holder[member] = copy.deepcopy(value)
        return
    entries = holder.setdefault(member, [])
    if is_slice:
        if any(draft.ids.get((*at, member, number)) == element_id for number in range(len(entries))):
            return
        if any(_holds(entry, value) for entry in entries):
            return
    elif entries:
        return
    entries.append(copy.deepcopy(value))
    draft.ids[(*at, member, len(entries) - 1)] = element_id


def _holds(value: Any, pattern: Any) -> bool:
    """Whether `value` contains all of `pattern`. https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_"""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            key in value and _holds(value[key], part) for key, part in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_holds(one, part) for one in value) for part in pattern)
    return bool(value == pattern)
