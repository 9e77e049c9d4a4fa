"""PATH… of a command line as named bytes: files, folders, globs and `-`, with an issue for each that cannot be read."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Rule, Severity
from dbep_ig.engine.fhir.parts import Stream

from .path_lists import PathList, in_order
from .spooling import Spooled

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


class Input(NamedTuple):
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


class Inputs:
    """As `read_inputs`, opened one by one and as often as is asked: see `engine.validation.documents.Inputs`.

    What can be read only once (standard input, a pipe) is kept in a temporary file.
    """

    def __init__(self, paths: Sequence[str], stdin: BinaryIO) -> None:
        self._paths = PathList()
        self._others: dict[int, Issue | Spooled] = {}
        self.unread = False  # something could not be read
        for path in paths:
            for found in [Spooled(stdin)] if path == "-" else _files(path):
                if not isinstance(found, str):
                    self._others[len(self._paths)] = found
                self._paths.append(found if isinstance(found, str) else _name(found))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._paths)

    def name(self, number: int) -> str:
        """What the user calls it."""
        return self._paths[number]

    def open(self, number: int) -> Stream | Issue:
        """Its bytes from the start, or why they cannot be had."""
        found = self._others.get(number)
        if found is None:
            path = self._paths[number]
            try:
                stream = open(path, "rb")  # noqa: SIM115  whoever asked reads on, and closes it
                if stream.seekable():
                    return stream
                with stream:
                    found = self._others[number] = Spooled(stream)
            except OSError as fault:
                found = _issue(UNREADABLE, path, reason=fault.strerror or str(fault))
        if isinstance(found, Issue):
            self.unread = True
            return found
        return found.open()


def _name(found: Issue | Spooled) -> str:
    return found.location.document if isinstance(found, Issue) else "-"


def _files(path: str) -> Iterator[str | Issue]:
    found = Path(path)
    if found.is_dir():
        root = found.as_posix()
        prefix = "" if root == "." else root if root.endswith("/") else root + "/"
        is_empty = True
        for name in _resources(root, prefix):
            is_empty = False
            yield name
        if is_empty:
            yield _issue(NOTHING_IN_FOLDER, path, endings=ENDINGS)
    elif found.exists():
        yield found.as_posix()
    else:
        matches = sorted(glob.glob(path, recursive=True)) if any(sign in path for sign in "*?[") else []
        for match in matches:
            yield from _files(match)
        if not matches:
            yield _issue(NOT_FOUND, path)


def _resources(folder: str, prefix: str) -> Iterator[str]:
    """The files of a folder that look like resources, by name; those of a folder inside it where that stands.

    Links to folders are not followed, hidden things are left alone.
    """
    waiting = [(prefix, *_entries(folder))]
    while waiting:
        prefix, folders, names = waiting[-1]
        name = next(names, None)
        if name is None:
            waiting.pop()
        elif name in folders:
            waiting.append((f"{prefix}{name}/", *_entries(prefix + name)))
        elif os.path.isfile(prefix + name):
            yield prefix + name


def _entries(folder: str) -> tuple[set[str], Iterator[str]]:
    """Which are folders; the names of these and of the files in order."""
    folders: set[str] = set()

    def names() -> Iterator[str]:
        with os.scandir(folder) as listed:
            for one in listed:
                if one.name.startswith("."):
                    continue
                if one.is_dir(follow_symlinks=False):
                    folders.add(one.name)
                    yield one.name
                elif _is_resource(one.name):
                    yield one.name

    try:
        return folders, in_order(names())
    except OSError:
        return folders, iter(())


def _is_resource(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in ENDINGS and name not in _NOT_RESOURCES


def _read(file: str) -> Input | Issue:
    try:
        return Input(file, Path(file).read_bytes())
    except OSError as fault:
        return _issue(UNREADABLE, file, reason=fault.strerror or str(fault))


def _issue(rule: Rule, path: str, **params: object) -> Issue:
    return Issue(rule, Location(path), {"path": path, **params})
