"""What a rule's `compile` may ask besides the element itself."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel

from .settings import Settings

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Terminology

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
        terminology: "Terminology",
        settings: Settings,
        parsed_expression: Callable[[str], Any] | None = None,
        invariant_text: Callable[[str, str], str | None] | None = None,
    ) -> None:
        self.definitions = definitions
        self.types = types
        self.terminology = terminology
        self.settings = settings
        self.parsed_expression = parsed_expression
        self.invariant_text = invariant_text
        self.slips: dict[str, str | None] = {}

    def faults_of(self, definition: Resource) -> Text | None:
        """What is wrong in a profile that was given its snapshot here, and is left out of it; None when nothing is."""
        from dbep_ig.engine.snapshots import Snapshots

        issues = self.definitions.faults_of(definition) if isinstance(self.definitions, Snapshots) else ()
        if not issues:
            return None
        # what is wrong in the base says more than that something is
        faults = [fault for issue in issues for fault in ([*filter(_is_error, issue.detail)] or [issue])]
        told = faults[:_MOST_FAULTS]
        more = "; …" if len(faults) > _MOST_FAULTS else ""
        nb, en = ("; ".join(issue.message(language) for issue in told) + more for language in ("nb", "en"))
        return Text(nb, en)

    def refusal(self, canonical: str) -> Text | None:
        """Why a StructureDefinition that is available has no snapshot; None when it is not available (or has one)."""
        from dbep_ig.engine.snapshots import Snapshots  # only to tell why one is missing

        if not isinstance(self.definitions, Snapshots):
            found = self.definitions.find(canonical, "StructureDefinition")
            return None if found is None else _NO_SNAPSHOT
        original = self.definitions.original(canonical)
        if original is None:
            return None
        for issue in self.definitions.snapshot_of(original).issues:
            if issue.is_error:
                return Text(issue.message("nb"), issue.message("en"))
        return _NO_SNAPSHOT


_MOST_FAULTS = 3  # reported for one profile; `dbep snapshot` shows them all
_NO_SNAPSHOT = Text("den har ikke snapshot", "it has no snapshot")


def _is_error(issue: Issue) -> bool:
    return issue.is_error


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
