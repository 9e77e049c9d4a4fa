"""`dbep check`: what is wrong with the guide, as `dbep build` says it, with nothing written.

Imports inside functions are for start-up time.
"""

from collections.abc import Iterable
from pathlib import Path

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import REPORT_FORMAT_OPTION
from dbep_ig.apps.cli.package_options import PLACE_OPTIONS, package_settings
from dbep_ig.apps.cli.parameters import Argument
from dbep_ig.apps.cli.values import Place
from dbep_ig.engine.diagnostics import Issue, Location, Report, Rule, Text
from dbep_ig.engine.reports import format_named

NOT_OF_THE_GUIDE = Rule(
    code="DBEP6070",
    name="file-not-of-guide",
    issue_type="not-found",
    nb="«{file}» er ikke blant filene som guiden i {folder} lages av",
    en="`{file}` is not among the files that the guide in {folder} is made of",
)


@command(
    Argument(
        "paths",
        Text("MAPPE|FIL", "FOLDER|FILE"),
        Text(
            "mappa med guide.yaml, eller en under den (ellers mappa kommandoen kjøres i); eller filer: hele guiden kontrolleres, og bare det som gjelder disse filene, vises",
            "the folder with guide.yaml, or one below it (default: the folder the command runs in); or files: the whole guide is checked, and only what concerns these files is shown",
        ),
        required=False,
        many=True,
        type=Place("file"),
    ),
    *PLACE_OPTIONS,
    REPORT_FORMAT_OPTION,
    epilog=Text(
        "Finner det samme som «dbep build --no-site», med samme avslutningskoder. Det som er kontrollert før, kontrolleres ikke igjen.",
        "Finds what `dbep build --no-site` finds, with the same exit codes. What has been checked before is not checked again.",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Checks, and reports. -> 0, 1 with errors, 2 if nothing could be read."""
    from dbep_ig import build
    from dbep_ig.host.guide_source import find_checkout
    from dbep_ig.host.home import working_folder

    here = working_folder()
    if here is None:
        console.note(
            Text(
                "dbep check: mappa kommandoen kjøres i, finnes ikke lenger",
                "dbep check: the folder that the command runs in is no longer there",
            )
        )
        return 2
    places = [here / path for path in arguments.paths or ["."]]
    files = [path for path in places if not path.is_dir()]
    folders = [path for path in places if path.is_dir()] or [files[0].parent]
    root = find_checkout(folders[0])
    checked = build.check(
        folders[0],
        kept_in=None if root is None else root / "build",
        package_settings=package_settings(arguments, console),
        say=console.progress,
    )
    report = checked.report.engine
    if root is not None and report.documents and len(files) == len(places):
        report = _about(files, root, report)
    console.write(format_named(arguments.format).render(report, console.language, colour=console.colour))
    if not checked.counts and not report.documents:
        return 2
    return 1 if report.has_errors else 0


def _about(files: Iterable[Path], root: Path, report: Report) -> Report:
    """The findings that are shown in these files, and DBEP6070 for a file that the guide is not made of."""
    wanted: set[str] = set()
    unknown: list[Issue] = []
    for file in files:
        name = _name(file, root)
        if name in report.documents:
            wanted.add(name)
        else:
            unknown.append(Issue(NOT_OF_THE_GUIDE, Location(name), {"file": name, "folder": root}))
    shown = [issue for issue in report.issues if _documents(issue) & wanted]
    return Report.of(
        [*unknown, *shown],
        documents=[name for name in report.documents if name in wanted],
        notes=report.notes,
        beyond=report.beyond,
    )


def _name(file: Path, root: Path) -> str:
    """As issues name it: below the guide's folder, with slashes."""
    try:
        return file.resolve().relative_to(root.resolve()).as_posix()
    except (OSError, ValueError):
        return str(file)


def _documents(issue: Issue) -> set[str]:
    """The file it is reported in, and the file whose text is shown."""
    place = issue.location.place()
    return {issue.document} if place is None else {issue.document, place.source.name}
