"""The information model as values: what the YAML files say, with inheritance worked out, and where each thing was said."""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.names import Names

from .classes import Element, ModelClass
from .details import Actor, Details, FhirPart, Obligation, Written
from .extensions import Context, Extension, ExtensionPart
from .guide import Acceptance, CanonicalAlias, Dependency, GuideMetadata, Requirement
from .invariants import Condition, Invariant
from .life_cycles import LifeCycle, Transition
from .profiles import ElementRule, Profile, Slicing
from .resources import FhirResource
from .terminology import CodeSystem, Concept, Designation, Filter, Inclusion, PropertyDefinition, ValueSet
from .values import Binding, Cardinality, ElementType, Member

__all__ = [
    "Acceptance",
    "Actor",
    "Binding",
    "CanonicalAlias",
    "Cardinality",
    "CodeSystem",
    "Concept",
    "Condition",
    "Context",
    "Dependency",
    "Designation",
    "Details",
    "Element",
    "ElementRule",
    "ElementType",
    "Extension",
    "ExtensionPart",
    "FhirPart",
    "FhirResource",
    "Filter",
    "GuideMetadata",
    "Inclusion",
    "Invariant",
    "LifeCycle",
    "LocalText",
    "Member",
    "Model",
    "ModelClass",
    "Obligation",
    "Profile",
    "PropertyDefinition",
    "Requirement",
    "Slicing",
    "Transition",
    "ValueSet",
    "Written",
]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the YAML says. Keys: classes by name as written, the rest by whole id (with the guide's prefix), `resources` by type and id."""

    guide: GuideMetadata
    classes: Mapping[str, ModelClass]
    profiles: Mapping[str, Profile]
    extensions: Mapping[str, Extension]
    code_systems: Mapping[str, CodeSystem]
    value_sets: Mapping[str, ValueSet]
    requirements: Mapping[str, Requirement]
    actors: Mapping[str, Actor]
    resources: Mapping[str, FhirResource]
    names: Names

    def lineage(self, name: str) -> tuple[ModelClass, ...]:
        """The class, its parent, its parent's parent…; empty if there is no such class."""
        found: dict[str, ModelClass] = {}
        current = self.classes.get(name)
        while current is not None and current.name not in found:
            found[current.name] = current
            current = self.classes.get(current.extends or "")
        return tuple(found.values())

    def subclasses(self, name: str) -> tuple[ModelClass, ...]:
        """The class itself and every class that extends it, in the order of the model."""
        below: dict[str, list[str]] = {}
        for one in self.classes.values():
            below.setdefault(one.extends or "", []).append(one.name)
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found[current] = None
                waiting += below.get(current, ())
        return tuple(one for one in self.classes.values() if one.name in found)

    def ancestors(self, profile: Profile) -> list[Profile]:
        """The profile, its parent here, and so on; ends before it repeats."""
        found = {profile.id: profile}
        while (above := self.profiles.get(profile.parent)) is not None and above.id not in found:
            profile = found[above.id] = above
        return list(found.values())

    def profile_of(self, class_name: str) -> Profile | None:
        """The profile that implements a class."""
        return next((one for one in self.profiles.values() if one.implements == class_name), None)

    def value_set_url(self, name: str) -> str:
        """The canonical of a bound value set: its own id here, or the address as written."""
        own = self.value_sets.get(name)
        return name if own is None else self.guide.url("ValueSet", own.id)

    def code_system_url(self, name: str) -> str:
        """The canonical of a code system: its own id here, or the address as written."""
        own = self.code_systems.get(name)
        return name if own is None else self.guide.url("CodeSystem", own.id)

    def profile_url(self, profile: Profile) -> str:
        """The profile's canonical."""
        return self.guide.url("StructureDefinition", profile.id)
