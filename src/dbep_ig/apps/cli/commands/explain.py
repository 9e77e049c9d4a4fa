"""`dbep explain CODE`: the catalogue's page of a diagnostic, in the reader's language."""

import argparse
import re

from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.parser import CommandParser
from dbep_ig.engine.diagnostics import Text


def configure(parser: CommandParser) -> None:
    """The options of `dbep explain`."""
    parser.add_argument(
        "code",
        metavar=parser.say(nb="KODE", en="CODE"),
        nargs="?",
        help=parser.say(
            nb="DBEP4105, bare 4105, eller regelens navn (value-too-long); uten kode listes alle",
            en="DBEP4105, just 4105, or the rule's name (value-too-long); without a code all are listed",
        ),
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Prints the page. -> 0, or 2 for a code that does not exist."""
    from dbep_ig import catalogue

    if arguments.code is None:
        for name, code in sorted(catalogue.names().items(), key=lambda item: item[1]):
            console.write(f"{code} {name}\n")
        return 0
    asked = str(arguments.code).strip()
    code = f"DBEP{asked}" if asked.isdigit() else asked.upper()
    page = catalogue.page(code, console.language)
    if page is None:
        names = catalogue.names()
        code = names.get(asked.lower(), "")
        page = catalogue.page(code, console.language) if code else None
    if page is None:
        console.note(_unknown(asked, [*catalogue.codes(), *catalogue.names()]))
        return 2
    console.write(_for_terminal(page, colour=console.colour))
    return 0


def _unknown(asked: str, known: list[str]) -> Text:
    from difflib import get_close_matches

    by_folded = {word.lower(): word for word in known}
    near = get_close_matches(asked.lower(), by_folded, n=1, cutoff=0.75)
    if near:
        guess = by_folded[near[0]]
        return Text(
            f"dbep explain: «{asked}» finnes ikke; mente du «{guess}»?",
            f"dbep explain: there is no `{asked}`; did you mean `{guess}`?",
        )
    return Text(
        f"dbep explain: «{asked}» finnes ikke. «dbep explain» lister alle.",
        f"dbep explain: there is no `{asked}`. `dbep explain` lists them all.",
    )


def _for_terminal(page: str, *, colour: bool) -> str:
    """Markdown as it is, its comments left out, headings in bold and fences indented where colour is on."""
    page = re.sub(r"<!--.*?-->\n?", "", page, flags=re.DOTALL)
    page = re.sub(r"^## .*\n\s*(?=^## |\Z)", "", page, flags=re.MULTILINE)  # a section of comments alone
    if colour:
        page = re.sub(r"^#+ (.*)$", "\x1b[1m\\1\x1b[0m", page, flags=re.MULTILINE)
    return page if page.endswith("\n") else page + "\n"
