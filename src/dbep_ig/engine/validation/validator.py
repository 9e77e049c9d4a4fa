"""The validator: definitions compiled as they are met, documents validated against R4 and the profiles that are chosen."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dbep_ig.engine.diagnostics import Beyond, Held, Issue, own_fault_issue
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Document, Resource
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.terminology import Terminology

from .choosing.profile_choice import Choice
from .compiling.profile_store import ProfileStore
from .compiling.schema_store import SchemaStore
from .ground.call import Call, MemoryTable, Outside, Table
from .ground.compile_context import World
from .ground.documents import Documents, GivenDocuments, Key
from .ground.earlier import Earlier
from .ground.findings import render
from .ground.reference_index import ReferenceIndex
from .ground.settings import Settings
from .walking.finishing import findings, finish, held_resources
from .walking.run import DocumentRun
from .walking.walk import validate_resource

if TYPE_CHECKING:
    from .choosing.guide_choice import GuideChoice
    from .moved.alias_search import AliasSearch

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
    invariant_text     (key, canonical of the definition that has it) -> what an invariant of R4 checks, in Norwegian
    """

    def __init__(
        self,
        definitions: Definitions,
        types: TypeModel,
        terminology: Terminology,
        settings: Settings | None = None,
        *,
        parsed_expression: Callable[[str], Any] | None = None,
        invariant_text: Callable[[str, str], str | None] | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self._world = World(definitions, types, terminology, self.settings, parsed_expression, invariant_text)
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
        earlier: Documents | None = None,
        by: str | None = None,
    ) -> tuple[list[Issue], list[Held]]:
        """Documents that may refer to each other.

        profiles  "auto": what each resource claims in meta.profile, else what the settings' map says, else R4 alone;
                  "none": R4 only; or canonicals that the documents' own resources are validated against besides
        beside    documents that references may lead to, and that are not validated themselves
        earlier, by  as for `judge`
        -> issues in the order they were found, documents in the order given; what each resource was validated against
        """
        issues: list[Issue] = []
        held: list[Held] = []
        given = GivenDocuments(documents, beside)
        for judged in self.judge(given, profiles=profiles, settings=settings, earlier=earlier, by=by):
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
        by_itself: bool = False,
        earlier: Documents | None = None,
        by: str | None = None,
    ) -> Iterator[Judged]:
        """Documents that may refer to each other, judged one by one and let go.

        profiles   as for `validate_all`
        table      makes what remembers names and verdicts of documents, where there may be many
        by_itself  each document is reported by itself; else what is true of an input with many, such as an earlier address
                   in the lines of NDJSON, is reported once, after the last of them
        earlier    the earlier versions of the resources: the changes are looked at too. They are not validated themselves;
                   what keeps one from being read is reported first. None of them: all resources are new
        by         the role that has made the changes
        """
        settings = settings or self.settings
        if isinstance(profiles, str) and profiles not in ("auto", "none"):
            profiles = (profiles,)
        moved = self._aliases(profiles, settings)
        as_now = None
        if moved is not None:
            as_now = moved.rewritten if settings.raise_own_faults else moved.rewritten_elsewhere
        chosen = profiles if moved is None or isinstance(profiles, str) else moved.asked
        choice = Choice(chosen, settings, self._world)
        outside = None if documents.is_one else _outside(documents, table, as_now, choice)
        versions = None
        if earlier is not None:
            versions, unread = _versions(earlier, by, as_now)
            yield from unread
        call = Call(settings, choice, outside, table, versions)
        for read in documents.one_by_one():
            if moved is not None:
                yield from _of_lines(moved, read.key.input)
            if read.document is None:
                yield Judged(read.name, read.is_first, list(read.issues), [], ())
                continue
            try:
                is_alone = by_itself or read.is_whole
                issues, held, beyond = self._judge(
                    read.document, read.key, call, choice.guide, moved, is_alone=is_alone
                )
            except Exception as fault:
                if settings.raise_own_faults:
                    raise
                issues, held, beyond = [own_fault_issue(fault, read.name)], [], ()
            call.forget()
            yield Judged(read.name, read.is_first, [*read.issues, *issues], held, beyond)
        if moved is not None:
            yield from _of_lines(moved, None)

    def _judge(
        self,
        document: Document,
        key: Key,
        call: Call,
        guide: "GuideChoice | None",
        moved: "AliasSearch | None",
        *,
        is_alone: bool,
    ) -> tuple[list[Issue], list[Held], tuple[Beyond, ...]]:
        if moved is not None:
            document = moved.rewritten(document)
        document, misses = (document, ()) if guide is None else guide.as_meant(document)
        run = DocumentRun(ReferenceIndex(document, key, call.outside), self._schemas, self._profiles, call)
        if guide is not None and misses:
            guide.note(misses, key, run)
        validate_resource(document.resource, run.index.root, run)
        if moved is not None:
            for one in moved.findings(document, key):
                if is_alone:
                    run.take(one)
                else:
                    moved.keep(render(one, run.document_of, self._world), key)
        finish(run)
        found = findings(run)
        if moved is not None:
            found = [moved.as_written(one, run.document_of) for one in found]
        issues = [render(one, run.document_of, self._world) for one in found]
        beyond = tuple(one for kept in run.kept.values() for one in kept.counts())
        return issues, held_resources(run), beyond

    def _aliases(self, profiles: Profiles, settings: Settings) -> "AliasSearch | None":
        """What to do about the earlier addresses of guides that have moved; None where there are none."""
        if not settings.aliases:
            return None
        from .moved.alias_search import AliasSearch  # start-up: only where a guide has moved

        asked = () if isinstance(profiles, str) else profiles
        return AliasSearch(settings.aliases, self._world.definitions, self._world.types, asked)


def _outside(
    documents: Documents,
    table: Callable[[], Table],
    as_now: Callable[[Document], Document] | None,
    choice: Choice,
) -> Outside:
    guide = choice.guide
    if guide is None:
        return Outside(documents, table, as_now)

    def as_meant(document: Document) -> Document:
        return guide.as_meant(document)[0]

    return Outside(documents, table, as_now, as_meant, guide.outwards)


def _versions(
    documents: Documents, by: str | None, as_now: Callable[[Document], Document] | None
) -> tuple[Earlier, list[Judged]]:
    """The earlier versions, and what is wrong with the texts that hold them."""
    resources: list[Resource] = []
    faults: list[Judged] = []
    for read in documents.one_by_one():
        if read.document is not None:
            document = read.document if as_now is None else as_now(read.document)
            resources.append(document.resource)
        if read.issues:
            faults.append(Judged(read.name, False, list(read.issues), [], ()))
    return Earlier(resources, by, is_whole=not faults), faults


def _of_lines(earlier: "AliasSearch", next_input: int | None) -> Iterator[Judged]:
    """When the last document of an input with many has been judged: the earlier addresses of them all."""
    issues = earlier.left(next_input)
    if issues:
        yield Judged(issues[0].location.document, False, issues, [], ())
