"""Extensions and their parts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where

from .details import NONE, Details, FhirPart
from .invariants import Invariant
from .values import Binding, Cardinality, ElementType, Member


class Context(NamedTuple):
    """Where an extension may be used. https://hl7.org/fhir/R4/defining-extensions.html#context

    kind        `element`, `extension` or `fhirpath`
    expression  the path of an element; the id of an extension, with `#part` for a part of it; a FHIRPath expression
    """

    kind: str
    expression: str

    def __str__(self) -> str:
        return self.expression if self.kind == "element" else f"{self.kind}({self.expression})"


@dataclass(frozen=True, slots=True)
class ExtensionPart:
    """A part of a complex extension: `types` for a simple one, `parts` for one that is complex itself."""

    name: str
    title: LocalText
    definition: LocalText
    types: tuple[ElementType, ...]
    cardinality: Cardinality
    binding: Binding | None
    where: Where
    members: tuple[Member, ...] = ()
    parts: Mapping[str, "ExtensionPart"] = field(default_factory=dict)
    details: Details = NONE

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.name

    def all_parts(self) -> Iterator["ExtensionPart"]:
        """This part and those in it."""
        yield self
        for part in self.parts.values():
            yield from part.all_parts()


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension: `types` for a simple one, `parts` for a complex one.

    context   where it may be used
    modifier  it changes the meaning of what it is on; `modifier_reason` says how
    """

    id: str
    name: str
    title: LocalText
    definition: LocalText
    context: tuple[Context, ...]
    types: tuple[ElementType, ...]
    binding: Binding | None
    parts: Mapping[str, ExtensionPart]
    copyright: tuple[LocalText, ...]
    where: Where
    members: tuple[Member, ...] = ()
    modifier: bool = False
    modifier_reason: LocalText | None = None
    invariants: Mapping[str, Invariant] = field(default_factory=dict)
    fhir: tuple[FhirPart, ...] = ()

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.id

    def all_parts(self) -> Iterator[ExtensionPart]:
        """Its parts, and those in them."""
        for part in self.parts.values():
            yield from part.all_parts()
