"""PATH… of a command line as named bytes: files, folders, globs and `-`, with an issue for each that cannot be read."""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dbep_ig.engine.diagnostics import Issue, Location, Rule, Severity

NOT_FOUND = Rule(
    code="DBEP4090",
    name="input-not-found",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="«{path}» finnes ikke",
    en="`{path}` does not exist",
)
NOTHING_IN_FOLDER = Rule(
    code="DBEP4091",
    name="folder-without-resources",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="Ingen filer i «{path}» har en av endelsene {endings}",
    en="No file in `{path}` ends in one of {endings}",
)
UNREADABLE = Rule(
    code="DBEP4092",
    name="input-unreadable",
    severity=Severity.FATAL,
    issue_type="exception",
    nb="«{path}» kan ikke leses: {reason}",
    en="`{path}` cannot be read: {reason}",
)
ENDINGS = (".json", ".xml", ".ndjson")
_NOT_RESOURCES = {"package.json", "package-lock.json"}  # lie beside resources in packages and repositories


@dataclass(frozen=True, slots=True)
class Input:
    """A document as it was found: the name the user knows it by, and its bytes."""

    name: str
    data: bytes


def read_inputs(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Input | Issue]:
    """Each document in the order given, a folder's files by name; an Issue in the place of what cannot be read."""
    for path in paths:
        if path == "-":
            yield Input("-", stdin.read())
            continue
        for file in _files(path):
            yield file if isinstance(file, Issue) else _read(file)


def _files(path: str) -> Iterator[Path | Issue]:
    found = Path(path)
    if found.is_dir():
        files = [file for file in sorted(found.rglob("*")) if _is_resource(file, found)]
        if files:
            yield from files
        else:
            yield _issue(NOTHING_IN_FOLDER, path, endings=ENDINGS)
    elif found.exists():
        yield found
    else:
        matches = sorted(glob.glob(path, recursive=True)) if any(sign in path for sign in "*?[") else []
        for match in matches:
            yield from _files(match)
        if not matches:
            yield _issue(NOT_FOUND, path)


def _is_resource(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return (
        not hidden and file.suffix.lower() in ENDINGS and file.name not in _NOT_RESOURCES and file.is_file()
    )


def _read(file: Path) -> Input | Issue:
    name = file.as_posix()
    try:
        return Input(name, file.read_bytes())
    except OSError as fault:
        return _issue(UNREADABLE, name, reason=fault.strerror or str(fault))


def _issue(rule: Rule, path: str, **params: object) -> Issue:
    return Issue(rule, Location(path), {"path": path, **params})
