"""Text for people: position, severity and code first, then the sentence, the place, the line with a caret.

    plan.json:14:5 error DBEP4105 value-too-long
      12 characters, but Patient.name.family allows 3
      at Patient.name[0].family
       14 |   "family": "abcdefgh",
          |             ^^^^^^^^^^

Information is summed up by rule: a resource full of codes that cannot be decided would else drown its errors.
"""

from collections.abc import Callable, Iterator

from dbep_ig.engine.diagnostics import Issue, Language, Location, Report, Severity, Text

from .excerpt import excerpt

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
_SUMMED_UP_FROM = 3  # this many information issues of one rule in one document become one line


def render(report: Report, language: Language, *, colour: bool = False) -> str:
    """The report as text; ends with what was held to what and a line of counts."""
    paint = _paint if colour else _plain
    lines: list[str] = []
    for group in _groups(report):
        lines.extend(_block(group, language, paint))
    if lines:
        lines.append("")
    lines.extend(_held(report, language))
    lines.extend(note.in_language(language) for note in report.notes)
    lines.append(_counts(report, language, paint))
    return "\n".join(lines) + "\n"


def _groups(report: Report) -> Iterator[list[Issue]]:
    """Issues one by one, but information of one rule in one document together where there is much of it."""
    together: dict[tuple[str, str], list[Issue]] = {}
    for issue in report.issues:
        if issue.severity is Severity.INFORMATION:
            together.setdefault((issue.location.document, issue.rule.code), []).append(issue)
    for issue in report.issues:
        key = (issue.location.document, issue.rule.code)
        if issue.severity is not Severity.INFORMATION:
            yield [issue]
        elif key in together:  # else it has been shown with the first of its kind
            group = together.pop(key)
            yield from [group] if len(group) >= _SUMMED_UP_FROM else [[one] for one in group]


def _block(group: list[Issue], language: Language, paint: Painter) -> Iterator[str]:
    issue = group[0]
    place = issue.location.place()
    where = issue.location.document
    if place is not None:
        where = f"{place.source.name}:{place.span.line}:{place.span.column}"
    severity = _SEVERITIES[issue.severity].in_language(language)
    many = f" ×{len(group)}" if len(group) > 1 else ""
    yield f"{paint(where, '1')} {paint(severity, _COLOURS[issue.severity])} {issue.rule.code} {issue.rule.name}{many}"
    for sentence in dict.fromkeys(one.message(language) for one in group[:_SUMMED_UP_FROM]):
        yield f"  {sentence}"
    for detail in issue.detail:
        yield from _detail(detail, language, 4)
    if issue.location.expression:
        at = Text("ved", "at").in_language(language)
        more = (
            ""
            if len(group) == 1
            else Text(f" og {len(group) - 1} steder til", f" and {len(group) - 1} more places").in_language(
                language
            )
        )
        yield f"  {at} {issue.location.expression}{more}"
    if place is not None and len(group) == 1:
        line, carets = excerpt(place)
        number = str(place.span.line)
        yield f"  {number:>4} | {line}"
        yield f"       | {paint(carets, _COLOURS[issue.severity])}"
    for other in issue.related:
        yield f"  {_related(other, language)}"


def _detail(issue: Issue, language: Language, indent: int) -> Iterator[str]:
    at = f"{issue.location.expression}: " if issue.location.expression else ""
    yield f"{' ' * indent}– {at}{issue.message(language)} ({issue.rule.code})"
    for detail in issue.detail:
        yield from _detail(detail, language, indent + 2)


def _related(location: Location, language: Language) -> str:
    place = location.place()
    where = (
        location.document if place is None else f"{place.source.name}:{place.span.line}:{place.span.column}"
    )
    return (
        Text(f"se også {where} {location.expression}", f"see also {where} {location.expression}")
        .in_language(language)
        .rstrip()
    )


def _held(report: Report, language: Language) -> Iterator[str]:
    for held in report.held:
        what = (
            Text("R4 alene", "R4 alone").in_language(language)
            if not held.profiles
            else ", ".join(held.profiles)
        )
        at = f" ({held.expression})" if held.expression and "." in held.expression else ""
        yield Text(
            f"{held.document}: {held.resource}{at} holdt mot {what}",
            f"{held.document}: {held.resource}{at} held to {what}",
        ).in_language(language)


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
    return paint(Text(nb, en).in_language(language) + ".", "1;31" if errors else "1;32")


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:
    return text
