"""Classes and their elements, with inheritance worked out.

Class and element names are those the authors wrote (`Mål`, `formål`); `fhir_name` is the ASCII form FHIR gets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where

from .details import NONE, Details, FhirPart
from .invariants import Invariant
from .life_cycles import LifeCycle
from .values import Binding, Cardinality, ElementType, Member


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
    title: LocalText
    definition: LocalText
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
    details: Details = NONE

    def all_elements(self) -> Iterator["Element"]:
        """This element and everything under it."""
        yield self
        for child in self.elements.values():
            yield from child.all_elements()


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A class: `elements` are all of them, inherited first; `own` names those that its own file declares."""

    name: str
    fhir_name: str
    extends: str | None
    abstract: bool
    title: LocalText
    definition: LocalText
    resource: str | None
    elements: Mapping[str, Element]
    own: frozenset[str]
    invariants: Mapping[str, Invariant]
    states: LifeCycle | None
    requirements: tuple[str, ...]
    phase: int | None
    copyright: tuple[LocalText, ...]
    where: Where
    members: tuple[Member, ...] = ()
    fhir: tuple[FhirPart, ...] = ()

    @property
    def is_cut_off(self) -> bool:
        """It names a parent that could not be used, which has been reported: what it inherits is not known."""
        return self.extends is None and (self.where / "extends").node is not None

    def all_elements(self) -> Iterator[Element]:
        """All elements, children after their parents."""
        for element in self.elements.values():
            yield from element.all_elements()
