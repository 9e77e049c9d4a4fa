"""What FHIRPath asks of the world, as a protocol. Each answer may be `UNDECIDED`; evaluation then says so.

Source: https://hl7.org/fhir/R4/fhirpath.html#functions
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from dbep_ig.engine.fhir.documents import Json, Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .environment import Environment
    from .item import Item


class _Undecided:
    """The type of `UNDECIDED`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNDECIDED"


UNDECIDED: Final = _Undecided()
"""A service's answer when it cannot know."""


class Services(Protocol):
    """The outside world. Implementations are called on the evaluating thread and keep their own caches."""

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

    def trace(self, name: str, items: "Sequence[Item]") -> None:
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

    def trace(self, name: str, items: "Sequence[Item]") -> None:
        """See `Services.trace`: nobody listens."""
