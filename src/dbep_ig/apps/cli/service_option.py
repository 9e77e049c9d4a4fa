"""`--service`: an outside terminology service, for the commands that may ask one."""

import argparse
from typing import TYPE_CHECKING

from .console import Console
from .parser import CommandParser

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import TerminologyService


def add_service_option(parser: CommandParser) -> None:
    """`--service URL`."""
    parser.add_argument(
        "--service",
        metavar="URL",
        help=parser.say(
            nb="terminologitjeneste som spørres når koder ikke kan kontrolleres lokalt (ellers DBEP_TERMINOLOGY_SERVICE); uten den brukes aldri nettet",
            en="terminology service to ask when codes cannot be checked locally (default: DBEP_TERMINOLOGY_SERVICE); without it the network is never used",
        ),
    )


def service_asked_for(arguments: argparse.Namespace, console: Console) -> "TerminologyService | None":
    """The service of option or environment; None, and no network, where neither names one."""
    address = arguments.service or console.environment.get("DBEP_TERMINOLOGY_SERVICE", "")
    if not address:
        return None
    from dbep_ig.host.terminology_service import HttpTerminologyService

    return HttpTerminologyService(address, language=console.language)
