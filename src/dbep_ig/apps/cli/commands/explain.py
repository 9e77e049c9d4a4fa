"""`dbep explain CODE`: the catalogue's page of a diagnostic, in the reader's language; of an invariant's key, what it checks.

Imports inside functions are for start-up time.
"""

import re

import click

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.package_options import (
    GUIDE_OPTIONS,
    PACKAGE_OPTION,
    PLACE_OPTIONS,
    open_asked,
)
from dbep_ig.apps.cli.parameters import Argument
from dbep_ig.apps.cli.values import Word
from dbep_ig.engine.diagnostics import Text


class CatalogueCode(Word):
    """A diagnostic, by its code or by its rule's name; the keys of invariants are not offered."""

    def offered(self, ctx: click.Context, incomplete: str) -> dict[str, str]:
        """The codes with their names; the names where one is begun."""
        del ctx
        from dbep_ig import catalogue

        names = catalogue.names()
        by_code = {code: name for name, code in names.items()}
        return by_code | names if incomplete else by_code


@command(
    Argument(
        "code",
        Text("KODE", "CODE"),
        Text(
            "DBEP4105, bare 4105, regelens navn (value-too-long), eller nøkkelen til en invariant i R4, guiden eller en pakke (per-1); "
            "uten kode listes alle diagnosekoder",
            "DBEP4105, just 4105, the rule's name (value-too-long), or the key of an invariant of R4, the guide or a package (per-1); "
            "without a code all diagnostics are listed",
        ),
        required=False,
        type=CatalogueCode(),
    ),
    *GUIDE_OPTIONS,
    PACKAGE_OPTION,
    *PLACE_OPTIONS,
    epilog=Text(
        "Eksempler:\n  dbep explain DBEP4105\n  dbep explain value-too-long --lang nb\n  dbep explain per-1\n"
        "  dbep explain min-1 --package min-guide.tgz",
        "Examples:\n  dbep explain DBEP4105\n  dbep explain value-too-long --lang nb\n  dbep explain per-1\n"
        "  dbep explain my-1 --package my-guide.tgz",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Prints the page. -> 0, or 2 for a code that does not exist, or a package that could not be opened."""
    from dbep_ig import catalogue

    if arguments.code is None:
        listed = sorted(catalogue.names().items(), key=lambda item: item[1])
        console.lines(f"{code} {name}" for name, code in listed)
        return 0
    asked = str(arguments.code).strip()
    code = f"DBEP{asked}" if asked.isdigit() else asked.upper()
    page = catalogue.entry(code) if re.fullmatch(r"DBEP\d{4}", code) else None
    if page is None:
        code = catalogue.names().get(asked.lower(), "")
        page = catalogue.entry(code) if code else None
    if page is not None:
        console.write(_headings(page.markdown(console.language), colour=console.colour))
        return 0
    return _explain_invariant(asked, arguments, console)


def _explain_invariant(asked: str, arguments: Arguments, console: Console) -> int:
    """An invariant of the guide in force, of the packages and all they need, or of R4."""
    from dbep_ig import catalogue
    from dbep_ig.apps.cli.invariant_page import invariant_page
    from dbep_ig.apps.cli.invariant_search import invariants_of

    opened = open_asked(arguments, console, guide_by_default=True)
    if opened.value is None or not opened.ok:
        console.report(issue for issue in opened.issues if issue.is_error)
        return 2
    every = invariants_of(opened.value.packages.packages, opened.value.core)
    found = [one for one in every if one.key == asked] or [
        one for one in every if one.key.lower() == asked.lower()
    ]
    if not found:
        known = [*catalogue.codes(), *catalogue.names(), *(one.key for one in every)]
        console.note(_unknown(asked, known))
        return 2
    console.write(_headings(invariant_page(found, console.language), colour=console.colour))
    return 0


_ALIKE = 0.75  # the keys are short and many


def _unknown(asked: str, known: list[str]) -> Text:
    from dbep_ig.engine.diagnostics.slips import nearest

    guess = nearest(asked, known, alike=_ALIKE, numbered=True)
    if guess is not None:
        return Text(
            f"dbep explain: «{asked}» finnes ikke; mente du «{guess}»?",
            f"dbep explain: there is no `{asked}`; did you mean `{guess}`?",
        )
    return Text(
        f"dbep explain: «{asked}» finnes ikke. «dbep explain» lister alle diagnosekoder; "
        "invarianter har nøkkelen som står i feilmeldingen, og --package tar med flere.",
        f"dbep explain: there is no `{asked}`. `dbep explain` lists all diagnostics; "
        "an invariant has the key that its error message shows, and --package adds more.",
    )


def _headings(page: str, *, colour: bool) -> str:
    """Markdown as it is, its headings in bold where colour is on."""
    if colour:
        page = re.sub(r"^#+ (.*)$", "\x1b[1m\\1\x1b[0m", page, flags=re.MULTILINE)
    return page if page.endswith("\n") else page + "\n"
