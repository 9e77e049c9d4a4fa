"""argparse in two languages, with help that is worth reading."""

import argparse
from functools import partial
from typing import NoReturn

from dbep_ig.engine.diagnostics import Text, printable

from .console import Console

# What argparse says of wrong options, as it stands in Python 3.11 to 3.14. What is not here is said in English.
_NORWEGIAN = (
    (r"the following arguments are required: (.*)", r"dette mangler: \1"),
    (r"unrecognized arguments: (.*)", r"ukjent: \1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1: \2 er ikke et av valgene (\3)"),
    (r"argument (.*?): expected one argument", r"\1: verdien mangler"),
    (r"argument (.*?): expected at least one argument", r"\1: minst én verdi må oppgis"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 tar ingen verdi, men fikk \2"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 kan ikke brukes sammen med \2"),
    (r"argument (.*?): (har ingen verdi; .*)", r"\1 \2"),
    (r"argument (.*?): invalid (\S+) value: (.*)", r"\1: \3 er ikke en gyldig verdi (\2)"),
)


def _in_norwegian(message: str) -> str:
    import re

    for english, norwegian in _NORWEGIAN:
        found = re.fullmatch(english, message, re.DOTALL)
        if found:
            return found.expand(norwegian)
    return message


def sentence(summary: str) -> str:
    """A summary as a sentence; the other capitals (R4, FHIRPath) stay."""
    return f"{summary[:1].upper()}{summary[1:]}."


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """With the heading of the usage in the reader's language, so that its further lines are indented under the first."""

    heading = "usage: "

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]  # argparse's own signature
        super().add_usage(usage, actions, groups, self.heading if prefix is None else prefix)


class _NorwegianFormatter(_Formatter):
    heading = "bruk: "


class CommandParser(argparse.ArgumentParser):
    """An ArgumentParser that knows the reader's language: `parser.say(nb="…", en="…")`."""

    def __init__(self, *, console: Console, prog: str, description: str, epilog: str = "") -> None:
        self._formatter = _NorwegianFormatter if console.language == "nb" else _Formatter
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            # argparse tries each option in one; to ask how wide the terminal is takes a fiftieth of a cold start
            formatter_class=partial(self._formatter, width=80),
            add_help=False,
            allow_abbrev=False,
        )
        self.color = False  # Python 3.14 would ask the process's own output, which ours need not be
        self.console = console
        self.language = console.language
        self._positionals.title = self.say(nb="argumenter", en="arguments")
        self._optionals.title = self.say(nb="valg", en="options")
        self.add_argument(
            "-h", "--help", action="help", help=self.say(nb="vis denne hjelpen", en="show this help")
        )

    def say(self, *, nb: str, en: str) -> str:
        """The text in the reader's language."""
        return Text(nb, en).in_language(self.language)

    def not_empty(self, word: str) -> str:
        """The `type` of an argument that cannot be empty: a variable without a value is the reader's slip."""
        if not word.strip():
            raise argparse.ArgumentTypeError(
                self.say(
                    nb="har ingen verdi; er en variabel uten verdi?",
                    en="has no value; is a variable without a value?",
                )
            )
        return word

    def format_help(self) -> str:
        """As wide as the terminal."""
        self.formatter_class = self._formatter
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Wrong options: one sentence, where help is, exit code 2."""
        if self.language == "nb":
            message = _in_norwegian(message)
        hint = self.say(nb=f"Se «{self.prog} --help».", en=f"See `{self.prog} --help`.")
        self.console.trouble(f"{self.prog}: {printable(message)}\n{hint}\n")
        self.exit(2)

    def print_help(self, file: object = None) -> None:
        """To where the command's answers go."""
        del file
        self.console.write(self.format_help())
