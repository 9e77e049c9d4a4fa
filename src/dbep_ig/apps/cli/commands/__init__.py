"""The commands by name; a command's module is imported only when it is the one that was asked for.

A command module has `configure(parser: CommandParser) -> None` and
`run(arguments: argparse.Namespace, console: Console) -> int` (0 no errors, 1 errors found, 2 could not run).
"""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text


class Command(NamedTuple):
    """A command and its line in `dbep --help`."""

    name: str
    summary: Text

    @property
    def module(self) -> str:
        """The module that does it."""
        return f"dbep_ig.apps.cli.commands.{self.name}"


COMMANDS: tuple[Command, ...] = (
    Command(
        "build",
        Text(
            "bygg guiden: YAML til profiler, eksempler, pakke og nettsted",
            "build the guide: YAML to profiles, examples, package and site",
        ),
    ),
    Command(
        "validate", Text("valider ressurser mot R4 og profiler", "validate resources against R4 and profiles")
    ),
    Command(
        "package",
        Text(
            "pakker: list, add, info, lock, verify, export", "packages: list, add, info, lock, verify, export"
        ),
    ),
    Command(
        "resolve",
        Text("finn ressursen bak en canonical", "find the resource behind a canonical"),
    ),
    Command("expand", Text("vis kodene i et verdisett", "list the codes of a value set")),
    Command("lookup", Text("slå opp en kode i kodeverket", "look a code up in its code system")),
    Command(
        "fhirpath",
        Text("finn verdier med FHIRPath, med sti og type", "find values by FHIRPath, with path and type"),
    ),
    Command("snapshot", Text("lag snapshot av en profil", "generate the snapshot of a profile")),
    Command(
        "explain",
        Text(
            "forklar en diagnosekode eller nøkkelen til en invariant",
            "explain a diagnostic's code or the key of an invariant",
        ),
    ),
    Command(
        "version",
        Text(
            "vis versjonen av verktøyet og av det som følger med",
            "show the version of the tool and of what comes with it",
        ),
    ),
)
