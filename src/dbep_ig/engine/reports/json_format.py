"""JSON with all that is known of each finding; keys in a stable order, one document, UTF-8.

`position` is null where a document has no text; lines and columns count from 1, the end is just past the last character.
"""

import json
from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import (
    Issue,
    Language,
    LateText,
    Location,
    Report,
    Severity,
    Text,
    pointer_text,
)


def render(report: Report, language: Language, *, colour: bool = False) -> str:
    """The report as one JSON object: `issues`, `held`, `documents`, `summary`."""
    count = report.count()
    value = {
        "issues": [_issue(issue, language) for issue in report.issues],
        "held": [
            {
                "document": held.document,
                "resource": held.resource,
                "expression": held.expression,
                "profiles": list(held.profiles),
            }
            for held in report.held
        ],
        "documents": list(report.documents),
        "notes": [note.in_language(language) for note in report.notes],
        "summary": {severity.code: count[severity] for severity in Severity}
        | {"suppressed": report.suppressed},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _issue(issue: Issue, language: Language) -> dict[str, Any]:
    return {
        "code": issue.rule.code,
        "name": issue.rule.name,
        "severity": issue.severity.code,
        "type": issue.rule.issue_type,
        "message": issue.message(language),
        **_location(issue.location),
        "params": {name: _plain(value, language) for name, value in issue.params.items()},
        "related": [_location(location) for location in issue.related],
        "detail": [_issue(detail, language) for detail in issue.detail],
        "spec": issue.rule.spec,
    }


def _location(location: Location) -> dict[str, Any]:
    place = location.place()
    return {
        "document": location.document,
        "expression": location.expression,
        "pointer": pointer_text(location.pointer),
        "position": None
        if place is None
        else {
            "source": place.source.name,
            "line": place.span.line,
            "column": place.span.column,
            "endLine": place.span.end_line,
            "endColumn": place.span.end_column,
        },
    }


def _plain(value: object, language: Language) -> object:
    if isinstance(value, Text | LateText):
        return value.in_language(language)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item, language) for item in value]
    return str(value)
