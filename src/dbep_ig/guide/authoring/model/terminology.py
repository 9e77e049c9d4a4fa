"""Code systems and value sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlNode

from .details import FhirPart
from .values import Member


class Designation(NamedTuple):
    """Another name of a code. `use`: `system#code`, with the whole canonical."""

    value: str
    language: str | None
    use: str | None


class PropertyDefinition(NamedTuple):
    """A property that codes may have."""

    code: str
    type: str
    description: LocalText | None
    uri: str | None
    where: Where


@dataclass(frozen=True, slots=True)
class Concept:
    """A code with its names in the guide's languages.

    concepts    those below it
    properties  what it says of its properties, as YAML: the types are the code system's
    status      `retired` and the like; None where nothing is said
    """

    code: str
    display: LocalText
    definition: LocalText | None
    where: Where
    concepts: Mapping[str, "Concept"] = field(default_factory=dict)
    properties: Mapping[str, YamlNode] = field(default_factory=dict)
    status: str | None = None
    designations: tuple[Designation, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A code system that is wholly here: `concepts` are all of its codes, `roots` those below no other."""

    id: str
    name: str
    title: LocalText
    definition: LocalText
    concepts: Mapping[str, Concept]
    copyright: tuple[LocalText, ...]
    where: Where
    members: tuple[Member, ...] = ()
    roots: Mapping[str, Concept] = field(default_factory=dict)
    properties: Mapping[str, PropertyDefinition] = field(default_factory=dict)
    fhir: tuple[FhirPart, ...] = ()


class Filter(NamedTuple):
    """Codes chosen by a property: `concept is-a gul`."""

    property: str
    op: str
    value: str
    where: Where


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Codes of one system: all of it when neither concepts nor filters choose; or the codes of other value sets."""

    system: str | None
    version: str | None
    concepts: Mapping[str, Concept | None]
    value_sets: tuple[str, ...]
    where: Where
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Codes chosen from code systems."""

    id: str
    name: str
    title: LocalText
    definition: LocalText
    include: tuple[Inclusion, ...]
    exclude: tuple[Inclusion, ...]
    copyright: tuple[LocalText, ...]
    where: Where
    members: tuple[Member, ...] = ()
    fhir: tuple[FhirPart, ...] = ()
