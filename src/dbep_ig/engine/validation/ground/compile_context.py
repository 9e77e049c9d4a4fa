"""What a rule's `compile` may ask besides the element itself."""

from collections.abc import Callable, Mapping
from typing import Any

from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.terminology import Terminology

from .settings import Settings

InvariantText = Callable[[str, str], str | None]
NOTHING: Mapping[str, Any] = {}


class World:
    """What a validator stands on, shared by all that is compiled.

    parsed_expression  a FHIRPath text -> its tree as plain data, for the expressions parsed at build time
    invariant_text     (key, canonical of the definition that has it) -> what an invariant of R4 checks, in Norwegian
    slips              a url that nobody knows -> the known one it is a slip for, or None; filled when asked
    """

    __slots__ = (
        "definitions",
        "invariant_text",
        "parsed_expression",
        "settings",
        "slips",
        "terminology",
        "types",
    )

    def __init__(
        self,
        definitions: Definitions,
        types: TypeModel,
        terminology: Terminology,
        settings: Settings,
        parsed_expression: Callable[[str], Any] | None = None,
        invariant_text: InvariantText | None = None,
    ) -> None:
        self.definitions = definitions
        self.types = types
        self.terminology = terminology
        self.settings = settings
        self.parsed_expression = parsed_expression
        self.invariant_text = invariant_text
        self.slips: dict[str, str | None] = {}


class CompileContext:
    """Where an element stands while it is compiled.

    definition   the StructureDefinition
    profile      its canonical, "" for a type's own definition
    package      `id#version` of the package it came from, for finding what it refers to
    type_name    the type of the element's values, when it is one; a backbone's is its path
    base         the ElementDefinition that is checked anyway (the type's own); what is the same there is left to it
    constraints  (key, expression) of the invariants that are checked anyway
    """

    __slots__ = ("base", "constraints", "definition", "package", "profile", "type_name", "world")

    def __init__(
        self,
        world: World,
        definition: Resource,
        *,
        profile: str,
        type_name: str,
        base: Mapping[str, Any] = NOTHING,
        constraints: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.world = world
        self.definition = definition
        self.profile = profile
        self.package = world.definitions.package_of(definition)
        self.type_name = type_name
        self.base = base
        self.constraints = constraints

    def at(
        self,
        type_name: str,
        base: Mapping[str, Any] = NOTHING,
        constraints: frozenset[tuple[str, str]] = frozenset(),
    ) -> "CompileContext":
        """The same definition, another element."""
        other = CompileContext.__new__(CompileContext)
        other.world = self.world
        other.definition = self.definition
        other.profile = self.profile
        other.package = self.package
        other.type_name = type_name
        other.base = base
        other.constraints = constraints
        return other

    def is_new(self, element: Mapping[str, Any], name: str) -> bool:
        """`element` says something about `name` that is not checked anyway."""
        said = element.get(name)
        return said is not None and said != self.base.get(name)


def choice_value(element: Mapping[str, Any], prefix: str) -> tuple[str, Any] | None:
    """The member of a choice such as fixed[x]: `("fixedUri", "http://…")`; None when there is none."""
    for key, value in element.items():
        if key.startswith(prefix) and len(key) > len(prefix) and key[len(prefix)].isupper():
            return key, value
    return None
