"""The information model as values: what the YAML files say, with inheritance worked out, and where each thing was said.

Class and element names are those the authors wrote (`Mål`, `formål`); `fhir_name` is the ASCII form FHIR gets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text

from .element_paths import ElementPath, Step
from .expressions import Expression
from .names import Names
from .yaml_nodes import Where, YamlNode


class Cardinality(NamedTuple):
    """`min..max`; `max` None is `*`."""

    min: int
    max: int | None

    def __str__(self) -> str:
        return f"{self.min}..{'*' if self.max is None else self.max}"

    @property
    def fhir_max(self) -> str:
        """As ElementDefinition.max writes it."""
        return "*" if self.max is None else str(self.max)

    def holds(self, narrower: "Cardinality") -> bool:
        """Whether every count that `narrower` allows is allowed here."""
        return narrower.min >= self.min and (
            self.max is None or (narrower.max is not None and narrower.max <= self.max)
        )


class ElementType(NamedTuple):
    """`CodeableConcept`, or `Reference(Pasient, Organization)` with targets that are classes or R4 resources."""

    name: str
    targets: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.targets)})" if self.targets else self.name


class Binding(NamedTuple):
    """A value set (own id, or canonical) and how strongly it binds."""

    value_set: str
    strength: str


class Member(NamedTuple):
    """A member of a resource or an ElementDefinition that a plain keyword fills with its value as it is."""

    name: str
    value: Text | str | int | tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule in FHIRPath. `severity` is `error` or `warning`; `requirement` names what it answers."""

    key: str
    severity: str
    text: Text
    expression: Expression
    requirements: tuple[str, ...]
    where: Where

    @property
    def written_key(self) -> str:
        """The key as its author wrote it, who may have left out the prefix."""
        return str(self.where.pointer[-1])


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a class, complete: what a redeclaration leaves out is taken from the parent class.

    name         as authors write it, also in examples
    fhir_name    ASCII, for the logical model
    maps         where it lands in FHIR; None for an element that has no place there yet
    elements     children of a BackboneElement
    declared_in  the class whose file says this; `where` is there
    """

    name: str
    fhir_name: str
    title: Text
    definition: Text
    types: tuple[ElementType, ...]
    cardinality: Cardinality
    maps: ElementPath | None
    binding: Binding | None
    requirements: tuple[str, ...]
    phase: int | None
    elements: Mapping[str, "Element"]
    declared_in: str
    where: Where
    members: tuple[Member, ...] = ()

    def walk(self) -> Iterator["Element"]:
        """This element and everything under it."""
        yield self
        for child in self.elements.values():
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A class: `elements` are all of them, inherited first; `own` names those that its own file declares."""

    name: str
    fhir_name: str
    extends: str | None
    abstract: bool
    title: Text
    definition: Text
    resource: str | None
    elements: Mapping[str, Element]
    own: frozenset[str]
    invariants: Mapping[str, Invariant]
    requirements: tuple[str, ...]
    phase: int | None
    copyright: tuple[Text, ...]
    where: Where
    members: tuple[Member, ...] = ()

    @property
    def is_cut_off(self) -> bool:
        """It names a parent that could not be used, which has been reported: what it inherits is not known."""
        return self.extends is None and (self.where / "extends").node is not None

    def walk(self) -> Iterator[Element]:
        """All elements, children after their parents."""
        for element in self.elements.values():
            yield from element.walk()


@dataclass(frozen=True, slots=True)
class Slicing:
    """How an element is sliced: discriminators are (type, path); a path may name an extension: `extension(id).value`."""

    by: tuple[tuple[str, Expression], ...]
    rules: str
    ordered: bool
    where: Where


