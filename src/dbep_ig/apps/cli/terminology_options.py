"""What `dbep expand` and `dbep lookup` share: their options, and a `Terminology` over R4 and the packages given."""

from typing import NamedTuple

from dbep_ig.apps.cli.command import Arguments
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import FORMAT_OPTION
from dbep_ig.apps.cli.package_options import (
    GUIDE_OPTION,
    PACKAGE_OPTION,
    PLACE_OPTIONS,
    WITHIN_OPTION,
    load_asked,
)
from dbep_ig.apps.cli.service_option import SERVICE_OPTION, service_asked_for
from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Issue, Report, Text
from dbep_ig.engine.packages import PackageSet
from dbep_ig.engine.terminology import Terminology


class Opened(NamedTuple):
    """The terminology, and what it stands on."""

    terminology: Terminology
    definitions: PackageSet
    core: CoreStore


TERMINOLOGY_OPTIONS = (
    GUIDE_OPTION,
    PACKAGE_OPTION,
    *PLACE_OPTIONS,
    WITHIN_OPTION,
    SERVICE_OPTION,
    FORMAT_OPTION,
)


def open_terminology(arguments: Arguments, console: Console) -> Opened | None:
    """None, with the reasons on standard error, when R4 or a package cannot be opened."""
    from dbep_ig.host.core_data import open_core

    core = open_core()
    loaded = load_asked(arguments, console, core.value)
    issues = [*core.issues, *loaded.issues]
    if issues:
        console.report(issues)
    if core.value is None or loaded.value is None or any(issue.is_error for issue in issues):
        return None
    service = service_asked_for(arguments, console)
    return Opened(Terminology(loaded.value, service=service), loaded.value, core.value)


def show_issues(issues: list[Issue], arguments: Arguments, console: Console) -> None:
    """The issues as the answer, in the form asked for."""
    from dbep_ig.engine.reports import format_named

    form = format_named("json" if arguments.format == "json" else "text")
    console.write(form.render(Report.of(issues), console.language, colour=console.colour))


def show_hint(asked: str, opened: Opened, resource_type: str, console: Console) -> None:
    """On standard error, the canonical that was meant instead of one that leads nowhere."""
    from .canonical_hint import canonical_hint

    known = [*opened.definitions.urls(), *opened.core.canonicals(resource_type)]
    hint = canonical_hint(asked, opened.definitions, known)
    if hint is not None:
        console.note(
            Text(*(hint.in_language(one)[0].upper() + hint.in_language(one)[1:] for one in ("nb", "en")))
        )
