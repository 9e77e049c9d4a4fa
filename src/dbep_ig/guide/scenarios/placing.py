"""Puts a model element's value where `maps:` says it belongs in the resource.

Of the steps in a path the deepest one that repeats gets an entry for each value; repeating steps above it are shared
(their first entry). A slice and an extension are found again by the element id noted in the draft.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Pointer, Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.type_model import ElementInfo
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.guide.authoring.choice_slices import CHOICE
from dbep_ig.guide.authoring.element_paths import Step
from dbep_ig.guide.authoring.extension_parts import part_at
from dbep_ig.guide.authoring.model import Binding, Element, Extension, ExtensionPart
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .choosing import choose
from .draft import ExampleDraft, ResourceDraft
from .given import Given
from .references import check_target, held_resource
from .rules import NO_FHIR_PLACE, UNKNOWN_ELEMENT, WRONG_VALUE
from .values import value_of

_AFTER_COMMA = Text(  # {mengde: 2,5 mg} is two parts in YAML
    ": et komma mellom krøllparenteser skiller deler, så skriv desimaler med punktum",
    ": a comma between braces separates parts, so write decimals with a point",
)


@dataclass(slots=True)
class Spot:
    """An object in the draft: where it is, what it is, its FHIR type."""

    value: dict[str, Json]
    at: Pointer
    type_name: str
    element_id: str


def place(
    element: Element,
    given: Given,
    spot: Spot,
    steps: tuple[Step, ...],
    example: ExampleDraft,
    draft: ResourceDraft,
) -> None:
    """Every value of one element under `spot`; `steps` lead from there."""
    if given.is_null:
        return
    if not steps:
        _spread(element, given, spot, example, draft)
        return
    values = given.items if given.items is not None else [given]
    repeating = _repeating(spot, steps, example)
    if len(values) > 1 and repeating is None:
        example.report(WRONG_VALUE, given.where, value=given.shown, type=Text("én verdi", "a single value"))
        return
    for value in values:
        here: Spot | None = spot
        for number, step in enumerate(steps[:-1]):
            if here is None:
                return
            here = _enter(element, here, step, value, example, draft, fresh=number == repeating)
        if here is not None:
            _put(element, here, steps[-1], value, example, draft)


def _repeating(spot: Spot, steps: tuple[Step, ...], example: ExampleDraft) -> int | None:
    """Index of the deepest step that repeats."""
    found: int | None = None
    type_name = spot.type_name
    for number, step in enumerate(steps):
        info = example.types.elements(type_name).get(step.name.removesuffix("[x]"))
        if info is None:
            return found
        if info.is_list:
            found = number
        type_name = info.keys.get(step.slice_name or "") or (info.types[0] if len(info.types) == 1 else "")
    return found


def _enter(
    element: Element,
    spot: Spot,
    step: Step,
    given: Given,
    example: ExampleDraft,
    draft: ResourceDraft,
    *,
    fresh: bool,
) -> Spot | None:
    """The object one step down, made if it is not there; `fresh` makes a new entry of a list."""
    if step.extension is not None:
        return _extension_spot(element, spot, step, given, example, draft, fresh=fresh)
    info = example.types.elements(spot.type_name).get(step.name.removesuffix(CHOICE))
    element_id = f"{spot.element_id}.{step}"
    keys = {} if info is None else _keys(info, step, element_id, draft)
    if info is None or len(keys) != 1:
        _no_place(element, given, example, str(step))
        return None
    ((name, type_name),) = keys.items()
    if not info.is_list:
        inner = spot.value.setdefault(name, {})
        if not isinstance(inner, dict):  # a primitive, which has nothing inside
            _no_place(element, given, example, str(step))
            return None
        at = (*spot.at, name)
        draft.places.setdefault(at, given.where)
        draft.ids[at] = element_id
        return Spot(inner, at, type_name, element_id)
    entries = spot.value.setdefault(step.name, [])
    assert isinstance(entries, list)
    for number, entry in enumerate(entries):
        at = (*spot.at, step.name, number)
        if not fresh and isinstance(entry, dict) and draft.ids.get(at) == element_id:
            return Spot(entry, at, type_name, element_id)
    made: dict[str, Json] = {}
    entries.append(made)
    at = (*spot.at, step.name, len(entries) - 1)
    draft.places[at] = given.where
    draft.ids[at] = element_id
    if is_part(spot.type_name, step):
        made["url"] = step.slice_name
    return Spot(made, at, type_name, element_id)


def _keys(info: ElementInfo, step: Step, element_id: str, draft: ResourceDraft) -> dict[str, str]:
    """Member -> type of what the step means: one of a choice's where its slice or the model has chosen."""
    if not info.is_choice:
        return dict(info.keys)
    chosen = draft.chosen.get(element_id)
    return {
        key: kind
        for key, kind in info.keys.items()
        if (key == step.slice_name if step.slice_name in info.keys else chosen in (None, kind))
    }


