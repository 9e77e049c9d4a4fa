"""JSON with all that is known of each finding; keys in a stable order, one document, UTF-8.

`summary` counts all that was found; `summary.notShown`, where it is, says what of it is not among `issues`.

`accepted`, where something is, has findings that are known and left as they are, with `reason`, `owner` and `until`; they are in no count.

`position` is null where a document has no text; lines and columns count from 1, the end is just past the last character.
"""

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

from .json_lists import IssueWriter, JsonList, indented
from .streaming import Spool, Write, pour


class JsonWriter(IssueWriter):
    """Issues as they come; which profiles were used for what, the documents and the counts at the end."""

    def __init__(self, write: Write, language: Language, *, colour: bool, spool: Spool) -> None:
        super().__init__(write, language, _issue)
        held, documents = spool(), spool()
        self._spools = {"held": held, "documents": documents}
        self._held = JsonList(held.write, "  ")
        self._documents = JsonList(documents.write, "  ")
        self._accepted: list[dict[str, Any]] = []
        write('{\n  "issues": ')

    def add(self, report: Report) -> None:
        """Its issues, and the rest for later."""
        super().add(report)
        for held in report.held:
            self._held.add(
                {
                    "document": held.document,
                    "resource": held.resource,
                    "expression": held.expression,
                    "profiles": list(held.profiles),
                    "reason": held.reason,
                }
            )
        for name in report.documents:
            self._documents.add(name)
        for issue, reason, owner, until in report.accepted:
            said = {"reason": reason, "owner": owner, "until": until}
            self._accepted.append({**said, **_issue(issue, self._language)})

    def close(self) -> None:
        """The rest of the object."""
        totals = self._totals
        for one in (self._issues, self._held, self._documents):
            one.close()
        for name, spool in self._spools.items():
            self._write(f',\n  "{name}": ')
            pour(spool, self._write)
        if self._accepted:
            self._write(f',\n  "accepted": {indented(self._accepted, "  ")}')
        summary: dict[str, Any] = {severity.code: totals.count[severity] for severity in Severity}
        summary["suppressed"] = totals.suppressed
        if totals.beyond:
            summary["notShown"] = [
                {"severity": one.severity.code, "code": one.code, "count": one.times} for one in totals.beyond
            ]
        notes = [note.in_language(self._language) for note in totals.notes]
        self._write(f',\n  "notes": {indented(notes, "  ")},\n  "summary": {indented(summary, "  ")}\n}}\n')


writer = JsonWriter


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
