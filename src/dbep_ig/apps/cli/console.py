"""Where a command writes: answers to standard output, everything about the run to standard error.

All that is written passes `printable` here: whatever a file, a package or an argument holds, it begins no line of its own
and moves no cursor. `lines` and `note` take text in which anything may stand; `write` takes what a format has made.

Imports inside functions are for start-up time.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO, TextIO

from dbep_ig.engine.diagnostics import (
    Issue,
    Language,
    Report,
    Text,
    printable,
    printable_json,
    printable_line,
    printable_lines,
)


class CannotWrite(Exception):  # noqa: N818  reads as what it says
    """Standard output is closed, or does not take what is written."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Console:
    """Streams, language and whether colour and progress make sense on them.

    A standard error that is closed or full changes nothing: the answer and the exit code are the same without it.
    """

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
        self._stdin = stdin
        # Python has None for a stream that was closed when it started
        self._stdout: TextIO | None = sys.stdout if stdout is None else stdout
        self._stderr: TextIO | None = sys.stderr if stderr is None else stderr
        self._progress = ""

    @property
    def stdin(self) -> BinaryIO | None:
        """Standard input; None when it is closed."""
        if self._stdin is not None:
            return self._stdin
        return None if sys.stdin is None else sys.stdin.buffer

    @property
    def colour(self) -> bool:
        """Colour only on a terminal; NO_COLOR (https://no-color.org) is honoured."""
        return (
            not self.environment.get("NO_COLOR")
            and self.environment.get("TERM") != "dumb"
            and _is_terminal(self._stdout)
        )

    def lines(self, lines: Iterable[str]) -> None:
        """Lines of the answer."""
        for line in lines:
            self._write(printable_line(line) + "\n")

    def json(self, text: str) -> None:
        """An answer in JSON."""
        self._write(printable_json(text))

    def write(self, text: str) -> None:
        """What a format, a catalogue page or the help is: its line feeds are ours, its values have been made printable."""
        self._write(printable_lines(text, is_painted=self.colour))

    def script(self, text: str) -> None:
        """What a shell reads, not a person: lines of a script, or words that are printable already."""
        self._write(text)

    def note(self, text: Text) -> None:
        """A line about the run, to standard error."""
        self.clear_progress()
        self._say(printable_line(text.in_language(self.language)) + "\n")

    def report(self, issues: Iterable[Issue]) -> None:
        """Issues that are not the answer, as text, to standard error."""
        from dbep_ig.engine.reports import format_named

        self.trouble(format_named("text").render(Report.of(issues), self.language))

    def trouble(self, text: str) -> None:
        """What a format has made, lines on wrong usage or about a fault of our own, to standard error."""
        self.clear_progress()
        self._say(printable_lines(text))

    def progress(self, text: Text) -> None:
        """What is going on, on one line that is overwritten; only on a terminal."""
        if _is_terminal(self._stderr):
            self.clear_progress()
            self._progress = printable(text.in_language(self.language))[:100]
            self._say(self._progress)

    def clear_progress(self) -> None:
        """Takes the progress line away again."""
        if self._progress:
            self._say("\r" + " " * len(self._progress) + "\r")
            self._progress = ""

    def ask(self, question: Text, default: str = "") -> str | None:
        """What a person at a terminal answers; None where there is nobody to ask.

        Raises KeyboardInterrupt where the person ends the input (Ctrl-D) rather than answering.
        """
        stream = self.stdin
        if stream is None or not _is_terminal(stream):
            return None
        self.clear_progress()
        shown = f" [{default}]" if default else ""
        self._say(printable(f"{question.in_language(self.language)}{shown}: "))
        answer = stream.readline()
        if not answer:
            self._say("\n")
            raise KeyboardInterrupt
        return answer.decode("utf-8", "replace").strip()

    def expect_input(self, paths: Iterable[str]) -> None:
        """Tells someone at a terminal that standard input is being read, where `-` is among the paths."""
        if "-" in paths and _is_terminal(self.stdin):
            self.note(
                Text(
                    "Leser fra standard inn; avslutt med Ctrl-D (Windows: Ctrl-Z, Enter).",
                    "Reading from standard input; end it with Ctrl-D (Windows: Ctrl-Z, Enter).",
                )
            )

    def finish(self) -> None:
        """Sends what is still kept back, so that a full disk is known before the exit code is given."""
        self._write("")
        if self._stdout is not None:
            _guarded(self._stdout.flush)

    def give_up_output(self) -> None:
        """Keeps Python from writing the rest of a broken output when it ends."""
        import os

        if self._stdout is not None and self._stdout is sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def _write(self, text: str) -> None:
        self.clear_progress()
        out = self._stdout
        if text and out is None:
            raise CannotWrite(Text("den er lukket", "it is closed"))
        if text and out is not None:
            _guarded(lambda: out.write(text))

    def _say(self, text: str) -> None:
        if self._stderr is None:
            return
        try:
            self._stderr.write(text)
            self._stderr.flush()
        except (OSError, ValueError):  # closed or full: there is nowhere left to say it
            self._stderr = None


def _guarded(act: Callable[[], object]) -> None:
    try:
        act()
    except BrokenPipeError:
        raise
    except OSError as fault:
        from dbep_ig.engine.diagnostics.os_faults import reason_of

        raise CannotWrite(reason_of(fault)) from fault
    except ValueError as fault:  # "I/O operation on closed file"
        raise CannotWrite(Text("den er lukket", "it is closed")) from fault


def _is_terminal(stream: TextIO | BinaryIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except (OSError, ValueError):
        return False
