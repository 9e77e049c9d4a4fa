"""`dbep version`: which dbep, which Python, which R4 core, which guides.

Imports inside functions are for start-up time.
"""

import json
import platform
from typing import Any

from dbep_ig import __version__
from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import FORMAT_OPTION
from dbep_ig.engine.diagnostics import Issue, Language, Severity, Text


@command(
    FORMAT_OPTION,
    epilog=Text(
        "dbep og guiden har hver sin versjon. * er guiden som brukes når ingen er oppgitt; «--guide VERSJON» velger en annen.",
        "dbep and the guide each have a version. * is the guide that is used when none is named; `--guide VERSION` chooses another.",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Prints the versions; on standard error, what keeps a guide from being used. -> 0."""
    from dbep_ig.engine.core.layout import PACKAGE_VERSION
    from dbep_ig.host.guide_choice import available_guides, chosen_by_label
    from dbep_ig.host.guide_source import find_guide
    from dbep_ig.host.home import working_folder
    from dbep_ig.host.packages import PackageSettings

    here = working_folder()
    settings = PackageSettings.of(console.environment)
    available = available_guides(here, settings)
    issues = list(available.issues)
    default = find_guide(here)
    guides = available.value or []
    rows = [
        _Row(guide, settings, is_default=guide == default, is_chosen=chosen_by_label(guide, guides))
        for guide in guides
    ]
    issues += [issue for row in rows for issue in row.issues]
    facts = {"dbep": __version__, "python": platform.python_version(), "fhir": PACKAGE_VERSION}
    if arguments.format == "json":
        answer = {**facts, "guides": [row.as_json() for row in rows]}
        console.json(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        console.lines(f"{name} {value}" for name, value in facts.items())
        console.lines(["", *_guides(rows, console.language)])
    if issues:
        console.report(issues)
    return 0


class _Row:
    """One guide, as both forms of the answer show it."""

    def __init__(self, guide: Any, settings: Any, *, is_default: bool, is_chosen: bool) -> None:
        from dbep_ig.host.guide_facts import facts_of
        from dbep_ig.host.packages import open_named

        opened = open_named(guide.package, settings)
        self.guide = guide
        self.is_default = is_default
        self.is_chosen = is_chosen
        self.facts = None if opened.value is None else facts_of(opened.value)
        self.issues: list[Issue] = [
            issue._replace(override=Severity.WARNING) for issue in opened.issues if issue.is_error
        ]

    def as_json(self) -> dict[str, Any]:
        facts, notice = self.facts, None if self.facts is None else self.facts.notice
        return {
            "id": self.guide.id,
            "version": self.guide.version,
            "status": None if facts is None else facts.status,
            "experimental": None if facts is None else facts.is_experimental,
            "date": None if facts is None else facts.date,
            "origin": self.guide.origin,
            "released": self.guide.is_released,
            "path": str(self.guide.place),
            "default": self.is_default,
            "chosenByLabel": self.is_chosen,
            "notice": None if notice is None else notice._asdict(),
        }


def _place(row: _Row, rows: list[_Row]) -> Text:
    """Where it comes from; and of several with one label, which of them `--guide` means, and which is used without it."""
    where: Text = row.guide.where()
    if sum(one.guide.label == row.guide.label for one in rows) < 2:
        return where
    if row.is_chosen:
        label = row.guide.label
        return Text(f"{where.nb}; brukes av «--guide {label}»", f"{where.en}; used by `--guide {label}`")
    if row.is_default:
        return Text(f"{where.nb}; brukes bare uten «--guide»", f"{where.en}; used only without `--guide`")
    return Text(f"{where.nb}; brukes ikke", f"{where.en}; not used")


def _guides(rows: list[_Row], language: Language) -> list[str]:
    from dbep_ig.host.guide_source import NO_GUIDES, status_text

    if not rows:
        return [NO_GUIDES.in_language(language)]
    cells = [
        (
            "*" if row.is_default else " ",
            row.guide.label,
            "" if row.facts is None else status_text(row.facts.stage).in_language(language),
            "" if row.facts is None else row.facts.date or "",
            _place(row, rows).in_language(language),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = [Text("guider:", "guides:").in_language(language)]
    lines += [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    notices = [row.facts.notice for row in rows if row.is_default and row.facts is not None]
    lines += ["", *(notice.in_language(language) for notice in notices if notice is not None)]
    return lines if len(lines) > len(cells) + 2 else lines[:-1]
