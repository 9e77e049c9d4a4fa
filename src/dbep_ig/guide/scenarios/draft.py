"""An example that is being made, and each of its resources: the instances by name, and the issues so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dbep_ig.engine.diagnostics import Issue, Location, Pointer, Rule
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring import Where
from dbep_ig.guide.authoring.model import CodeSystem, LocalText, Model, ModelClass
from dbep_ig.guide.languages import Words

from .datatype_words import ShortWords, short_words


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance's class and the address that references to it get: `Patient/pal`."""

    name: str
    one: ModelClass
    resource_type: str
    resource_id: str

    @property
    def reference(self) -> str:
        """Relative: the same in the bundle, in a file of its own, and on a server."""
        return f"{self.resource_type}/{self.resource_id}"


@dataclass(slots=True)
class ExampleDraft:
    """The state of one example while it is made.

    definitions  the guide's profiles with snapshots, and R4 core's extensions
    instances    by name
    labels       instance name -> what people call it, for narratives
    lost         names of instances that are there and could not be understood, which has been reported
    is_valid     it is to have no fault; a variant is to have some
    languages    what the guide's languages call things, the example's own first; at least one
    short_words  what may be written for parts of data types, in any of them
    """

    model: Model
    types: TypeModel
    definitions: Definitions
    instances: dict[str, Instance] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    is_valid: bool = True
    lost: set[str] = field(default_factory=set)
    languages: tuple[Words, ...] = field(kw_only=True)
    short_words: ShortWords = field(init=False)

    def __post_init__(self) -> None:
        self.short_words = short_words(self.languages)

    @property
    def words(self) -> Words:
        """Those of the example's language: of its narratives and displays."""
        return self.languages[0]

    def say(self, text: LocalText) -> str:
        """A text of the guide in the example's language."""
        return text.in_language(self.words.code)

    def report(self, rule: Rule, where: Where, *, on_key: bool = False, **params: object) -> None:
        """An issue at a place in the YAML."""
        self.issues.append(Issue(rule, where.location(on_key=on_key), params))

    def report_at(self, rule: Rule, location: Location, **params: object) -> None:
        """An issue at some characters of a value."""
        self.issues.append(Issue(rule, location, params))

    def trial(self) -> "ExampleDraft":
        """The same without issues: what is tried there leaves none here."""
        return ExampleDraft(
            self.model, self.types, self.definitions, self.instances, languages=self.languages
        )

    def code_system(self, name: str) -> CodeSystem | None:
        """By id, with or without the guide's prefix."""
        return self.model.code_systems.get(self.model.names.code_systems.get(name, ""))


@dataclass(slots=True)
class ResourceDraft:
    """A resource that is being filled in.

    places  pointer -> the YAML it came from
    ids     pointer of an object or value -> its element id, slices included: `CarePlan.category:plantype`
    holds   pointer -> the instance whose resource is put there: an entry of a Bundle, a contained resource
    chosen  element id of a choice -> the type that the model has chosen for it
    """

    resource: Resource
    places: dict[Pointer, Where] = field(default_factory=dict)
    ids: dict[Pointer, str] = field(default_factory=dict)
    holds: dict[Pointer, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
