"""`dbep version`: which dbep, which Python, which R4 core, which guide."""

import argparse
import json
import platform

from dbep_ig import __version__
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.parser import CommandParser


def configure(parser: CommandParser) -> None:
    """The options of `dbep version`."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help=parser.say(nb="utdataformat", en="output format"),
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Prints the versions."""
    facts = {"dbep": __version__, "python": platform.python_version(), "fhir": "4.0.1"}
    if arguments.format == "json":
        console.write(json.dumps(facts) + "\n")
    else:
        console.write("".join(f"{name} {value}\n" for name, value in facts.items()))
    return 0
