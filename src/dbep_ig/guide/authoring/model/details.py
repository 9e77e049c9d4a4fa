"""What may be said of any element, wherever it is declared: in a class, a rule, a slice or a part of an extension."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlMapping, YamlNode

from .invariants import Invariant


class Written(NamedTuple):
    """YAML that becomes JSON when the type it must fit is known."""

    node: YamlNode
    where: Where


class FhirPart(NamedTuple):
    """Members of a resource or an ElementDefinition in FHIR's own words."""

    node: YamlMapping
    where: Where


class Obligation(NamedTuple):
    """What an actor must do with an element. `actor`: the whole key; `codes`: of FHIR's obligations."""

    actor: str
    codes: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Details:
    """Further words of an element.

    invariants   rules evaluated on each of its values
    obligations  one for each actor
    limits       `minValue` and `maxValue` by name
    examples     values for readers
    fhir         FHIR's own words, those of a parent class first
    """

    invariants: Mapping[str, Invariant] = field(default_factory=dict)
    obligations: tuple[Obligation, ...] = ()
    limits: Mapping[str, Written] = field(default_factory=dict)
    examples: tuple[Written, ...] = ()
    fhir: tuple[FhirPart, ...] = ()

    def over(self, inherited: "Details") -> "Details":
        """These and, where they say nothing, those of a parent class."""
        said = {one.actor for one in self.obligations}
        return Details(
            invariants={**inherited.invariants, **self.invariants},
            obligations=(
                *(one for one in inherited.obligations if one.actor not in said),
                *self.obligations,
            ),
            limits={**inherited.limits, **self.limits},
            examples=self.examples or inherited.examples,
            fhir=(*inherited.fhir, *self.fhir),
        )


NONE = Details()


@dataclass(frozen=True, slots=True)
class Actor:
    """A kind of system or person that has obligations by the guide."""

    id: str
    name: str
    type: str
    title: LocalText
    definition: LocalText
    page: str | None
    where: Where
