"""What the library says of documents: the engine's report, with what programs ask of one."""

from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from dbep_ig.engine.diagnostics import Issue, Severity, known_language, printable

if TYPE_CHECKING:
    from dbep_ig.engine.diagnostics import Accepted, Beyond, Held, Language, Text
    from dbep_ig.engine.diagnostics import Report as EngineReport


class Report:
    """What was found in a document, or in several of one call. It never changes, and can be pickled.

    As a truth value it raises TypeError: `assert validator.check(plan)` would else never fail. Ask `ok`.
    """

    __slots__ = ("_found",)
    _found: "EngineReport"

    def __init__(self, found: "EngineReport") -> None:
        object.__setattr__(self, "_found", found)

    @property
    def engine(self) -> "EngineReport":
        """The engine's report, for the command's formats."""
        return self._found

    @property
    def ok(self) -> bool:
        """No errors; there may be warnings."""
        return not self._found.has_errors

    @property
    def has_errors(self) -> bool:
        """The opposite of `ok`."""
        return self._found.has_errors

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All that is kept: documents in the order given, in each the gravest first, then by place."""
        return self._found.issues

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that are errors or worse."""
        return tuple(issue for issue in self._found.issues if issue.is_error)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """The issues that are warnings."""
        return tuple(issue for issue in self._found.issues if issue.severity is Severity.WARNING)

    @property
    def accepted(self) -> "tuple[Accepted, ...]":
        """What the guide knows of and leaves as it is, each with its reason; not among the issues."""
        return self._found.accepted

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents that could be opened."""
        return self._found.documents

    @property
    def held(self) -> "tuple[Held, ...]":
        """Each resource and the profiles that it was validated against."""
        return self._found.held

    @property
    def notes(self) -> "tuple[Text, ...]":
        """What a reader should know: which guide was used, and its status."""
        return self._found.notes

    @property
    def beyond(self) -> "tuple[Beyond, ...]":
        """What was found in a document with very many findings and is not among `issues`: counted, also in `ok`."""
        return self._found.beyond

    @property
    def suppressed(self) -> int:
        """How many findings were left out because it was asked for."""
        return self._found.suppressed

    def count(self) -> Counter[Severity]:
        """How many of each severity were found, kept or not."""
        return self._found.counts()

    def to_json(self, language: "Language" = "en") -> str:
        """JSON text, as `dbep validate --format json` writes it."""
        return self._rendered("json", language)

    def to_text(self, language: "Language" = "en") -> str:
        """Text for people, as `dbep validate` writes it."""
        return self._rendered("text", language)

    def operation_outcome(self, language: "Language" = "en") -> dict[str, Any]:
        """A FHIR OperationOutcome, a new one each time."""
        from dbep_ig.engine.reports.operationoutcome_format import operation_outcome  # start-up time

        return operation_outcome(self._found, known_language(language))

    def _rendered(self, name: str, language: str) -> str:
        from dbep_ig.engine.reports import format_named  # start-up time

        return format_named(name).render(self._found, known_language(language))

    def __repr__(self) -> str:
        count = self.count()
        names = self.documents
        of = f" of {printable(names[0])}" if len(names) == 1 else f" of {len(names)} documents"
        errors = count[Severity.FATAL] + count[Severity.ERROR]
        found = (
            f"errors {errors}, warnings {count[Severity.WARNING]}, information {count[Severity.INFORMATION]}"
        )
        return f"<Report{of}: {found}>"

    def __bool__(self) -> NoReturn:
        raise TypeError("a Report is neither true nor false: ask report.ok")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Report cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Report cannot be changed")

    def __reduce__(self) -> "tuple[type[Report], tuple[EngineReport]]":
        return Report, (self._found,)
