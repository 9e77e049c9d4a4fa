"""What `dbep expand` and `dbep lookup` share: their options, and the workbench with the packages given.

Imports inside functions are for start-up time.
"""

from dbep_ig.apps.cli.command import Arguments
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import FORMAT_OPTION
from dbep_ig.apps.cli.package_options import (
    GUIDE_OPTION,
    PACKAGE_OPTION,
    PLACE_OPTIONS,
    WITHIN_OPTION,
    open_asked,
)
from dbep_ig.apps.cli.service_option import SERVICE_OPTION, service_asked_for
from dbep_ig.engine.diagnostics import Issue, Report, Text
from dbep_ig.engine.packages import PackageSet
from dbep_ig.workbench import Workbench

TERMINOLOGY_OPTIONS = (
    GUIDE_OPTION,
    PACKAGE_OPTION,
    *PLACE_OPTIONS,
    WITHIN_OPTION,
    SERVICE_OPTION,
    FORMAT_OPTION,
)


def open_terminology(arguments: Arguments, console: Console) -> Workbench[PackageSet] | None:
    """None, with the reasons on standard error, when R4 or a package cannot be opened."""
    opened = open_asked(arguments, console, service_asked_for(arguments, console))
    if opened.issues:
        console.report(opened.issues)
    return opened.value if opened.ok else None


def show_issues(issues: list[Issue], arguments: Arguments, console: Console) -> None:
    """The issues as the answer, in the form asked for."""
    from dbep_ig.engine.reports import format_named

    form = format_named("json" if arguments.format == "json" else "text")
    console.write(form.render(Report.of(issues), console.language, colour=console.colour))


def show_hint(asked: str, bench: Workbench[PackageSet], resource_type: str, console: Console) -> None:
    """On standard error, the canonical that was meant instead of one that leads nowhere."""
    from .canonical_hint import canonical_hint

    known = [*bench.packages.urls(), *bench.core.canonicals(resource_type)]
    hint = canonical_hint(asked, bench.packages, known)
    if hint is not None:
        console.note(
            Text(*(hint.in_language(one)[0].upper() + hint.in_language(one)[1:] for one in ("nb", "en")))
        )