def is_part(holder: str, step: Step) -> bool:
    """Whether the step is a part of a complex extension, whose name is its url."""
    return holder == "Extension" and step.name == "extension" and step.slice_name is not None


def _put(
    element: Element, spot: Spot, step: Step, given: Given, example: ExampleDraft, draft: ResourceDraft
) -> None:
    """The value itself at the last step."""
    if step.extension is not None:
        _put_extension(element, spot, step, given, example, draft)
        return
    name = step.name.removesuffix("[x]")
    info = example.types.elements(spot.type_name).get(name)
    if info is None:
        _no_place(element, given, example, str(step))
        return
    element_id = f"{spot.element_id}.{step}"
    if element.elements:
        inner = _enter(element, spot, step, given, example, draft, fresh=info.is_list)
        if inner is not None:
            _spread(element, given, inner, example, draft)
        return
    if is_part(spot.type_name, step):
        inner = _enter(element, spot, step, given, example, draft, fresh=True)
        part = None if element.maps is None else part_at(element.maps.steps, example.model)
        if inner is not None and part is not None:
            _extension_content(part, element, inner, given, example, draft)
        return
    possible = _keys(info, step, element_id, draft)
    chosen = choose(given, _members(element, possible), example, element.binding)
    if chosen is None:
        return
    member, type_name, given = chosen
    at: Pointer = (*spot.at, member)
    entries: list[Json] = []
    if info.is_list:
        found = spot.value.setdefault(member, [])
        assert isinstance(found, list)
        entries = found
        at = (*at, len(entries))
    if type_name == "Reference":
        check_target(given, element.types, element.name, example)
    if type_name == "Resource":
        value = held_resource(given, at, example, draft)
        if isinstance(value, dict) and spot.type_name == "Bundle.entry":
            url = f"{example.model.guide.canonical}/{example.instances[draft.holds[at]].reference}"
            spot.value.setdefault("fullUrl", url)
    else:
        value = value_of(given, type_name, at, example, draft, element.binding)
    if value is None:
        if info.is_list and not entries:
            del spot.value[member]
        return
    draft.ids[at] = element_id
    if info.is_list:
        entries.append(value)
    else:
        spot.value[member] = value


def _members(element: Element, keys: Mapping[str, str]) -> dict[str, str]:
    """The members that the model's types leave of a choice, in the order that the model lists them."""
    by_type = {type_name: member for member, type_name in keys.items()}
    return {by_type[kind.name]: kind.name for kind in element.types if kind.name in by_type} or dict(keys)


def _spread(element: Element, given: Given, spot: Spot, example: ExampleDraft, draft: ResourceDraft) -> None:
    """A value with parts of its own: each goes where its own mapping says, from here on."""
    if given.fields is None:
        _needs_parts(element.name, element.elements, given, example)
        return
    depth = len(element.maps.steps) if element.maps is not None else 0
    for word, part in given.fields.items():
        child = child_named(element.elements, word)
        if child is None:
            unknown_element(element.name, word, element.elements, part, example)
        elif child.maps is None:
            _no_place(child, part, example, "")
        else:
            place(child, part, spot, child.maps.steps[depth:], example, draft)


def _extension_spot(
    element: Element,
    spot: Spot,
    step: Step,
    given: Given,
    example: ExampleDraft,
    draft: ResourceDraft,
    *,
    fresh: bool,
) -> Spot | None:
    """The Extension object of an extension of the guide."""
    url = _extension_url(step, example)
    if url is None:
        _no_place(element, given, example, str(step))
        return None
    entries = spot.value.setdefault(step.name, [])
    assert isinstance(entries, list)
    for number, entry in enumerate(entries):
        if not fresh and isinstance(entry, dict) and entry.get("url") == url:
            return Spot(entry, (*spot.at, step.name, number), "Extension", f"{spot.element_id}.{step}")
    made: dict[str, Json] = {"url": url}
    entries.append(made)
    at = (*spot.at, step.name, len(entries) - 1)
    draft.places[at] = given.where
    draft.ids[at] = f"{spot.element_id}.{step}"
    return Spot(made, at, "Extension", f"{spot.element_id}.{step}")


