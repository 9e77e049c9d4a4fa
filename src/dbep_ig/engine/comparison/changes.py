"""One change, where it is, and what it was and is."""

from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.translations import own_name

from .kinds import KINDS, Kind


class Subject(NamedTuple):
    """A resource that has changed: `name` as its title says it, in both languages where it has them."""

    resource_type: str
    canonical: str
    id: str
    name: Text

    @classmethod
    def of(cls, resource: Resource) -> "Subject":
        """The subject that a resource is."""
        found = (resource.get(name) for name in ("resourceType", "url", "id"))
        kind, url, id_ = (one if isinstance(one, str) else "" for one in found)
        return cls(kind, url, id_, own_name(resource))


class Change(NamedTuple):
    """Something that is not what it was.

    element   the id of an ElementDefinition, or a code; "" for the resource itself. `CarePlan.status (draft → active)` is a transition
    model     what the author calls the element, from the mapping to the model: `Plan.tittel`; "" without one
    before    in a few words, "" where there was nothing, and `after` likewise
    also_in   ids of definitions that inherit it
    """

    kind: Kind
    subject: Subject
    element: str = ""
    model: str = ""
    before: str = ""
    after: str = ""
    also_in: tuple[str, ...] = ()


class Found:
    """Collects the changes of one resource."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.changes: list[Change] = []

    def add(self, key: str, element: str = "", model: str = "", before: Any = "", after: Any = "") -> None:
        """A change of the kind with that key."""
        self.changes.append(Change(KINDS[key], self.subject, element, model, str(before), str(after)))
