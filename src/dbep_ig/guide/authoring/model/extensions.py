"""Extensions and their parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where

from .values import Binding, Cardinality, ElementType, Member


@dataclass(frozen=True, slots=True)
class ExtensionPart:
    """A part of a complex extension."""

    name: str
    title: LocalText
    definition: LocalText
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
    title: LocalText
    definition: LocalText
    context: tuple[str, ...]
    types: tuple[ElementType, ...]
    binding: Binding | None
    parts: Mapping[str, ExtensionPart]
    copyright: tuple[LocalText, ...]
    where: Where
    members: tuple[Member, ...] = ()
