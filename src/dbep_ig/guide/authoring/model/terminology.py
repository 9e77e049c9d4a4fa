"""Code systems and value sets."""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where

from .values import Member


@dataclass(frozen=True, slots=True)
class Concept:
    """A code with its names in the guide's languages."""

    code: str
    display: LocalText
    definition: LocalText | None
    where: Where


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A code system that is wholly here."""

    id: str
    name: str
    title: LocalText
    definition: LocalText
    concepts: Mapping[str, Concept]
    copyright: tuple[LocalText, ...]
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
    title: LocalText
    definition: LocalText
    include: tuple[Inclusion, ...]
    exclude: tuple[Inclusion, ...]
    copyright: tuple[LocalText, ...]
    where: Where
    members: tuple[Member, ...] = ()
