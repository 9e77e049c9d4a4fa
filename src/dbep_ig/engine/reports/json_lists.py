"""JSON arrays written item by item, as `json.dumps(…, indent=2)` would write them whole."""

import json
from typing import Any

from dbep_ig.engine.diagnostics import printable_json

from .streaming import Write


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
