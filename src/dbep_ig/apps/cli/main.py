"""`dbep COMMAND …`: finds the command, imports it alone, turns whatever happens into an exit code.

Imports inside functions are for start-up time.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import BinaryIO, TextIO

import click

from dbep_ig.engine.diagnostics import Text

from .commands import DBEP
from .console import CannotWrite, Console
from .help_page import WIDEST
from .language import take_language
from .usage import usage_error

COULD_NOT_RUN = 2
INTERRUPTED = 130  # what a shell expects after Ctrl-C


def run() -> None:
    """The entry point of the `dbep` script."""
    sys.exit(main(sys.argv[1:]))


def main(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Runs one command. Streams and environment are the process's own unless given. -> exit code 0, 1 or 2."""
    environment = os.environ if environment is None else environment
    words, language = take_language(arguments, environment)
    if stdout is None:
        _write_utf8()
    console = Console(language=language, environment=environment, stdin=stdin, stdout=stdout, stderr=stderr)
    try:
        return _finished(_dispatched(words, console), console)
    except KeyboardInterrupt:
        console.note(Text("Avbrutt.", "Interrupted."))
        return INTERRUPTED
    except BrokenPipeError:  # `dbep … | head`: the reader has had enough
        console.give_up_output()
        return COULD_NOT_RUN
    except CannotWrite as fault:
        console.note(
            Text(
                f"dbep: kan ikke skrive til standard ut: {fault.reason.nb}",
                f"dbep: cannot write to standard output: {fault.reason.en}",
            )
        )
        console.give_up_output()
        return COULD_NOT_RUN
    except OSError as fault:
        from .own_fault import report_system_fault

        return report_system_fault(fault, arguments, console)
    except Exception as fault:  # noqa: BLE001  the one place where our own faults become a diagnostic
        from .own_fault import report_own_fault

        return report_own_fault(fault, arguments, console)


def _finished(code: int, console: Console) -> int:
    """The exit code, when all that was written has reached its place."""
    console.finish()
    return code


def _dispatched(words: list[str], console: Console) -> int:
    """-> the command's exit code."""
    instruction = console.environment.get("_DBEP_COMPLETE")
    if instruction:
        from .completion import complete  # only for a shell that completes a word

        return complete(DBEP, instruction, console)
    match words:
        case ["-V" | "--version", *more]:
            words = ["version", *more]
        case ["help", *more]:
            words = [*more, "--help"]
    try:
        with DBEP.make_context("dbep", words, obj=console, max_content_width=WIDEST) as ctx:
            return DBEP.invoke(ctx)
    except click.exceptions.Exit as stop:  # the help has been shown
        return stop.exit_code
    except click.UsageError as fault:
        console.trouble(usage_error(fault, console.language))
        return COULD_NOT_RUN


def _write_utf8() -> None:
    """Norwegian letters and carets also where the platform's own encoding lacks them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
