"""The outcome of one call for a reader: issues in order, the profiles that were used, what could not be decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .issue import Issue
from .language import Text
from .ordering import most_helpful_first
from .rule import Severity


@dataclass(frozen=True, slots=True)
class Held:
    """One resource and the profiles it was validated against (canonicals with version; base R4 only when empty)."""

    document: str
    resource: str  # "CarePlan/pal" or "CarePlan" without id
    profiles: tuple[str, ...]
    expression: str = ""  # where in the document: "Bundle.entry[2].resource"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a renderer needs; the same input gives the same report to the byte."""

    issues: tuple[Issue, ...]
    held: tuple[Held, ...] = ()
    documents: tuple[str, ...] = ()
    suppressed: int = 0  # issues beyond the cap: counted, not shown
    notes: tuple[Text, ...] = field(
        default=()
    )  # what the reader should know of the run: which guide was used

    @classmethod
    def of(
        cls,
        issues: Iterable[Issue],
        *,
        held: Iterable[Held] = (),
        documents: Iterable[str] = (),
        notes: Iterable[Text] = (),
    ) -> "Report":
        """A report of issues in any order."""
        return cls(tuple(most_helpful_first(issues)), tuple(held), tuple(documents), notes=tuple(notes))

    def count(self) -> Counter[Severity]:
        """How many issues of each severity."""
        return Counter(issue.severity for issue in self.issues)

    @property
    def has_errors(self) -> bool:
        """Whether anything is an error or worse."""
        return any(issue.is_error for issue in self.issues)
