"""Text for people: position, severity and code first, then the sentence, the place, the line with a caret.

    plan.json:14:5 error DBEP4105 value-too-long
      12 characters, but Patient.name.family allows 3
      at Patient.name[0].family
       14 |   "family": "abcdefgh",
          |             ^^^^^^^^^^

Information comes last and is summed up by rule: a resource full of codes that cannot be decided would else drown its errors.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from dbep_ig.engine.diagnostics import Issue, Language, Location, Place, Report, Severity, Text, not_shown

from .excerpt import excerpt, printable

_COLOURS = {
    Severity.FATAL: "1;31",
    Severity.ERROR: "1;31",
    Severity.WARNING: "1;33",
    Severity.INFORMATION: "1;34",
}
_SEVERITIES = {
    Severity.FATAL: Text("fatal", "fatal"),
    Severity.ERROR: Text("feil", "error"),
    Severity.WARNING: Text("advarsel", "warning"),
    Severity.INFORMATION: Text("info", "info"),
}
Painter = Callable[[str, str], str]
_SUMMED_UP_FROM = 3  # this many information issues of one rule become one block
_SENTENCES = 5  # of such a block
_ALIKE = 10  # issues of one rule shown for one document; the rest is counted
_NAMES = 6  # resources named on a line of profiles


def render(report: Report, language: Language, *, colour: bool = False) -> str:
    """The report as text; ends with what was held to what and a line of counts."""
    paint = _paint if colour else _plain
    lines: list[str] = []
    shown: Counter[tuple[str, str]] = Counter()
    for group in _groups(report):
        kind = (group[0].location.document, group[0].rule.code)
        shown[kind] += 1
        if shown[kind] <= _ALIKE:
            lines.extend(_block(group, language, paint))
    lines.extend(_left_out(shown, language))
    if lines:
        lines.append("")
    lines.extend(_held(report, language))
    lines.extend(note.in_language(language) for note in report.notes)
    lines.append(_counts(report, language, paint))
    return "\n".join(lines) + "\n"


def _left_out(shown: "Counter[tuple[str, str]]", language: Language) -> Iterator[str]:
    for (document, code), count in shown.items():
        left = count - _ALIKE
        if left > 0:
            yield Text(
                f"{document}: … og {left} til av {code} (alle med --format json)",
                f"{document}: … and {left} more of {code} (all with --format json)",
            ).in_language(language)


def _groups(report: Report) -> Iterator[list[Issue]]:
    """Errors and warnings one by one; information last, that of one rule together where there is much of it."""
    information: dict[str, list[Issue]] = {}
    for issue in report.issues:
        if issue.severity is Severity.INFORMATION:
            information.setdefault(issue.rule.code, []).append(issue)
        else:
            yield [issue]
    for group in information.values():
        yield from [group] if len(group) >= _SUMMED_UP_FROM else [[one] for one in group]


def _block(group: list[Issue], language: Language, paint: Painter) -> Iterator[str]:
    if len(group) > 1:
        yield from _summed_up(group, language, paint)
        return
    issue = group[0]
    place = issue.location.place()
    yield f"{paint(_where(issue.location, place), '1')} {_what(issue, language, paint)}"
    yield f"  {printable(issue.message(language))}"
    for detail in issue.detail:
        yield from _detail(detail, language, 4)
    if issue.location.expression:
        yield Text(f"  ved {issue.location.expression}", f"  at {issue.location.expression}").in_language(
            language
        )
    if place is not None:
        line, carets = excerpt(place)
        number = str(place.span.line)
        yield f"  {number:>4} | {line}"
        yield f"       | {paint(carets, _COLOURS[issue.severity])}"
    for other in issue.related:
        shown = f"{_where(other, other.place())} {other.expression}".rstrip()
        yield Text(f"  se også {shown}", f"  see also {shown}").in_language(language)


def _summed_up(group: list[Issue], language: Language, paint: Painter) -> Iterator[str]:
    """Each sentence once, with how often and where it is first true."""
    yield f"{_what(group[0], language, paint)} ×{len(group)}"
    sentences: dict[str, list[Issue]] = {}
    for issue in group:
        sentences.setdefault(printable(issue.message(language)), []).append(issue)
    for sentence, issues in list(sentences.items())[:_SENTENCES]:
        first = _where(issues[0].location, issues[0].location.place())
        more = len(issues) - 1
        also = Text(f" og {more} steder til", f" and {more} more").in_language(language) if more else ""
        yield f"  {sentence}"
        yield f"    {first}{also}"
    left = len(sentences) - _SENTENCES
    if left > 0:
        yield Text(
            f"  … og {left} til av samme slag (alle med --format json)",
            f"  … and {left} more of the kind (all with --format json)",
        ).in_language(language)


def _what(issue: Issue, language: Language, paint: Painter) -> str:
    severity = _SEVERITIES[issue.severity].in_language(language)
    return f"{paint(severity, _COLOURS[issue.severity])} {issue.rule.code} {issue.rule.name}"


def _where(location: Location, place: Place | None) -> str:
    if place is None:
        return location.document
    return f"{place.source.name}:{place.span.line}:{place.span.column}"


def _detail(issue: Issue, language: Language, indent: int) -> Iterator[str]:
    at = f"{issue.location.expression}: " if issue.location.expression else ""
    yield f"{' ' * indent}– {at}{printable(issue.message(language))} ({issue.rule.code})"
    for detail in issue.detail:
        yield from _detail(detail, language, indent + 2)


def _held(report: Report, language: Language) -> Iterator[str]:
    """A line for each set of profiles, with the resources that were held to it."""
    by_profiles: dict[tuple[str, ...], dict[str, None]] = {}
    for held in report.held:
        by_profiles.setdefault(held.profiles, {})[held.resource] = None
    for profiles, resources in by_profiles.items():
        what = ", ".join(profiles) or Text("R4 alene", "R4 alone").in_language(language)
        names = ", ".join(list(resources)[:_NAMES])
        left = len(resources) - _NAMES
        more = Text(f" og {left} til", f" and {left} more").in_language(language) if left > 0 else ""
        yield Text(f"holdt mot {what}: {names}{more}", f"held to {what}: {names}{more}").in_language(language)


def _counts(report: Report, language: Language, paint: Painter) -> str:
    count = report.count()
    errors = count[Severity.FATAL] + count[Severity.ERROR]
    warnings, information = count[Severity.WARNING], count[Severity.INFORMATION]
    documents = len(report.documents)
    nb = f"{errors} feil, {warnings} {'advarsel' if warnings == 1 else 'advarsler'}, {information} til opplysning"
    en = f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}, {information} for information"
    if documents:
        nb += f" i {documents} {'dokument' if documents == 1 else 'dokumenter'}"
        en += f" in {documents} {'document' if documents == 1 else 'documents'}"
    if report.suppressed:
        nb += f"; {report.suppressed} til er talt, men ikke vist"
        en += f"; {report.suppressed} more counted but not shown"
    if report.beyond:
        left = not_shown(report.beyond)
        nb += f"; ikke vist: {left.nb}"
        en += f"; not shown: {left.en}"
    return paint(Text(nb, en).in_language(language) + ".", "1;31" if errors else "1;32")


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:
    return text
