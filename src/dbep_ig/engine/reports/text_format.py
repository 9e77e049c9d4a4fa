"""Text for people: position, severity and code first, then the sentence, the place, the line with a caret.

    plan.json:14:5 error DBEP4105 value-too-long
      12 characters, but Patient.name.family allows 3
      at Patient.name[0].family
       14 |   "family": "abcdefgh",
          |             ^^^^^^^^^^

Information comes last and is summed up by rule: a resource full of codes that cannot be decided would else drown its errors.
What cannot be checked because it is not available is a line at the very end.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from dbep_ig.engine.diagnostics import (
    HELD_REASONS,
    Held,
    Issue,
    Language,
    Location,
    Place,
    Report,
    Severity,
    Text,
    not_shown,
    printable,
    printable_line,
)
from dbep_ig.engine.fhir.uris import CORE_BASE

from .excerpt import excerpt
from .not_checked import NotChecked
from .streaming import Spool, Told, Totals, Write, pour

_COLOURS = {
    Severity.FATAL: "1;31",
    Severity.ERROR: "1;31",
    Severity.WARNING: "1;33",
    Severity.INFORMATION: "1;34",
}
_SEVERITIES = {
    Severity.FATAL: Text("kritisk", "fatal"),
    Severity.ERROR: Text("feil", "error"),
    Severity.WARNING: Text("advarsel", "warning"),
    Severity.INFORMATION: Text("info", "info"),
}
Painter = Callable[[str, str], str]
_SUMMED_UP_FROM = 3  # this many information issues of one rule become one block
_SENTENCES = 5  # of such a block
_ALIKE = 10  # issues of one rule shown for one document; the rest is counted
_NAMES = 6  # resources named on a line of profiles
_LONGEST_LINE = (
    6000  # more than the longest path; an id, a name or a system of a payload has no limit of its own
)


class TextWriter:
    """Errors and warnings as they come; information, the profiles that were used and the counts at the end."""

    def __init__(self, write: Write, language: Language, *, colour: bool, spool: Spool) -> None:
        self._write = write
        self._language = language
        self._paint = _paint if colour else _plain
        self._totals = Totals()
        self._shown: Counter[str] = Counter()  # of one document, by code
        self._document = ""
        self._left_out = spool()
        self._information: dict[str, _Information] = {}
        self._not_checked = NotChecked()
        self._held: dict[tuple[tuple[str, ...], str], _Names] = {}
        self._askers: dict[str, Text] = {}
        self._is_empty = True

    def add(self, report: Report) -> None:
        """Errors and warnings, those of one kind in one document up to a number."""
        self._totals.add(report)
        for issue in report.issues:
            self._note_askers(issue)
            code = issue.rule.code
            if issue.severity is Severity.INFORMATION:
                if self._not_checked.add(issue):
                    continue
                found = self._information.get(code)
                if found is None:
                    found = self._information[code] = _Information()
                found.add(issue, self._language)
                continue
            if issue.location.document != self._document:
                self._end_document()
                self._document = issue.location.document
            self._shown[code] += 1
            if self._shown[code] <= _ALIKE:
                self._lines(_block(issue, self._language, self._paint))
        for held in report.held:
            profiles = _beyond_r4(held)
            # what claims R4's own type claims nothing
            key = (profiles, held.reason if profiles or held.reason != "claimed" else "")
            names = self._held.get(key)
            if names is None:
                names = self._held[key] = _Names()
            names.add(held.resource)

    def close(self) -> None:
        """Information, what was left out, the profiles that were used, the counts."""
        self._end_document()
        for found in self._information.values():
            self._lines(found.blocks(self._language, self._paint))
        pour(self._left_out, self._write)
        if not self._is_empty:
            self._write("\n")
        self._lines(self._legend())
        self._lines(_held(self._held, self._language))
        self._lines(self._not_checked.lines(self._language))
        self._lines(note.in_language(self._language) for note in self._totals.notes)
        self._lines([_counts(self._totals, self._language, self._paint)])

    def _note_askers(self, issue: Issue) -> None:
        if issue.asker is not None and issue.asker.canonical:
            self._askers.setdefault(issue.asker.canonical, issue.asker.name)
        for detail in issue.detail:
            self._note_askers(detail)

    def _legend(self) -> Iterator[str]:
        """The canonicals of the profiles that messages name by title."""
        for canonical, name in sorted(self._askers.items()):
            shown = printable(name.in_language(self._language))
            if shown != canonical:
                yield f"{shown}: {printable(canonical)}"

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._is_empty = False
            self._write(self._swept(line) + "\n")

    def _swept(self, line: str) -> str:
        """Only what we wrote ends a line or is an order to a build service, and only our own colours are colours."""
        if len(line) > _LONGEST_LINE:
            line = f"{line[:_LONGEST_LINE]}…"
        return printable_line(line, is_painted=self._paint is _paint)

    def _end_document(self) -> None:
        for code, count in self._shown.items():
            left = count - _ALIKE
            if left > 0:
                said = Text(
                    f"{self._document}: … og {left} til av {code} (alle med --format json)",
                    f"{self._document}: … and {left} more of {code} (all with --format json)",
                )
                self._left_out.write(printable_line(said.in_language(self._language)) + "\n")
        self._shown.clear()


writer = TextWriter


class _Information:
    """Information of one rule: one by one where there is little, else each sentence once."""

    def __init__(self) -> None:
        self._few: list[Issue] = []
        self._count = 0
        self._sentences: dict[str, tuple[Issue, int]] = {}
        self._told = Told()

    def add(self, issue: Issue, language: Language) -> None:
        self._count += 1
        if len(self._few) < _SUMMED_UP_FROM:
            self._few.append(issue)
        sentence = issue.message(language)
        known = self._sentences.get(sentence)
        if known is not None:
            self._sentences[sentence] = (known[0], known[1] + 1)
        elif self._told.is_new(sentence) and len(self._sentences) < _SENTENCES:
            self._sentences[sentence] = (issue, 1)

    def blocks(self, language: Language, paint: Painter) -> Iterator[str]:
        if self._count < _SUMMED_UP_FROM:
            for issue in self._few:
                yield from _block(issue, language, paint)
            return
        yield f"{_what(self._few[0], language, paint)} ×{self._count}"
        for sentence, (issue, count) in self._sentences.items():
            more = count - 1
            also = Text(f" og {more} steder til", f" and {more} more").in_language(language) if more else ""
            yield f"  {sentence}"
            yield f"    {_where(issue.location, issue.location.place())}{also}"
        if len(self._told) > len(self._sentences):
            nb, en = self._told.left(len(self._sentences))
            yield Text(
                f"  … og {nb} til av samme slag (alle med --format json)",
                f"  … and {en} more of the same kind (all with --format json)",
            ).in_language(language)


class _Names:
    """Resources: the first few by name."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.told = Told()

    def add(self, name: str) -> None:
        if self.told.is_new(name) and len(self.first) < _NAMES:
            self.first.append(name)


