"""Writes the files that an author begins with. One that is there is never written over."""

from collections.abc import Mapping
from pathlib import Path

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity
from dbep_ig.engine.diagnostics.os_faults import reason_of

FILE_EXISTS = Rule(
    code="DBEP6031",
    name="new-file-exists",
    severity=Severity.FATAL,
    issue_type="duplicate",
    nb="Filen «{file}» finnes fra før og er ikke endret",
    en="The file `{file}` exists already and has not been changed",
)
CANNOT_WRITE = Rule(
    code="DBEP6032",
    name="new-file-not-written",
    severity=Severity.FATAL,
    issue_type="exception",
    nb="«{file}» kan ikke skrives: {reason}",
    en="`{file}` cannot be written: {reason}",
)
_MAY_BE_THERE = frozenset((".gitignore",))


def write_new(files: Mapping[str, str], folder: Path) -> Result[list[Path]]:
    """Writes all of them, or none where one is there already. -> the files that were written."""
    for name in files:
        if (folder / name).exists() and name not in _MAY_BE_THERE:
            return Result(None, (Issue(FILE_EXISTS, Location(name), {"file": name}),))
    written: list[Path] = []
    for name, text in files.items():
        path = folder / name
        if path.exists():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as fault:
            return Result(
                None, (Issue(CANNOT_WRITE, Location(name), {"file": name, "reason": reason_of(fault)}),)
            )
        written.append(path)
    return Result(written)
