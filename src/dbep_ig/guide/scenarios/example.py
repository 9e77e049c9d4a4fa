"""A compiled example, and what came of holding it to its profiles."""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Held, Issue
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.json.writing import json_bytes
from dbep_ig.guide.authoring import Where
from dbep_ig.guide.authoring.model import LocalText
from dbep_ig.guide.generation.origin import Origin

from .reading import Expectation


@dataclass(frozen=True, slots=True)
class Happening:
    """A step of a scenario.

    number  1 for the first
    by      the role of the one who does it
    before  all of the scenario's resources as they were, and `after`: as they are then
    """

    scenario: str
    number: int
    by: str | None
    before: Resource
    after: Resource


@dataclass(frozen=True, slots=True)
class Example:
    """A scenario, a step of one or an invalid variant of one, as FHIR.

    bundle    type `collection`, the main instance first; of a step the `transaction` that makes its changes
    origin    pointer in the bundle -> the YAML someone wrote
    profiles  canonicals that its resources claim
    classes   the class of each entry
    of        the scenario it is a variant of, or the example that a step which must fail would change; None for a valid one
    changes   path -> value as text, of a variant; None for what is taken away
    """

    name: str
    title: LocalText
    definition: LocalText | None
    bundle: Resource
    origin: Origin
    profiles: frozenset[str]
    of: str | None
    changes: Mapping[str, str | None]
    expected: tuple[Expectation, ...]
    where: Where
    yaml: str
    happening: Happening | None = None
    classes: tuple[str, ...] = ()

    @property
    def before(self) -> bytes | None:
        """See `Judged`."""
        return None if self.happening is None else json_bytes(self.happening.before)

    @property
    def by(self) -> str | None:
        """See `Judged`."""
        return None if self.happening is None else self.happening.by

    @property
    def document(self) -> str:
        """The YAML file it stands in."""
        return self.where.document.source.name

    @property
    def data(self) -> bytes:
        """The bundle as JSON."""
        return json_bytes(self.bundle)


@dataclass(frozen=True, slots=True)
class CheckedExample:
    """An example with everything the validator said of it, expected or not."""

    example: Example
    issues: tuple[Issue, ...]
    held: tuple[Held, ...]
