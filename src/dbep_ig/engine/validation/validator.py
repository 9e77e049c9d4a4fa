"""The validator: definitions compiled as they are met, documents validated against R4 and the profiles that are chosen."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from dbep_ig.engine.diagnostics import Held, Issue
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

    from .earlier_addresses import EarlierAddresses

Profiles = Literal["auto", "none"] | Sequence[str]


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
                  "none": R4 only; or canonicals that the documents' own resources are validated against besides
        beside    documents that references may lead to, and that are not validated themselves
        -> issues in the order they were found, documents in the order given; what each resource was validated against
        """
        every: Sequence[Document] = (*documents, *beside)
        chosen = settings or self.settings
        types = self._world.types
        earlier = self._earlier(every, profiles, chosen)
        read = every if earlier is None else earlier.documents
        run = Run(read, self._schemas, self._profiles, ReferenceIndex(read), chosen)
        run.choice = Choice(profiles if earlier is None else earlier.asked(profiles), run.settings)
        for frame in run.index.documents[: len(documents)]:
            validate_resource(frame.value, frame, run)
        if earlier is not None:
            for one in earlier.findings(len(documents)):
                run.take(one)
        run.finish()
        findings = run.findings if earlier is None else [earlier.as_written(one) for one in run.findings]
        return [render(one, every, types) for one in findings], run.held_resources(types)

    def _earlier(
        self, documents: Sequence[Document], profiles: Profiles, settings: Settings
    ) -> "EarlierAddresses | None":
        """What to do about the earlier addresses of guides that have moved; None where none can be met."""
        if not settings.aliases:
            return None
        from .alias_search import documents_to_look_into

        bases = tuple(f"{base}/" for base in settings.aliases)
        look_into = documents_to_look_into(documents, bases)
        asked = () if isinstance(profiles, str) else profiles
        if not look_into and not any(one.startswith(bases) for one in asked):
            return None
        from .earlier_addresses import EarlierAddresses

        world = self._world
        return EarlierAddresses(documents, look_into, settings.aliases, world.definitions, world.types)
