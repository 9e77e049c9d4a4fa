"""The validator: definitions compiled as they are met, documents held to R4 and to the profiles that are chosen."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dbep_ig.engine.diagnostics import Beyond, Held, Issue, own_fault_issue
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.type_model import TypeModel

from .call import Call
from .compile_context import World
from .documents import Documents, GivenDocuments, Key
from .findings import render
from .outside import MemoryTable, Outside, Table
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
    """What was found in one document, or what kept it from being read.

    name      what the user calls its input
    is_first  the first document of its input, when that could be opened
    issues    what is kept, in the order it was found
    held      what each resource was held to
    beyond    what was found and not kept
    """

    name: str
    is_first: bool
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
        issues: list[Issue] = []
        held: list[Held] = []
        for judged in self.judge(GivenDocuments(documents, beside), profiles=profiles, settings=settings):
            issues += judged.issues
            held += judged.held
        return issues, held

    def judge(
        self,
        documents: Documents,
        *,
        profiles: Profiles = "auto",
        settings: Settings | None = None,
        table: Callable[[], Table] = MemoryTable,
    ) -> Iterator[Judged]:
        """Documents that may refer to each other, judged one by one and let go.

        profiles  as for `validate_all`
        table     makes what remembers names and verdicts of documents, where there may be many
        """
        settings = settings or self.settings
        outside = None if documents.is_one else Outside(documents, table)
        call = Call(settings, Choice(profiles, settings), outside, table)
        for read in documents.one_by_one():
            if read.document is None:
                yield Judged(read.name, read.is_first, list(read.issues), [], ())
                continue
            try:
                issues, held, beyond = self._judge(read.document, read.key, call)
            except Exception as fault:
                if settings.raise_own_faults:
                    raise
                issues, held, beyond = [own_fault_issue(fault, read.name)], [], ()
            call.forget()
            yield Judged(read.name, read.is_first, [*read.issues, *issues], held, beyond)

    def _judge(
        self, document: Document, key: Key, call: Call
    ) -> tuple[list[Issue], list[Held], tuple[Beyond, ...]]:
        run = Run(ReferenceIndex(document, key, call.outside), self._schemas, self._profiles, call)
        validate_resource(document.resource, run.index.root, run)
        run.finish()
        types = self._world.types
        issues = [render(one, run.document, types) for one in run.findings()]
        beyond = tuple(one for kept in run.kept.values() for one in kept.counts())
        return issues, run.held_resources(types), beyond
