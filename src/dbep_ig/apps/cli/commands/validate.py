"""`dbep validate PATH…`: resources validated against R4 and against profiles.

Imports inside functions are for start-up time.
"""

from collections.abc import Iterable, Iterator

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.extension_option import EXTENSION_OPTION, extension_domains
from dbep_ig.apps.cli.format_option import REPORT_FORMAT_OPTION
from dbep_ig.apps.cli.package_options import (
    GUIDE_OPTIONS,
    PACKAGE_OPTION,
    PLACE_OPTIONS,
    package_settings,
)
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.service_option import SERVICE_OPTION, service_asked_for
from dbep_ig.apps.cli.values import Place, ProfileChoice
from dbep_ig.engine.diagnostics import OWN_FAULT, Report, Text
from dbep_ig.engine.reports import format_named

_NEW = "none"


@command(
    Argument(
        "paths",
        Text("STI", "PATH"),
        Text(
            "fil, mappe, mønster eller - for standard inn; JSON, XML og NDJSON, også pakket med gzip (.gz). Ressurser som oppgis sammen, kan vise til hverandre",
            "a file, a folder, a glob or - for standard input; JSON, XML and NDJSON, also packed with gzip (.gz). Resources given together may refer to each other",
        ),
        many=True,
        required=True,
        type=Place(),
    ),
    Option(
        "--profile",
        multiple=True,
        metavar="URL|auto|none",
        type=ProfileChoice(),
        about=Text(
            "profil å validere mot (kan gjentas). auto, som er standard: meta.profile, ellers profilen som passer med kodene i ressursen, ellers guidens felles profil for typen når en plan viser til ressursen. none: bare R4",
            "profile to validate against (may be repeated). auto, the default: meta.profile, otherwise the profile that matches the codes of the resource, otherwise the guide's common profile for the type where a plan refers to the resource. none: R4 only",
        ),
    ),
    Option(
        "--require-profile",
        is_flag=True,
        about=Text(
            "en ressurs som bare er validert mot R4, er en feil",
            "a resource that was validated against R4 only is an error",
        ),
    ),
    Option(
        "--before",
        multiple=True,
        metavar=Text("STI", "PATH"),
        type=Place(),
        about=Text(
            "tidligere versjon av det som valideres (kan gjentas): endringene skal følge livsløpet som profilen oppgir. Ressurser i en Bundle finnes igjen på type og id, fullUrl eller identifikator. none: ressursene er nye",
            "earlier version of what is validated (may be repeated): the changes must follow the life cycle that the profile gives. Resources in a Bundle are found by type and id, fullUrl or identifier. none: the resources are new",
        ),
    ),
    Option(
        "--by",
        metavar=Text("ROLLE", "ROLE"),
        about=Text(
            "rollen som har gjort endringene siden --before",
            "the role that made the changes since --before",
        ),
    ),
    *GUIDE_OPTIONS,
    PACKAGE_OPTION,
    *PLACE_OPTIONS,
    EXTENSION_OPTION,
    SERVICE_OPTION,
    REPORT_FORMAT_OPTION,
    Option(
        "--check-references",
        is_flag=True,
        about=Text(
            "referanser skal føre til en ressurs i denne kjøringen",
            "references must resolve to a resource given in this run",
        ),
    ),
    epilog=Text(
        "Eksempler:\n  dbep validate plan.json\n  dbep validate ut/ --format operationoutcome --lang nb\n"
        "  dbep validate plan.json --before plan-i-går.json --by behandler\n"
        "  dbep validate plan.json --guide 0.1.0\n"
        "  dbep validate plan.json --package mine-utvidelser.tgz\n"
        "  dbep validate plan.json --no-guide --package annen-guide.tgz --profile http://example.org/StructureDefinition/plan\n"
        "  cat plan.json | dbep validate -",
        "Examples:\n  dbep validate plan.json\n  dbep validate out/ --format operationoutcome --lang nb\n"
        "  dbep validate plan.json --before plan-yesterday.json --by practitioner\n"
        "  dbep validate plan.json --guide 0.1.0\n"
        "  dbep validate plan.json --package my-extensions.tgz\n"
        "  dbep validate plan.json --no-guide --package other-guide.tgz --profile http://example.org/StructureDefinition/plan\n"
        "  cat plan.json | dbep validate -",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Validates all paths as one call. -> 0 no errors, 1 errors found, 2 something could not be read or opened, or dbep
    itself failed at a resource.
    """
    from dbep_ig.engine.fhir.text_rules import INPUT_UNREADABLE
    from dbep_ig.engine.reports.streaming import in_batches
    from dbep_ig.engine.validation import Settings
    from dbep_ig.engine.validation.validator import Profiles
    from dbep_ig.host.inputs import Inputs
    from dbep_ig.host.spooling import TextSpool
    from dbep_ig.host.unpacking import CUT_SHORT, DAMAGED, UNPACKS_TO_TOO_MUCH
    from dbep_ig.validator import CouldNotOpen, Validator

    wishes = arguments.profile or ["auto"]
    words = [wish for wish in wishes if wish in ("auto", "none")]
    if words and len(wishes) > 1:
        console.note(
            Text(
                "dbep validate: «auto» og «none» kan ikke kombineres med andre profiler.",
                "dbep validate: `auto` and `none` cannot be combined with other profiles.",
            )
        )
        return 2
    if arguments.require_profile and "none" in words:
        console.note(
            Text(
                "dbep validate: «--profile none» og «--require-profile» kan ikke kombineres.",
                "dbep validate: `--profile none` and `--require-profile` cannot be combined.",
            )
        )
        return 2
    if not _is_before_right(arguments, console):
        return 2
    profiles: Profiles = "none" if "none" in words else "auto" if words else tuple(wishes)

    trusted = extension_domains(arguments, console)
    if trusted is None:
        return 2
    try:
        validator = Validator.open(
            arguments.package,
            guide=arguments.guide,
            # R4 alone needs no guide: nothing to open, nothing to say of it
            without_guide=arguments.no_guide or profiles == "none",
            extension_domains=trusted,
            package_settings=package_settings(arguments, console),
            settings=Settings(
                check_references=arguments.check_references,
                require_profile=arguments.require_profile,
                raise_own_faults=bool(console.environment.get("DBEP_DEBUG")),
            ),
            service=service_asked_for(arguments, console),
        )
    except CouldNotOpen as fault:
        report = Report.of(fault.issues)
        console.write(format_named(arguments.format).render(report, console.language, colour=console.colour))
        return 2
    console.expect_input(arguments.paths)
    inputs = Inputs(arguments.paths, console.stdin)
    before = None
    if arguments.before:
        before = Inputs([one for one in arguments.before if one != _NEW], console.stdin)
    writer = format_named(arguments.format).writer(
        console.write, console.language, colour=console.colour, spool=TextSpool
    )
    start = Report.of(validator.issues, notes=validator.notes)
    has_errors, is_broken = start.has_errors, False
    not_read = (OWN_FAULT, INPUT_UNREADABLE, CUT_SHORT, DAMAGED, UNPACKS_TO_TOO_MUCH)
    writer.add(start)
    for report in in_batches(
        _noting(
            validator.check_stream(inputs, profiles=profiles, before=before, by=arguments.by),
            len(inputs),
            console,
        )
    ):
        writer.add(report)
        has_errors = has_errors or report.has_errors
        is_broken = is_broken or any(issue.rule in not_read for issue in report.issues)
    writer.close()
    is_broken = is_broken or bool(before is not None and before.unread)
    return 2 if inputs.unread or is_broken else 1 if has_errors else 0


def _is_before_right(arguments: Arguments, console: Console) -> bool:
    """Whether what is said of the earlier versions can be meant; else it is explained."""
    fault = None
    if arguments.by is not None and not arguments.before:
        fault = Text(
            "dbep validate: «--by» er den som har gjort endringene siden «--before», som mangler.",
            "dbep validate: `--by` is who made the changes since `--before`, which is missing.",
        )
    elif _NEW in arguments.before and len(arguments.before) > 1:
        fault = Text(
            "dbep validate: «--before none» kan ikke kombineres med tidligere versjoner.",
            "dbep validate: `--before none` cannot be combined with earlier versions.",
        )
    elif "-" in arguments.before and "-" in arguments.paths:
        fault = Text(
            "dbep validate: standard inn kan ikke være både det som valideres, og den tidligere versjonen.",
            "dbep validate: standard input cannot be both what is validated and the earlier version.",
        )
    if fault is not None:
        console.note(fault)
    return fault is None


def _noting(reports: Iterable[Report], count: int, console: Console) -> Iterator[Report]:
    """The reports, and on a terminal how far reading has come."""
    number = 0
    for report in reports:
        for name in report.documents:
            number += 1
            console.progress(Text(f"leser {number}/{count} {name}", f"reading {number}/{count} {name}"))
        yield report
