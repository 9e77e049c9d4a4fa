"""Where a command writes: answers to standard output, everything about the run to standard error."""

import sys
from collections.abc import Mapping
from typing import BinaryIO, TextIO

from dbep_ig.engine.diagnostics import Language, Text


class Console:
    """Streams, language and whether colour and progress make sense on them."""

    def __init__(
        self,
        *,
        language: Language,
        environment: Mapping[str, str],
        stdin: BinaryIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
    ) -> None:
        self.language = language
        self.environment = environment
        self.stdin = sys.stdin.buffer if stdin is None else stdin
        self.stdout = sys.stdout if stdout is None else stdout
        self.stderr = sys.stderr if stderr is None else stderr
        self._progress = ""

    @property
    def colour(self) -> bool:
        """Colour only on a terminal; NO_COLOR (https://no-color.org) is honoured."""
        return (
            not self.environment.get("NO_COLOR")
            and self.environment.get("TERM") != "dumb"
            and self.stdout.isatty()
        )

    def write(self, text: str) -> None:
        """The answer, to standard output."""
        self.clear_progress()
        self.stdout.write(text)

    def note(self, text: Text) -> None:
        """A line about the run, to standard error."""
        self.clear_progress()
        self.stderr.write(text.in_language(self.language) + "\n")

    def progress(self, text: Text) -> None:
        """What is going on, on one line that is overwritten; only on a terminal."""
        if self.stderr.isatty():
            self.clear_progress()
            self._progress = text.in_language(self.language)[:100]
            self.stderr.write(self._progress)
            self.stderr.flush()

    def clear_progress(self) -> None:
        """Takes the progress line away again."""
        if self._progress:
            self.stderr.write("\r" + " " * len(self._progress) + "\r")
            self._progress = ""


def language_of(environment: Mapping[str, str]) -> Language:
    """DBEP_LANG, else the locale: Norwegian of any kind is nb, everything else en."""
    for name in ("DBEP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        if value:
            return "nb" if value.split("_")[0].split(".")[0] in ("nb", "no", "nn", "norwegian") else "en"
    return "en"
