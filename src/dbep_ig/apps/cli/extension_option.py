"""`--extension-domain`: addresses below which extensions are taken on trust.

Imports inside functions are for start-up time.
"""

from dbep_ig.engine.diagnostics import Text

from .command import Arguments
from .console import Console
from .parameters import Option

VARIABLE = "DBEP_EXTENSION_DOMAINS"


EXTENSION_OPTION = Option(
    "--extension-domain",
    multiple=True,
    metavar="URL",
    about=Text(
        "godta utvidelser under denne adressen uten definisjon (også DBEP_EXTENSION_DOMAINS, med mellomrom mellom); kan gjentas",
        "accept extensions below this address without their definition (also DBEP_EXTENSION_DOMAINS, separated by spaces); "
        "may be repeated",
    ),
)


def extension_domains(arguments: Arguments, console: Console) -> tuple[str, ...] | None:
    """The addresses of option and environment; None, with a line on standard error, where one is no address."""
    from dbep_ig.engine.validation.ground.settings import is_domain

    by_environment = console.environment.get(VARIABLE, "").split()
    named = [("--extension-domain", each) for each in arguments.extension_domain]
    named += [(VARIABLE, each) for each in by_environment]
    for name, each in named:
        if not is_domain(each):
            shown = Text(f"«{each}»", f"`{each}`") if each.strip() else Text("en tom verdi", "an empty value")
            console.note(
                Text(
                    f"dbep validate: {name}: {shown.nb} er ikke en adresse som utvidelser kan ligge under, som https://min.example/fhir.",
                    f"dbep validate: {name}: {shown.en} is not an address that extensions can lie below, such as https://my.example/fhir.",
                )
            )
            return None
    return tuple(each for _, each in named)
