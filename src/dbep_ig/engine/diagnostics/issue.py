"""One thing that is wrong, warned of or worth knowing, somewhere."""

from collections.abc import Mapping
from typing import NamedTuple

from .language import Language, LateText, Text, known_language
from .place import Locator, Place
from .pointer import Pointer
from .printable import printable
from .rule import Rule, Severity

_NO_PARAMS: Mapping[str, object] = {}


class Location(NamedTuple):
    """Where an issue is. All parts are optional but `document`.

    document    the name the user knows it by: a path, `-`, a package id#version
    pointer     keys and indexes from the document's root
    expression  FHIRPath for people and OperationOutcome: `CarePlan.activity[0].detail`
    on_key      the fault is the member's name, not its value
    locator     finds the place of `pointer` when the issue is shown
    exact       the place itself, where the reader of the text knew it (syntax errors)
    """

    document: str
    pointer: Pointer = ()
    expression: str = ""
    on_key: bool = False
    locator: Locator | None = None
    exact: Place | None = None

    def settled(self) -> "Location":
        """The same with its place found, so that what finds places can be let go."""
        if self.exact is not None or self.locator is None:
            return self
        return Location(self.document, self.pointer, self.expression, self.on_key, exact=self.place())

    def place(self) -> Place | None:
        """The source and span to show, or None for a document without text."""
        if self.exact is not None:
            return self.exact
        return self.locator.locate(self.pointer, key=self.on_key) if self.locator is not None else None


class Asker(NamedTuple):
    """What asks for what an issue says is not so: a profile, by its name and its canonical; R4 itself has none."""

    name: Text
    canonical: str


class Issue(NamedTuple):
    """A rule, a location, the values of the message, and other places that belong to the story.

    `detail` holds issues that explain this one (why no slice matched, why a target does not conform).
    `severity` is the rule's unless a definition decides it: an invariant's own severity, a setting.
    `asker` is named at the end of the message, unless the rule's own sentence has it.
    """

    rule: Rule
    location: Location
    params: Mapping[str, object] = _NO_PARAMS
    related: tuple[Location, ...] = ()
    detail: tuple["Issue", ...] = ()
    override: Severity | None = None
    asker: Asker | None = None

    def settled(self) -> "Issue":
        """The same with all its places found and its words made."""
        return Issue(
            self.rule,
            self.location.settled(),
            {
                name: value.light() if isinstance(value, LateText) else value
                for name, value in self.params.items()
            },
            tuple(one.settled() for one in self.related),
            tuple(one.settled() for one in self.detail),
            self.override,
            self.asker,
        )

    @property
    def severity(self) -> Severity:
        """How grave: the override if a definition gave one, else the rule's."""
        return self.rule.severity if self.override is None else self.override

    @property
    def is_error(self) -> bool:
        """Whether this makes the document invalid (or unreadable)."""
        return self.severity <= Severity.ERROR

    @property
    def code(self) -> str:
        """The rule's: `DBEP4201`."""
        return self.rule.code

    @property
    def document(self) -> str:
        """The name of the document it is in."""
        return self.location.document

    @property
    def expression(self) -> str:
        """FHIRPath of the element: `CarePlan.activity[0].detail`; empty where the document could not be read."""
        return self.location.expression

    @property
    def line(self) -> int | None:
        """From 1; None for a document without text."""
        place = self.location.place()
        return None if place is None else place.span.line

    @property
    def column(self) -> int | None:
        """In its line, from 1, in characters; None for a document without text."""
        place = self.location.place()
        return None if place is None else place.span.column

    def message(self, language: Language = "en") -> str:
        """The sentence in `language`."""
        said = self.rule.say(self.params, known_language(language))
        if self.asker is None or "{asker}" in self.rule.message.en:
            return said
        return f"{said} ({self.asker.name.in_language(language)})"

    def __repr__(self) -> str:
        place = self.location.place()
        where = self.document if place is None else f"{self.document}:{place.span.line}:{place.span.column}"
        where = printable(f"{where} {self.expression}".rstrip())
        return f"<Issue {self.severity} {self.code} {where}: {self.message()}>"
