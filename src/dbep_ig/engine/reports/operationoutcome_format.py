"""A FHIR OperationOutcome with HL7's own extensions for position, source and message id.

Source: https://hl7.org/fhir/R4/operationoutcome.html
"""

import json
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Language, Report, Severity, Text, not_shown

_EXTENSION = "http://hl7.org/fhir/StructureDefinition/operationoutcome-"
_NOTHING = Text("Ingen feil eller advarsler.", "No errors or warnings.")


def render(report: Report, language: Language, *, colour: bool = False) -> str:
    """The OperationOutcome as JSON."""
    return json.dumps(operation_outcome(report, language), ensure_ascii=False, indent=2) + "\n"


def operation_outcome(report: Report, language: Language) -> dict[str, Any]:
    """The OperationOutcome as a resource. One informational issue when nothing was found: `issue` is 1..*."""
    issues = [_issue(issue, language) for issue in report.issues]
    if not issues:
        issues = [
            {
                "severity": "information",
                "code": "informational",
                "details": {"text": _NOTHING.in_language(language)},
            }
        ]
    if report.suppressed:
        more = Text(
            f"{report.suppressed} funn til er talt, men ikke vist.",
            f"{report.suppressed} more findings were counted but not shown.",
        )
        issues.append(
            {"severity": "information", "code": "incomplete", "details": {"text": more.in_language(language)}}
        )
    if report.beyond:
        count, left = report.count(), not_shown(report.beyond)
        errors = count[Severity.FATAL] + count[Severity.ERROR]
        warnings, information = count[Severity.WARNING], count[Severity.INFORMATION]
        truth = Text(
            f"I alt: feil {errors}, advarsler {warnings}, til informasjon {information}. Ikke vist: {left.nb}.",
            f"In all: errors {errors}, warnings {warnings}, for information {information}. Not shown: {left.en}.",
        )
        issues.append(
            {
                # as grave as the gravest that is not shown
                "severity": report.beyond[0].severity.code,
                "code": "incomplete",
                "details": {"text": truth.in_language(language)},
            }
        )
    return {"resourceType": "OperationOutcome", "language": language, "issue": issues}


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
        at = f"{detail.location.expression}: " if detail.location.expression else ""
        lines.append(f"{'  ' * depth}{at}{detail.message(language)} ({detail.rule.code})")
        lines.extend(_explain(detail.detail, language, depth + 1))
    return lines
