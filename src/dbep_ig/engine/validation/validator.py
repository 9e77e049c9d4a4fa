"""The validator: definitions compiled as they are met, documents held to R4 and to the profiles that are chosen."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dbep_ig.engine.diagnostics import Beyond, Held, Issue
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.type_model import TypeModel

from .compile_context import World
from .findings import render
from .profile_choice import Choice
from .profile_store import ProfileStore
from .reference_index import ReferenceIndex
from .resources import validate_resource
from .run import Run
from .schema_store import SchemaStore
from .settings import Settings

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Terminology

Profiles = Literal["auto", "none"] | Sequence[str]


class Judged(NamedTuple):
    """What was found in a document, or in all of a call.

    issues  what is kept, in the order it was found
    held    what each resource was held to
    beyond  what was found and not kept
    """

    issues: list[Issue]
    held: list[Held]
    beyond: tuple[Beyond, ...]


class Validator:
    """Compiled definitions, shared by all calls and threads; each call has a state of its own.

    definitions  finds StructureDefinitions with snapshots (wrap others in `Snapshots`), ValueSets, CodeSystems
    types        the type model of R4
    terminology  over the same definitions
    parsed_expression  FHIRPath text -> its tree as data, for the expressions of R4 core that were parsed at build time
    """

    def __init__(
        self,
        definitions: Definitions,
        types: TypeModel,
        terminology: "Terminology",
        settings: Settings | None = None,
        *,
        parsed_expression: Callable[[str], Any] | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self._world = World(definitions, types, terminology, self.settings, parsed_expression)
        self._schemas = SchemaStore(self._world)
        self._profiles = ProfileStore(self._world, self._schemas)

    def validate(
        self, document: Document, *, profiles: Profiles = "auto", settings: Settings | None = None
    ) -> tuple[list[Issue], list[Held]]:
        """One document. See `validate_all`."""
        return self.validate_all((document,), profiles=profiles, settings=settings)

    def validate_all(
        self,
        documents: Sequence[Document],
        *,
        profiles: Profiles = "auto",
        settings: Settings | None = None,
        beside: Sequence[Document] = (),
    ) -> tuple[list[Issue], list[Held]]:
        """Documents that may refer to each other.

        profiles  "auto": what each resource claims in meta.profile, else what the settings' map says, else R4 alone;
                  "none": R4 alone; or canonicals that the documents' own resources are held to besides
        beside    documents that references may lead to, and that are not validated themselves
        -> issues in the order they were found, documents in the order given; what each resource was held to
        """
        judged = self.judge_all(documents, profiles=profiles, settings=settings, beside=beside)
        return judged.issues, judged.held

    def judge_all(
        self,
        documents: Sequence[Document],
        *,
        profiles: Profiles = "auto",
        settings: Settings | None = None,
        beside: Sequence[Document] = (),
    ) -> Judged:
        """As `validate_all`, with the counts of what is not kept."""
        every = (*documents, *beside)
        run = Run(every, self._schemas, self._profiles, ReferenceIndex(every), settings or self.settings)
        run.choice = Choice(profiles, run.settings)
        for frame in run.index.documents[: len(documents)]:
            validate_resource(frame.value, frame, run)
        run.finish()
        types = self._world.types
        beyond = tuple(one for kept in run.kept.values() for one in kept.counts())
        return Judged(
            [render(one, every, types) for one in run.findings()], run.held_resources(types), beyond
        )
