"""The commands by name; a command's module is imported only when it is the one that was asked for.

A command's module has `run`, made with `@command(…)` of `command.py` beside this folder: `run(arguments, console)` gives the exit code
(0 no errors, 1 errors found, 2 could not run). What it does in a few words is said here, so that `dbep --help` and a shell that
completes a name need not import it: all of them take three times as long.
"""

from importlib import import_module

import click

from dbep_ig.apps.cli.group import Group
from dbep_ig.apps.cli.parameters import Option
from dbep_ig.engine.diagnostics import Text

COMMANDS = {
    "build": Text(
        "bygg guiden: YAML til profiler, eksempler, pakke og nettsted",
        "build the guide: YAML to profiles, examples, package and site",
    ),
    "new": Text(
        "begynn på en guide, en klasse, en profil, et eksempel …",
        "begin a guide, a class, a profile, an example …",
    ),
    "check": Text(
        "kontroller det du har skrevet i YAML, uten å skrive noe",
        "check what you have written in YAML; nothing is written",
    ),
    "diff": Text(
        "sammenlign to versjoner: hva er endret, og hvem er det brytende for",
        "compare two versions: what has changed, and whom does it break",
    ),
    "validate": Text("valider ressurser mot R4 og profiler", "validate resources against R4 and profiles"),
    "package": Text(
        "pakker: list, add, info, lock, verify, export", "packages: list, add, info, lock, verify, export"
    ),
    "resolve": Text("finn ressursen bak en canonical", "find the resource behind a canonical"),
    "expand": Text("vis kodene i et verdisett", "list the codes of a value set"),
    "lookup": Text("slå opp en kode i kodeverket", "look a code up in its code system"),
    "fhirpath": Text(
        "finn verdier med FHIRPath, med sti og type", "find values by FHIRPath, with path and type"
    ),
    "snapshot": Text("lag snapshot av en profil", "generate the snapshot of a profile"),
    "explain": Text(
        "forklar en diagnosekode eller nøkkelen til en invariant",
        "explain a diagnostic's code or the key of an invariant",
    ),
    "version": Text(
        "vis versjonen av verktøyet og av det som følger med",
        "show the version of the tool and of what comes with it",
    ),
}

# what other tools, and guesses, call it
_MEANT = {
    **dict.fromkeys(("lint", "verify", "test", "doctor"), "check"),
    **dict.fromkeys(("serve", "server", "watch", "preview", "dev"), "build --watch"),
    **dict.fromkeys(("compile", "make", "generate", "publish", "site", "sushi"), "build"),
    **dict.fromkeys(("compare", "changes", "breaking"), "diff"),
    **dict.fromkeys(("init", "create"), "new"),
    **dict.fromkeys(("install", "add", "fetch"), "package add"),
}


def _load(name: str) -> click.Command:
    found: click.Command = import_module(f"{__name__}.{name}").run
    return found


DBEP = Group(
    COMMANDS,
    _load,
    metavar=Text("KOMMANDO", "COMMAND"),
    title=Text("kommandoer", "commands"),
    meant=_MEANT,
    parameters=[
        Option(
            "-V", "--version", is_flag=True, expose_value=False,
            about=Text("det samme som «dbep version»", "the same as `dbep version`"),
        ),
    ],
    epilog=Text(
        "«dbep KOMMANDO --help» beskriver hver av dem.\nAvslutningskoder: 0 ingen feil, 1 feil funnet, 2 kunne ikke kjøre.",
        "`dbep COMMAND --help` describes each of them.\nExit codes: 0 no errors, 1 errors found, 2 could not run.",
    ),
)  # fmt: skip
