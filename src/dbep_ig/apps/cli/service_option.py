"""`--service`: an outside terminology service, for the commands that may ask one.

Imports inside functions are for start-up time.
"""

from typing import TYPE_CHECKING

from dbep_ig.engine.diagnostics import Text

from .command import Arguments
from .console import Console
from .parameters import Option

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import TerminologyService


SERVICE_OPTION = Option(
    "--service",
    metavar="URL",
    about=Text(
        "terminologitjeneste som spørres når koder ikke kan kontrolleres lokalt (ellers DBEP_TERMINOLOGY_SERVICE); uten den brukes aldri nettet",
        "terminology service to ask when codes cannot be checked locally (default: DBEP_TERMINOLOGY_SERVICE); without it the network is never used",
    ),
)


def service_asked_for(arguments: Arguments, console: Console) -> "TerminologyService | None":
    """The service of option or environment; None, and no network, where neither names one."""
    address = arguments.service or console.environment.get("DBEP_TERMINOLOGY_SERVICE", "")
    if not address:
        return None
    from dbep_ig.host.terminology_service import HttpTerminologyService

    return HttpTerminologyService(address, language=console.language)
