"""The one type that an element has where R4 allows several: what the class, the profile or a parent of it says.

`Observation.value[x].code` leads somewhere once `value[x]` has one type; `Observation.valueQuantity.code` has it in its name.
"""

from collections.abc import Mapping

from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.uris import core_canonical

from .choice_slices import CHOICE
from .element_paths import Step, parse_steps
from .model import ElementType, Model, ModelClass, Profile

GROUP = "BackboneElement"

Chosen = Mapping[tuple[Step, ...], str]
"""The steps to an element -> the one type that its value has there."""


def chosen_by_class(one: ModelClass, model: Model, definitions: Definitions) -> Chosen:
    """The types that a class says, and the profiles that implement it."""
    found: dict[tuple[Step, ...], str] = {}
    for profile in model.profiles.values():
        if profile.implements == one.name:
            found.update(chosen_by_profile(profile, model, definitions))
    _by_class(one, found)
    return found


def chosen_by_profile(profile: Profile, model: Model, definitions: Definitions) -> Chosen:
    """The types that a profile says, its class, and its parents with theirs."""
    found: dict[tuple[Step, ...], str] = {}
    ancestors = model.ancestors(profile)
    _by_snapshot(ancestors[-1].parent, definitions, found)
    for one in reversed(ancestors):
        implemented = model.classes.get(one.implements or "")
        if implemented is not None:
            _by_class(implemented, found)
        for rule in one.rules:
            _add(rule.steps, rule.types, found)
    return found


def _by_class(one: ModelClass, found: dict[tuple[Step, ...], str]) -> None:
    for element in one.all_elements():
        if element.maps is not None:
            _add(element.maps.steps, element.types, found)


def _add(steps: tuple[Step, ...], types: tuple[ElementType, ...], found: dict[tuple[Step, ...], str]) -> None:
    if steps and len(types) == 1 and types[0].name != GROUP:
        found[steps] = types[0].name


def _by_snapshot(parent: str, definitions: Definitions, found: dict[tuple[Step, ...], str]) -> None:
    definition = definitions.find(core_canonical(parent), "StructureDefinition")
    for element in (definition or {}).get("snapshot", {}).get("element", ()):
        types = element.get("type", ())
        element_id = str(element.get("id", ""))
        if len(types) == 1 and element_id.endswith(CHOICE):
            found[parse_steps(element_id.partition(".")[2])] = str(types[0].get("code"))
