"""JSON arrays written item by item, as `json.dumps(…, indent=2)` would write them whole."""

import json
from collections.abc import Callable
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Language, Report, printable_json

from .streaming import Totals, Write


def indented(value: Any, margin: str) -> str:
    """A value as JSON over several lines, for a place that is indented by `margin`."""
    return printable_json(json.dumps(value, ensure_ascii=False, indent=2)).replace("\n", "\n" + margin)


class JsonList:
    """An array being written at a place that is indented by `margin`."""

    def __init__(self, write: Write, margin: str) -> None:
        self._write = write
        self._margin = margin
        self.is_empty = True

    def add(self, value: Any) -> None:
        """One more item."""
        inner = self._margin + "  "
        self._write(("[\n" if self.is_empty else ",\n") + inner + indented(value, inner))
        self.is_empty = False

    def close(self) -> None:
        """Its end."""
        self._write("[]" if self.is_empty else f"\n{self._margin}]")


class IssueWriter:
    """A format that is one JSON object and has its issues in an array, written as they come."""

    def __init__(
        self, write: Write, language: Language, shown: Callable[[Issue, Language], dict[str, Any]]
    ) -> None:
        self._write = write
        self._language = language
        self._shown = shown
        self._totals = Totals()
        self._issues = JsonList(write, "  ")

    def add(self, report: Report) -> None:
        """Its issues."""
        self._totals.add(report)
        for issue in report.issues:
            self._issues.add(self._shown(issue, self._language))
