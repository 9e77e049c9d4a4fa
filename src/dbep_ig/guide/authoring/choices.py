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
_RESOURCE = "resource"  # of an entry: it may be of any type

Chosen = Mapping[tuple[Step, ...], str]
"""The steps to an element -> the one type that its value has there."""


class ChoicesOfModel:
    """The types that classes and profiles choose; each is worked out once, after the parents it builds on."""

    def __init__(self, model: Model, definitions: Definitions) -> None:
        self._model = model
        self._definitions = definitions
        self._of_profiles: dict[str, Chosen] = {}
        self._of_classes: dict[str, Chosen] = {}

    def of_class(self, one: ModelClass) -> Chosen:
        """What a class says, and the profiles that implement it."""
        if one.name not in self._of_classes:
            found: dict[tuple[Step, ...], str] = {}
            for profile in self._model.profiles.values():
                if profile.implements == one.name:
                    found.update(self.of_profile(profile))
            _by_class(one, found)
            self._of_classes[one.name] = found
        return self._of_classes[one.name]

    def of_profile(self, profile: Profile) -> Chosen:
        """What a profile says, its class, and its parents with theirs."""
        waiting: list[Profile] = []
        current: Profile | None = profile
        while current is not None and current.id not in self._of_profiles and current not in waiting:
            waiting.append(current)
            current = self._model.profiles.get(current.parent)
        for one in reversed(waiting):
            known = self._of_profiles.get(one.parent)
            found: dict[tuple[Step, ...], str] = dict(known or {})
            if known is None:
                _by_snapshot(one.parent, self._definitions, found)
            implemented = self._model.classes.get(one.implements or "")
            if implemented is not None:
                _by_class(implemented, found)
            for rule in one.rules:
                _add(rule.steps, rule.types, found)
            self._of_profiles[one.id] = found
        return self._of_profiles[profile.id]


def _by_class(one: ModelClass, found: dict[tuple[Step, ...], str]) -> None:
    for element in one.all_elements():
        if element.maps is not None:
            _add(element.maps.steps, element.types, found)


def _add(steps: tuple[Step, ...], types: tuple[ElementType, ...], found: dict[tuple[Step, ...], str]) -> None:
    is_open = bool(steps) and steps[-1].name.endswith((CHOICE, _RESOURCE))
    if is_open and len(types) == 1 and types[0].name != GROUP:
        found[steps] = types[0].name


def _by_snapshot(parent: str, definitions: Definitions, found: dict[tuple[Step, ...], str]) -> None:
    definition = definitions.find(core_canonical(parent), "StructureDefinition")
    for element in (definition or {}).get("snapshot", {}).get("element", ()):
        types = element.get("type", ())
        element_id = str(element.get("id", ""))
        if len(types) == 1 and element_id.endswith(CHOICE):
            found[parse_steps(element_id.partition(".")[2])] = str(types[0].get("code"))
