"""argparse in two languages, with help that is worth reading."""

import argparse
from typing import NoReturn

from dbep_ig.engine.diagnostics import Language, Text


class CommandParser(argparse.ArgumentParser):
    """An ArgumentParser that knows the reader's language: `parser.say(nb="…", en="…")`."""

    def __init__(self, *, language: Language, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.language = language
        self._positionals.title = self.say(nb="argumenter", en="arguments")
        self._optionals.title = self.say(nb="valg", en="options")
        self.add_argument(
            "-h", "--help", action="help", help=self.say(nb="vis denne hjelpen", en="show this help")
        )

    def say(self, *, nb: str, en: str) -> str:
        """The text in the reader's language."""
        return Text(nb, en).in_language(self.language)

    def format_usage(self) -> str:
        """The usage line, its heading in the reader's language."""
        return super().format_usage().replace("usage:", self.say(nb="bruk:", en="usage:"), 1)

    def format_help(self) -> str:
        """The help, its headings in the reader's language."""
        return super().format_help().replace("usage:", self.say(nb="bruk:", en="usage:"), 1)

    def error(self, message: str) -> NoReturn:
        """Wrong options: one sentence, where help is, exit code 2."""
        hint = self.say(nb=f"Se «{self.prog} --help».", en=f"See `{self.prog} --help`.")
        self.exit(2, f"{self.prog}: {message}\n{hint}\n")