@dataclass(frozen=True, slots=True)
class ElementRule:
    """What a profile says of one element. `steps` lead to it from the resource; a slice is the last step's slice_name.

    `value` is the YAML under `pattern` or `fixed`; it becomes JSON when the element's type is known.
    """

    steps: tuple[Step, ...]
    cardinality: Cardinality | None
    types: tuple[ElementType, ...]
    binding: Binding | None
    pattern: YamlNode | None
    fixed: YamlNode | None
    title: Text | None
    definition: Text | None
    slicing: Slicing | None
    where: Where
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """How a class becomes FHIR: `rules` are in the order written, slices after the element they slice."""

    id: str
    name: str
    implements: str | None
    parent: str
    abstract: bool
    title: Text | None
    definition: Text | None
    imposes: tuple[str, ...]
    rules: tuple[ElementRule, ...]
    invariants: Mapping[str, Invariant]
    copyright: tuple[Text, ...]
    where: Where
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionPart:
    """A part of a complex extension."""

    name: str
    title: Text
    definition: Text
    types: tuple[ElementType, ...]
    cardinality: Cardinality
    binding: Binding | None
    where: Where
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension: `types` for a simple one, `parts` for a complex one."""

    id: str
    name: str
    title: Text
    definition: Text
    context: tuple[str, ...]
    types: tuple[ElementType, ...]
    binding: Binding | None
    parts: Mapping[str, ExtensionPart]
    copyright: tuple[Text, ...]
    where: Where
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A code with its names in both languages."""

    code: str
    display: Text
    definition: Text | None
    where: Where
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A code system that is wholly here."""

    id: str
    name: str
    title: Text
    definition: Text
    concepts: Mapping[str, Concept]
    copyright: tuple[Text, ...]
    where: Where
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Codes of one system: all of it when `concepts` is empty; or the codes of other value sets."""

    system: str | None
    version: str | None
    concepts: Mapping[str, Concept | None]
    value_sets: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Codes chosen from code systems."""

    id: str
    name: str
    title: Text
    definition: Text
    include: tuple[Inclusion, ...]
    exclude: tuple[Inclusion, ...]
    copyright: tuple[Text, ...]
    where: Where
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What someone asked for, in their words, and where they said it."""

    id: str
    quote: str
    source: str
    where: Where


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package this guide builds on. `optional`: used where it is installed, never demanded."""

    package_id: str
    version: str
    canonical: str | None
    optional: bool
    where: Where


@dataclass(frozen=True, slots=True)
class CanonicalAlias:
    """A base address that the guide had before. `prefix`: what the ids began with there; None when it is as now."""

    canonical: str
    prefix: str | None
    where: Where


@dataclass(frozen=True, slots=True)
class GuideMetadata:
    """`guide.yaml`: everything about the guide that no code may know."""

    id: str
    canonical: str
    canonical_aliases: tuple[CanonicalAlias, ...]
    version: str
    name: str
    title: Text
    definition: Text
    status: str
    experimental: bool
    date: str
    fhir_version: str
    languages: tuple[str, ...]
    publisher: Text
    contact: tuple[str, ...]
    notice: Text | None
    feedback: str | None
    jurisdiction: str | None
    license: str | None
    copyright: tuple[Text, ...]
    prefix: str
    dependencies: Mapping[str, Dependency]
    where: Where

    def url(self, resource_type: str, resource_id: str) -> str:
        """The canonical of a resource of this guide."""
        return f"{self.canonical}/{resource_type}/{resource_id}"

    @property
    def description(self) -> Text:
        """What the guide is, after what a reader must know before anything else."""
        if self.notice is None:
            return self.definition
        return Text(
            f"{self.notice.nb} {self.definition.nb}",
            f"{self.notice.en} {self.definition.en}",
        )


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the YAML says. Keys: classes by name as written, the rest by whole id (with the guide's prefix)."""

    guide: GuideMetadata
    classes: Mapping[str, ModelClass]
    profiles: Mapping[str, Profile]
    extensions: Mapping[str, Extension]
    code_systems: Mapping[str, CodeSystem]
    value_sets: Mapping[str, ValueSet]
    requirements: Mapping[str, Requirement]
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
