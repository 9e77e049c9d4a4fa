"""`dbep diff OLD NEW`: what has changed between two versions of a guide or a package, and for whom that is breaking.

Imports inside functions are for start-up time.
"""

import os
from pathlib import Path

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import format_option
from dbep_ig.apps.cli.package_options import PLACE_OPTIONS, package_settings
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.values import NotEmpty, Place
from dbep_ig.engine.diagnostics import Text

_VERSION = Text(
    "en pakke (mappe, .tgz eller ID#VERSJON), en mappe med guide.yaml, eller en revisjon i git",
    "a package (a folder, .tgz or ID#VERSION), a folder with guide.yaml, or a revision of git",
)


@command(
    Argument(
        "old",
        Text("FØR", "OLD"),
        Text(f"{_VERSION.nb} (ellers HEAD)", f"{_VERSION.en} (default: HEAD)"),
        required=False,
        default="HEAD",
        type=NotEmpty(),
    ),
    Argument(
        "new",
        Text("NÅ", "NEW"),
        Text(
            "likeså (ellers guiden slik den er skrevet nå)",
            "likewise (default: the guide as it is written now)",
        ),
        required=False,
        type=NotEmpty(),
    ),
    Option(
        "--exit-zero",
        is_flag=True,
        about=Text(
            "avslutningskode 0 også når noe er brytende", "exit code 0 also where something is breaking"
        ),
    ),
    Option(
        "-o",
        "--output",
        metavar=Text("FIL", "FILE"),
        type=Place(),
        about=Text("skriv til denne fila", "write to this file"),
    ),
    *PLACE_OPTIONS,
    format_option("text", "json", "markdown"),
    epilog=Text(
        "Avslutningskoder: 0 ingenting er brytende, 1 noe er brytende, 2 kunne ikke sammenligne. Hva som er brytende, og for\n"
        "hvem, bestemmes av versjonsreglene på siden Versjoner.",
        "Exit codes: 0 nothing is breaking, 1 something is breaking, 2 could not compare. What is breaking, and for whom, is\n"
        "decided by the version policy on the page Versions.",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Compares. -> 0, 1 with breaking changes, 2 if one of the two could not be read."""
    from dbep_ig.apps.cli.comparison_formats import as_json, as_markdown, as_text
    from dbep_ig.engine.comparison import compare
    from dbep_ig.host.core_data import open_core
    from dbep_ig.host.guide_source import find_checkout
    from dbep_ig.host.home import working_folder
    from dbep_ig.host.versions_to_compare import open_side

    here = working_folder()
    if here is None:
        console.note(
            Text(
                "dbep diff: mappa kommandoen kjøres i, finnes ikke lenger",
                "dbep diff: the folder that the command runs in is no longer there",
            )
        )
        return 2
    core = open_core()
    if core.value is None:
        console.report(core.issues)
        return 2
    settings = package_settings(arguments, console)
    new_asked = arguments.new or str(find_checkout(here) or here)
    sides = []
    for asked in (arguments.old, new_asked):
        console.progress(Text(f"leser {asked}", f"reading {asked}"))
        opened = open_side(asked, here, settings, core.value)
        if opened.issues:
            console.report(opened.issues)
        if opened.value is None:
            return 2
        sides.append(opened.value)
    old, new = sides
    console.progress(Text("sammenligner", "comparing"))
    changes = compare(old, new)
    if arguments.format == "json":
        text = as_json(old, new, changes)
    elif arguments.format == "markdown":
        text = as_markdown(old, new, changes, console.language)
    else:
        text = as_text(old, new, changes, console.language)
    if arguments.output:
        Path(os.path.expanduser(arguments.output)).write_text(text, encoding="utf-8")
    elif arguments.format == "json":
        console.json(text)
    else:
        console.lines(text.splitlines())
    breaking = any(change.kind.is_breaking for change in changes)
    return 1 if breaking and not arguments.exit_zero else 0
