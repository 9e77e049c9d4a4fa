"""Small values of the model: one line of YAML each."""

from typing import NamedTuple

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where


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
    """`CodeableConcept`, `Reference(Pasient, Organization)` or `Identifier(fnr)`.

    targets   classes, R4 resources or canonicals that a Reference may lead to
    profiles  canonicals of profiles of the type; the value conforms to one of them
    """

    name: str
    targets: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()

    def __str__(self) -> str:
        inside = (*self.targets, *(one.rpartition("/")[2] for one in self.profiles))
        return f"{self.name}({', '.join(inside)})" if inside else self.name


class Binding(NamedTuple):
    """A value set (own id, or canonical) and how strongly it binds."""

    value_set: str
    strength: str


class Member(NamedTuple):
    """A member of a resource or an ElementDefinition that a plain keyword fills with its value as it is."""

    name: str
    value: LocalText | str | int | tuple[str, ...]
    where: Where
