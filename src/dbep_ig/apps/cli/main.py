"""`dbep COMMAND …`: finds the command, imports it alone, turns whatever happens into an exit code."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import BinaryIO, TextIO

from dbep_ig import __version__
from dbep_ig.engine.diagnostics import LANGUAGES, Language, Text

from .commands import COMMANDS
from .console import CannotWrite, Console, language_of
from .parser import CommandParser, sentence

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
    words, language = _take_language(list(arguments), language_of(environment))
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
    except Exception as fault:  # noqa: BLE001  the one place where our own faults become a diagnostic
        from .own_fault import report_own_fault

        return report_own_fault(fault, words, console)


def _finished(code: int, console: Console) -> int:
    """The exit code, when all that was written has reached its place."""
    console.finish()
    return code


def _dispatched(words: list[str], console: Console) -> int:
    try:
        return _dispatch(words, console)
    except SystemExit as stop:  # argparse has said what is wrong, or shown the help
        return stop.code if isinstance(stop.code, int) else COULD_NOT_RUN


def _dispatch(words: list[str], console: Console) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        console.write(_overview(console.language))
        return 0 if words else COULD_NOT_RUN
    if words[0] in ("--version", "-V"):
        words[0] = "version"
    command = next((command for command in COMMANDS if command.name == words[0]), None)
    if command is None:
        console.note(_unknown(words[0]))
        return COULD_NOT_RUN
    module = import_module(command.module)
    parser = CommandParser(
        console=console,
        prog=f"dbep {command.name}",
        description=sentence(command.summary.in_language(console.language)),
    )
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        metavar="nb|en",
        help=parser.say(
            nb="språk for meldinger (ellers DBEP_LANG eller maskinens innstilling)",
            en="language of messages (default: DBEP_LANG, or the locale)",
        ),
    )
    module.configure(parser)
    code: int = module.run(parser.parse_args(words[1:]), console)
    return code


def _take_language(words: list[str], otherwise: Language) -> tuple[list[str], Language]:
    """`--lang` decides the language of help and of wrong options too, so it is read before argparse."""
    for index, word in enumerate(words):
        value = (
            word[7:]
            if word.startswith("--lang=")
            else words[index + 1]
            if word == "--lang" and index + 1 < len(words)
            else ""
        )
        for language in LANGUAGES:
            if value == language:
                return (
                    words[2:] if index == 0 and word == "--lang" else words[1:] if index == 0 else words
                ), language
        if word == "--":
            break
    return words, otherwise


def _write_utf8() -> None:
    """Norwegian letters and carets also where the platform's own encoding lacks them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _overview(language: Language) -> str:
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:{width}}  {command.summary.in_language(language)}" for command in COMMANDS]
    head = Text(
        f"dbep {__version__}: FHIR-profiler fra en YAML-modell, og en validator for dem.\n\nbruk: dbep KOMMANDO …\n\nkommandoer:",
        f"dbep {__version__}: FHIR profiles from a YAML model, and a validator for them.\n\nusage: dbep COMMAND …\n\ncommands:",
    ).in_language(language)
    tail = Text(
        "«dbep KOMMANDO --help» beskriver hver av dem. Avslutningskoder: 0 ingen feil, 1 feil funnet, 2 kunne ikke kjøre.",
        "`dbep COMMAND --help` describes each of them. Exit codes: 0 no errors, 1 errors found, 2 could not run.",
    ).in_language(language)
    return "\n".join([head, *lines, "", tail, ""])


def _unknown(word: str) -> Text:
    from difflib import get_close_matches

    near = get_close_matches(word, [command.name for command in COMMANDS], n=1)
    if near:
        return Text(
            f"dbep: «{word}» er ingen kommando; mente du «{near[0]}»?",
            f"dbep: `{word}` is not a command; did you mean `{near[0]}`?",
        )
    return Text(
        f"dbep: «{word}» er ingen kommando. Se «dbep --help».",
        f"dbep: `{word}` is not a command. See `dbep --help`.",
    )
