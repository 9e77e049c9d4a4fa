"""All that an expression can see beside its input: the resource, the types, services and variables.

Source: https://hl7.org/fhir/R4/fhirpath.html#functions, https://hl7.org/fhir/R4/fhirpath.html#variables
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from dbep_ig.engine.fhir.documents import Json, Resource
from dbep_ig.engine.fhir.type_model import TypeModel

from .item import Item
from .navigation import Navigator, navigator_of
from .node import Collection
from .values.moments import DateTime


class _Undecided:
    """The type of `UNDECIDED`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNDECIDED"


UNDECIDED: Final = _Undecided()
"""A service's answer when it cannot know."""


class Services(Protocol):
    """What FHIRPath asks of the outside world. Each answer may be `UNDECIDED`; evaluation then says so. Implementations are called on the evaluating thread and keep their own caches."""

    def resolve(
        self, reference: str, environment: "Environment", around: Resource | None = None
    ) -> Resource | _Undecided | None:
        """The resource a literal reference, uri or canonical leads to, seen from `around`. None: there is none.

        around  the resource that the reference stands in (not a contained one, but its container), such as an entry's
                where %resource is the Bundle; None where that is `environment.resource`, or not known

        `#x` is looked for among the contained resources before this is asked.
        """
        ...

    def member_of(self, value: Json, type_name: str | None, value_set: str) -> bool | _Undecided | None:
        """Whether a code, Coding, CodeableConcept or string is in a value set (canonical); None: no such value set."""
        ...

    def conforms_to(
        self, value: Json, type_name: str | None, profile: str, environment: "Environment"
    ) -> bool | _Undecided | None:
        """Whether an element or resource conforms to a profile (canonical); None: no such profile."""
        ...

    def subsumes(self, system: str, code: str, other: str) -> bool | _Undecided:
        """Whether `code` is `other` or an ancestor of it in a code system."""
        ...

    def element_definition(
        self, path: str, type_name: str | None, environment: "Environment"
    ) -> Resource | _Undecided | None:
        """The ElementDefinition of the element at `path` (`Patient.name`); None: it has none."""
        ...

    def in_slice(
        self, value: Json, structure: str, name: str, environment: "Environment"
    ) -> bool | _Undecided | None:
        """Whether an element belongs to the named slice of a profile; None: no such profile or slice."""
        ...

    def narrative_is_safe(self, div: str) -> bool | _Undecided:
        """Whether XHTML keeps the rules of narratives (`htmlChecks()`)."""
        ...

    def now(self) -> datetime | _Undecided:
        """The time of this evaluation, with a zone; asked for once an environment."""
        ...

    def trace(self, name: str, items: Sequence[Item]) -> None:
        """Told of the items that pass a `trace()`."""
        ...


class NoServices:
    """Knows nothing of the world: every answer that needs it is `UNDECIDED`. Inherit from it to answer some."""

    def resolve(
        self, reference: str, environment: "Environment", around: Resource | None = None
    ) -> Resource | _Undecided | None:
        """See `Services.resolve`."""
        return UNDECIDED

    def member_of(self, value: Json, type_name: str | None, value_set: str) -> bool | _Undecided | None:
        """See `Services.member_of`."""
        return UNDECIDED

    def conforms_to(
        self, value: Json, type_name: str | None, profile: str, environment: "Environment"
    ) -> bool | _Undecided | None:
        """See `Services.conforms_to`."""
        return UNDECIDED

    def subsumes(self, system: str, code: str, other: str) -> bool | _Undecided:
        """See `Services.subsumes`."""
        return UNDECIDED

    def element_definition(
        self, path: str, type_name: str | None, environment: "Environment"
    ) -> Resource | _Undecided | None:
        """See `Services.element_definition`."""
        return UNDECIDED

    def in_slice(
        self, value: Json, structure: str, name: str, environment: "Environment"
    ) -> bool | _Undecided | None:
        """See `Services.in_slice`."""
        return UNDECIDED

    def narrative_is_safe(self, div: str) -> bool | _Undecided:
        """By the rules of narratives, which need nothing from outside."""
        from dbep_ig.engine.fhir.xhtml.narrative import (
            html_checks,  # seldom needed, and an XML parser comes with it
        )

        return html_checks(div)

    def now(self) -> datetime | _Undecided:
        """See `Services.now`."""
        return UNDECIDED

    def trace(self, name: str, items: Sequence[Item]) -> None:
        """See `Services.trace`: nobody listens."""


_NO_SERVICES = NoServices()
_NO_VARIABLES: Mapping[str, Any] = {}
_PLAIN = navigator_of(None)


class Environment:
    """`%resource`, `%rootResource`, types, services and variables.

    resource       the resource that the input belongs to (a contained or entry resource: itself, not its container)
    root_resource  the container of a contained resource; `resource` when left out
    types          the type model; None evaluates plain JSON
    services       the outside world; nothing is decided without it
    variables      further `%name` -> value: a JSON value, or a list of them

    Make one for each resource and use it for all of its elements: what depends on the resource alone is computed
    once and kept here. Not to be shared between threads.
    """

    __slots__ = (
        "cache",
        "characters",
        "context",
        "defined",
        "index",
        "moment",
        "navigator",
        "resource",
        "root_resource",
        "services",
        "total",
        "types",
        "variables",
    )

    def __init__(
        self,
        resource: Resource | None = None,
        root_resource: Resource | None = None,
        *,
        types: TypeModel | None = None,
        services: Services = _NO_SERVICES,
        variables: Mapping[str, Any] = _NO_VARIABLES,
    ) -> None:
        self.resource = resource
        self.root_resource = resource if root_resource is None else root_resource
        self.types = types
        self.services = services
        self.variables = variables
        self.cache: dict[object, Any] = {}
        # The state of one evaluation, set by expressions:
        self.navigator: Navigator = _PLAIN
        self.context: Collection = []
        self.defined: dict[str, Collection] = {}
        self.index: int | None = None
        self.total: Collection = []
        self.characters: int = 0
        self.moment: DateTime | None = None
