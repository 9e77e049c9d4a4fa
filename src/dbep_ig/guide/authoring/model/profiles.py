"""Profiles: how classes become FHIR."""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.guide.authoring.element_paths import Step
from dbep_ig.guide.authoring.expressions import Expression
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlNode

from .details import NONE, Details, FhirPart
from .invariants import Invariant
from .values import Binding, Cardinality, ElementType, Member


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
    title: LocalText | None
    definition: LocalText | None
    slicing: Slicing | None
    where: Where
    members: tuple[Member, ...] = ()
    details: Details = NONE


@dataclass(frozen=True, slots=True)
class Profile:
    """How a class becomes FHIR: `rules` are in the order written, slices after the element they slice."""

    id: str
    name: str
    implements: str | None
    parent: str
    abstract: bool
    title: LocalText | None
    definition: LocalText | None
    imposes: tuple[str, ...]
    rules: tuple[ElementRule, ...]
    invariants: Mapping[str, Invariant]
    copyright: tuple[LocalText, ...]
    where: Where
    members: tuple[Member, ...] = ()
    fhir: tuple[FhirPart, ...] = ()