def _extension_url(step: Step, example: ExampleDraft) -> str | None:
    """The canonical of an extension of the guide, or of R4 core by its id."""
    if step.extension in example.model.extensions:
        return example.model.guide.url("StructureDefinition", str(step.extension))
    url = core_canonical(str(step.extension))
    return url if example.definitions.find(url, "StructureDefinition") is not None else None


def _put_extension(
    element: Element, spot: Spot, step: Step, given: Given, example: ExampleDraft, draft: ResourceDraft
) -> None:
    inner = _extension_spot(element, spot, step, given, example, draft, fresh=True)
    if inner is None:
        return
    extension = example.model.extensions.get(step.extension or "")
    if element.elements:
        _spread(element, given, inner, example, draft)
    elif extension is None:
        kinds = [kind.name for kind in element.types]
        _extension_value(element, inner, kinds, element.binding, given, example, draft)
    else:
        _extension_content(extension, element, inner, given, example, draft)


def _extension_content(
    definition: Extension | ExtensionPart,
    element: Element,
    spot: Spot,
    given: Given,
    example: ExampleDraft,
    draft: ResourceDraft,
) -> None:
    """The value of an extension or a part, or its parts by their names."""
    if not definition.parts:
        kinds = [kind.name for kind in definition.types]
        binding = definition.binding or element.binding
        _extension_value(element, spot, kinds, binding, given, example, draft)
        return
    if given.fields is None:
        _needs_parts(example.model.names.short(definition.called), definition.parts, given, example)
        return
    parts: list[Json] = []
    spot.value["extension"] = parts
    for word, part in given.fields.items():
        known = definition.parts.get(word)
        if known is None:
            unknown_element(
                example.model.names.short(definition.called), word, definition.parts, part, example
            )
            continue
        for item in part.items if part.items is not None else [part]:
            made: dict[str, Json] = {"url": word}
            at = (*spot.at, "extension", len(parts))
            draft.places[at] = item.where
            parts.append(made)
            inner = Spot(made, at, "Extension", f"{spot.element_id}.extension:{word}")
            _extension_content(known, element, inner, item, example, draft)


def _extension_value(
    element: Element,
    spot: Spot,
    kinds: list[str],
    binding: Binding | None,
    given: Given,
    example: ExampleDraft,
    draft: ResourceDraft,
) -> None:
    keys = {"value" + kind[:1].upper() + kind[1:]: kind for kind in kinds}
    if not keys:
        return  # an extension without a type, which is reported there
    chosen = choose(given, keys, example, binding)
    if chosen is None:
        return
    member, type_name, given = chosen
    if type_name == "Reference":
        check_target(given, element.types, element.name, example)
    value = value_of(given, type_name, (*spot.at, member), example, draft, binding)
    if value is not None:
        spot.value[member] = value


def _needs_parts(name: str, parts: Iterable[str], given: Given, example: ExampleDraft) -> None:
    """Reports a value without parts where there must be some."""
    shown = ", ".join(parts)
    wanted = Text(f"{name} (i deler: {shown})", f"{name} (in parts: {shown})")
    example.report(WRONG_VALUE, given.where, value=given.shown, type=wanted)


def child_named(elements: Mapping[str, Element], word: str) -> Element | None:
    """An element by the name its author wrote, or by its ASCII form."""
    return elements.get(word) or next((one for one in elements.values() if one.fhir_name == word), None)


def unknown_element(
    holder: str, word: str, known: Iterable[str], given: Given, example: ExampleDraft
) -> None:
    """Reports a name that is not among `known`."""
    hint = _AFTER_COMMA if given.is_null and word[:1].isdigit() else did_you_mean(word, known)
    ended = Text(hint.nb or ".", hint.en or ".")
    example.report(UNKNOWN_ELEMENT, given.where, on_key=True, holder=holder, name=word, hint=ended)


def _no_place(element: Element, given: Given, example: ExampleDraft, step: str) -> None:
    reason = (
        Text(f"R4 har ikke «{step}»", f"R4 has no `{step}`")
        if step
        else Text("modellen har ingen «maps»", "the model has no `maps`")
    )
    example.report(NO_FHIR_PLACE, given.where, on_key=True, name=element.name, reason=reason)
