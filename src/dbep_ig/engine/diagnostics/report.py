"""The outcome of one call for a reader: issues in order, the profiles that were used, what could not be decided."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .issue import Issue
from .language import Text
from .ordering import most_helpful_first
from .rule import Severity


class Held(NamedTuple):
    """One resource and the profiles it was validated against (canonicals with version; base R4 only when empty)."""

    document: str
    resource: str  # "CarePlan/pal" or "CarePlan" without id
    profiles: tuple[str, ...]
    expression: str = ""  # where in the document: "Bundle.entry[2].resource"
    reason: str = ""  # why these profiles, or none: a key of HELD_REASONS


HELD_REASONS = {
    "asked-for": Text("bedt om", "asked for"),
    "claimed": Text("oppgitt i meta.profile", "claimed in meta.profile"),
    "codes": Text("etter kodene", "by its codes"),
    "near-miss": Text("nesten etter kodene", "nearly by its codes"),
    "plan": Text("noe som følger guiden, viser til den", "a resource of the guide refers to it"),
    "type": Text("etter typen", "by its type"),
    "required": Text("kreves av alle av slaget", "required of all of its kind"),
    "reference": Text("kreves av en referanse til den", "required by a reference to it"),
    # validated against R4 only
    "no-guide": Text("ingen guide velger profil", "no guide chooses a profile"),
    "not-asked-for": Text("ingen profil er bedt om for den", "no profile was asked for it"),
    "no-profile-for-type": Text("guiden har ingen profil for typen", "the guide has no profile for the type"),
    "other-codes": Text("kodene er ikke guidens", "its codes are not those of the guide"),
    "no-code": Text("den har ingen kode som velger en profil", "it has no code that chooses a profile"),
    "not-reached": Text(
        "ingenting som følger guiden, viser til den", "no resource of the guide refers to it"
    ),
    "not-looked-up": Text(
        "i NDJSON og i mer enn 100 filer undersøkes det ikke hva som viser til den",
        "in NDJSON, and in more than 100 inputs, what refers to it is not looked up",
    ),
    "claim-not-found": Text(
        "profilen den oppgir, er ikke tilgjengelig", "the profile that it claims is not available"
    ),
    "contained": Text("ingen referanse til den krever en profil", "no reference to it requires a profile"),
}
"""Why a resource was validated against its profiles, or against R4 only."""


class Beyond(NamedTuple):
    """How many findings of one rule were found beyond what is kept of a document."""

    severity: Severity
    code: str
    times: int

    @classmethod
    def of(cls, counted: Mapping[tuple[Severity, str], int]) -> "tuple[Beyond, ...]":
        """Gravest first, then by code."""
        return tuple(cls(severity, code, count) for (severity, code), count in sorted(counted.items()))


class Accepted(NamedTuple):
    """A finding that is known and left as it is: why, who has considered it, and until when that is enough (YYYY-MM-DD)."""

    issue: Issue
    reason: str
    owner: str
    until: str


class Report(NamedTuple):
    """Everything a renderer needs; the same input gives the same report to the byte."""

    issues: tuple[Issue, ...]
    held: tuple[Held, ...] = ()
    documents: tuple[str, ...] = ()
    suppressed: int = 0  # issues that were told not to be shown
    notes: tuple[Text, ...] = ()  # what the reader should know of the run: which guide was used
    beyond: tuple[Beyond, ...] = ()  # found, counted in every verdict, and not among `issues`
    accepted: tuple[Accepted, ...] = ()  # known, and not among `issues`

    @classmethod
    def of(
        cls,
        issues: Iterable[Issue],
        *,
        accepted: Iterable[Accepted] = (),
        held: Iterable[Held] = (),
        documents: Iterable[str] = (),
        notes: Iterable[Text] = (),
        beyond: Iterable[Beyond] = (),
    ) -> "Report":
        """A report of issues in any order."""
        counted: Counter[tuple[Severity, str]] = Counter()
        for one in beyond:
            counted[one.severity, one.code] += one.times
        return cls(
            tuple(most_helpful_first(issues)),
            tuple(held),
            tuple(documents),
            notes=tuple(notes),
            beyond=Beyond.of(counted),
            accepted=tuple(accepted),
        )

    @classmethod
    def merged(cls, reports: "Iterable[Report]") -> "Report":
        """One report of several."""
        every = list(reports)
        return cls.of(
            [issue for one in every for issue in one.issues],
            held=[held for one in every for held in one.held],
            documents=[name for one in every for name in one.documents],
            notes=[note for one in every for note in one.notes],
            beyond=[beyond for one in every for beyond in one.beyond],
            accepted=[accepted for one in every for accepted in one.accepted],
        )

    def counts(self) -> Counter[Severity]:
        """How many of each severity were found, shown or not."""
        found = Counter(issue.severity for issue in self.issues)
        for one in self.beyond:
            found[one.severity] += one.times
        return found

    @property
    def has_errors(self) -> bool:
        """Whether anything is an error or worse, shown or not."""
        return any(issue.is_error for issue in self.issues) or any(
            one.severity <= Severity.ERROR for one in self.beyond
        )


def not_shown(beyond: Iterable[Beyond]) -> Text:
    """What is not shown in words: `3 errors (DBEP4101 ×3), 2 for information (DBEP5010 ×2)`."""
    by_severity: dict[Severity, list[Beyond]] = {}
    for one in beyond:
        by_severity.setdefault(one.severity, []).append(one)
    nb, en = [], []
    for severity, some in by_severity.items():
        count = sum(one.times for one in some)
        codes = ", ".join(f"{one.code} ×{one.times}" for one in some)
        words = _COUNTED[severity, count == 1]
        nb.append(f"{count} {words.nb} ({codes})")
        en.append(f"{count} {words.en} ({codes})")
    return Text(", ".join(nb), ", ".join(en))


_COUNTED = {
    (Severity.FATAL, True): Text("kritisk feil", "fatal error"),
    (Severity.FATAL, False): Text("kritiske feil", "fatal errors"),
    (Severity.ERROR, True): Text("feil", "error"),
    (Severity.ERROR, False): Text("feil", "errors"),
    (Severity.WARNING, True): Text("advarsel", "warning"),
    (Severity.WARNING, False): Text("advarsler", "warnings"),
    (Severity.INFORMATION, True): Text("til informasjon", "for information"),
    (Severity.INFORMATION, False): Text("til informasjon", "for information"),
}