def _block(issue: Issue, language: Language, paint: Painter) -> Iterator[str]:
    place = issue.location.place()
    yield f"{paint(_where(issue.location, place), '1')} {_what(issue, language, paint)}"
    yield f"  {issue.message(language)}"
    for detail in issue.detail:
        yield from _detail(detail, language, 4)
    if issue.location.expression:
        at = printable(issue.location.expression)
        yield Text(f"  ved {at}", f"  at {at}").in_language(language)
    if place is not None:
        line, carets = excerpt(place)
        number = str(place.span.line)
        yield f"  {number:>4} | {line}"
        yield f"       | {paint(carets, _COLOURS[issue.severity])}"
    for other in issue.related:
        shown = f"{_where(other, other.place())} {printable(other.expression)}".rstrip()
        yield Text(f"  se også {shown}", f"  see also {shown}").in_language(language)


def _what(issue: Issue, language: Language, paint: Painter) -> str:
    severity = _SEVERITIES[issue.severity].in_language(language)
    return f"{paint(severity, _COLOURS[issue.severity])} {issue.rule.code} {issue.rule.name}"


def _where(location: Location, place: Place | None) -> str:
    if place is None:
        return printable(location.document)
    return f"{printable(place.source.name)}:{place.span.line}:{place.span.column}"


def _detail(issue: Issue, language: Language, indent: int) -> Iterator[str]:
    at = f"{printable(issue.location.expression)}: " if issue.location.expression else ""
    yield f"{' ' * indent}– {at}{issue.message(language)} ({issue.rule.code})"
    for detail in issue.detail:
        yield from _detail(detail, language, indent + 2)


def _beyond_r4(held: Held) -> tuple[str, ...]:
    """The profiles of a resource, without its own type in R4, which says nothing new."""
    own = f"{CORE_BASE}{held.resource.partition('/')[0]}"
    return tuple(one for one in held.profiles if one.partition("|")[0] != own)


def _held(by_profiles: dict[tuple[tuple[str, ...], str], _Names], language: Language) -> Iterator[str]:
    """A line for each set of profiles and reason, with the resources that were validated against it; those of one place
    together.
    """
    by_place: dict[str, list[str]] = {}
    for (profiles, reason), resources in by_profiles.items():
        places = {one.rpartition("/")[0] for one in profiles}
        place = places.pop() if len(places) == 1 else ""
        names = printable(", ".join(resources.first))
        if len(resources.told) > len(resources.first):
            nb, en = resources.told.left(len(resources.first))
            names += Text(f" og {nb} til", f" and {en} more").in_language(language)
        what = printable(", ".join(one[len(place) + bool(place) :] for one in profiles))
        why = f" ({HELD_REASONS[reason].in_language(language)})" if reason in HELD_REASONS else ""
        bare = Text("bare R4", "R4 only").in_language(language)
        by_place.setdefault(place, []).append(f"{what or bare}{why}: {names}")
    against = Text("validert mot", "validated against").in_language(language)
    for base, lines in by_place.items():
        place = printable(base)
        if place and len(lines) > 1:
            yield f"{against} {place}/"
            yield from (f"  {line}" for line in lines)
        else:
            yield from (f"{against} {place}{'/' * bool(place)}{line}" for line in lines)


def _counts(totals: Totals, language: Language, paint: Painter) -> str:
    count = totals.count
    errors = count[Severity.FATAL] + count[Severity.ERROR]
    warnings, information = count[Severity.WARNING], count[Severity.INFORMATION]
    documents = totals.documents
    nb = f"{errors} feil, {warnings} {'advarsel' if warnings == 1 else 'advarsler'}, {information} til informasjon"
    en = f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}, {information} for information"
    if documents:
        nb += f" i {documents} {'dokument' if documents == 1 else 'dokumenter'}"
        en += f" in {documents} {'document' if documents == 1 else 'documents'}"
    if totals.accepted:
        nb += f"; {totals.accepted} {'godtatt' if totals.accepted == 1 else 'godtatte'}"
        en += f"; {totals.accepted} accepted"
    if totals.suppressed:
        nb += f"; {totals.suppressed} til er telt, men ikke vist"
        en += f"; {totals.suppressed} more counted but not shown"
    if totals.beyond:
        left = not_shown(totals.beyond)
        nb += f"; ikke vist: {left.nb}"
        en += f"; not shown: {left.en}"
    return paint(Text(nb, en).in_language(language) + ".", "1;31" if errors else "1;32")


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:
    return text
