"""A FHIR OperationOutcome with HL7's own extensions for position, source and message id.

Source: https://hl7.org/fhir/R4/operationoutcome.html
"""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Language, Report, Severity, Text, not_shown, printable

from .json_lists import IssueWriter
from .streaming import Spool, Totals, Write

_EXTENSION = "http://hl7.org/fhir/StructureDefinition/operationoutcome-"
_NOTHING = Text("Ingen feil eller advarsler.", "No errors or warnings.")


def operation_outcome(report: Report, language: Language) -> dict[str, Any]:
    """The OperationOutcome as a resource. One informational issue when nothing was found: `issue` is 1..*."""
    totals = Totals()
    totals.add(report)
    issues = [_issue(issue, language) for issue in report.issues]
    issues += _rest(totals, language, is_empty=not issues)
    return {"resourceType": "OperationOutcome", "language": language, "issue": issues}


class OperationOutcomeWriter(IssueWriter):
    """Issues as they come."""

    def __init__(self, write: Write, language: Language, *, colour: bool, spool: Spool) -> None:
        super().__init__(write, language, _issue)
        write(f'{{\n  "resourceType": "OperationOutcome",\n  "language": "{language}",\n  "issue": ')

    def close(self) -> None:
        """What was not shown; something where nothing was found."""
        for one in _rest(self._totals, self._language, is_empty=self._issues.is_empty):
            self._issues.add(one)
        self._issues.close()
        self._write("\n}\n")


writer = OperationOutcomeWriter


def _rest(totals: Totals, language: Language, *, is_empty: bool) -> Iterator[dict[str, Any]]:
    if is_empty:
        yield {
            "severity": "information",
            "code": "informational",
            "details": {"text": _NOTHING.in_language(language)},
        }
    if totals.suppressed:
        more = Text(
            f"{totals.suppressed} funn til er telt, men ikke vist.",
            f"{totals.suppressed} more findings were counted but not shown.",
        )
        yield {
            "severity": "information",
            "code": "incomplete",
            "details": {"text": more.in_language(language)},
        }
    if totals.beyond:
        count, left = totals.count, not_shown(totals.beyond)
        errors = count[Severity.FATAL] + count[Severity.ERROR]
        warnings, information = count[Severity.WARNING], count[Severity.INFORMATION]
        truth = Text(
            f"I alt: feil {errors}, advarsler {warnings}, til informasjon {information}. Ikke vist: {left.nb}.",
            f"In all: errors {errors}, warnings {warnings}, for information {information}. Not shown: {left.en}.",
        )
        yield {
            # as grave as the gravest that is not shown
            "severity": totals.beyond[0].severity.code,
            "code": "incomplete",
            "details": {"text": truth.in_language(language)},
        }


def _issue(issue: Issue, language: Language) -> dict[str, Any]:
    extensions: list[dict[str, Any]] = []
    place = issue.location.place()
    if place is not None:
        extensions.append({"url": f"{_EXTENSION}issue-line", "valueInteger": place.span.line})
        extensions.append({"url": f"{_EXTENSION}issue-col", "valueInteger": place.span.column})
    extensions.append({"url": f"{_EXTENSION}issue-source", "valueString": issue.location.document})
    extensions.append({"url": f"{_EXTENSION}message-id", "valueString": issue.rule.code})
    found: dict[str, Any] = {
        "extension": extensions,
        "severity": issue.severity.code,
        "code": issue.rule.issue_type,
        "details": {"text": issue.message(language)},
    }
    if issue.detail:
        found["diagnostics"] = "\n".join(_explain(issue.detail, language, 0))
    if issue.location.expression:
        found["expression"] = [issue.location.expression]
    return found


def _explain(details: tuple[Issue, ...], language: Language, depth: int) -> list[str]:
    lines: list[str] = []
    for detail in details:
        at = f"{printable(detail.location.expression)}: " if detail.location.expression else ""
        lines.append(f"{'  ' * depth}{at}{detail.message(language)} ({detail.rule.code})")
        lines.extend(_explain(detail.detail, language, depth + 1))
    return lines
