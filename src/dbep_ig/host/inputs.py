"""PATH… of a command line as named bytes: files, folders, globs and `-`, with an issue for each that cannot be read.

A pipe or a device is read when it is named itself, as `<(…)` of a shell is; a folder or a glob that holds one passes it by.
Nothing is read further than the limit of a document.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Rule, Severity, Text
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.parts import (
    BrokenStream,
    Stream,
    holds_lines,
    parts_of,
    read_part,
    read_whole,
    unreadable,
)
from dbep_ig.engine.fhir.text_rules import DOCUMENT_TOO_LARGE, INPUT_UNREADABLE
from dbep_ig.engine.fhir.type_model import TypeModel

from .path_lists import PathList, in_order
from .spooling import Spooled, pieces_of
from .unpacking import MAGIC, unpacked

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
    nb="Ingen filer i «{path}» har en av endelsene {endings}, med eller uten .gz",
    en="No file in `{path}` ends in one of {endings}, with or without .gz",
)
NO_PATH = Rule(
    code="DBEP4093",
    name="empty-path",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="Et tomt argument viser ikke til noe; er en variabel uten verdi?",
    en="An empty argument names nothing; is a variable without a value?",
)
NO_FILES_IN_GLOB = Rule(
    code="DBEP4095",
    name="glob-without-files",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="«{path}» treffer bare rør og enheter, som må oppgis hver for seg",
    en="`{path}` matches only pipes and devices, which must be named one by one",
)
ENDINGS = (".json", ".xml", ".ndjson", ".jsonl")
_PACKED = ".gz"
_NOT_RESOURCES = {"package.json", "package-lock.json"}  # lie beside resources in packages and repositories
_CLOSED = Text("standard inn er lukket", "standard input is closed")


class Input(NamedTuple):
    """A document as it was found: the name the user knows it by, and its bytes."""

    name: str
    data: bytes


def read_inputs(paths: Sequence[str], stdin: BinaryIO | None) -> Iterator[Input | Issue]:
    """Each document in the order given, a folder's files by name; an Issue in the place of what cannot be read.

    Of a document that is larger than is allowed, so much that its reader says so.
    """
    inputs = Inputs(paths, stdin)
    for number in range(len(inputs)):
        name, stream = inputs.name(number), inputs.open(number)
        if isinstance(stream, Issue):
            yield stream
            continue
        try:
            yield Input(name, read_whole(stream))
        except BrokenStream as fault:
            yield fault.issue
        except OSError as fault:
            yield unreadable(name, fault)
        finally:
            stream.close()


def read_documents(
    inputs: "Inputs", types: TypeModel
) -> Iterator[tuple[str, list[Document], tuple[Issue, ...]]]:
    """(name, documents, issues) of each input, one line of NDJSON after the other."""
    for number in range(len(inputs)):
        name, stream = inputs.name(number), inputs.open(number)
        if isinstance(stream, Issue):
            yield name, [], (stream,)
            continue
        try:
            for part in parts_of(stream, name):
                if isinstance(part, Issue):
                    yield name, [], (part,)
                else:
                    read = read_part(part, name, types)
                    yield name, read.value or [], read.issues
        except BrokenStream as fault:
            yield name, [], (fault.issue,)
        except OSError as fault:
            yield name, [], (unreadable(name, fault),)
        finally:
            stream.close()


class Inputs:
    """Named inputs, opened one by one and as often as is asked: see `engine.validation.documents.Inputs`.

    What can be read only once (standard input, a pipe) is kept as far as it has been read; so is what was unpacked last.
    """

    def __init__(self, paths: Sequence[str], stdin: BinaryIO | None, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._paths = PathList()
        self._others: dict[int, Issue | Spooled] = {}
        self._unpacked: tuple[int, Spooled] | None = None
        self.unread = False  # something could not be read
        for path in paths:
            for found in [_of_stdin(stdin)] if path == "-" else _files(path):
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
        if found is None and self._unpacked is not None and self._unpacked[0] == number:
            found = self._unpacked[1]
        if found is None:
            path = self._paths[number]
            try:
                opened = self._opened(number, path)
            except (OSError, ValueError) as fault:
                opened = unreadable(path, fault)
            if not isinstance(opened, Issue | Spooled):
                return opened
            found = opened
        if isinstance(found, Issue):
            self.unread = self.unread or found.rule is not DOCUMENT_TOO_LARGE
            return found
        return found.open()

    def _opened(self, number: int, path: str) -> "Stream | Spooled | Issue":
        stream = open(path, "rb")  # noqa: SIM115  whoever asked reads on, and closes it
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            found = self._others[number] = _maybe_packed(stream, path)
            return found
        if path.lower().endswith(_PACKED) and stream.peek(2)[:2] == MAGIC:
            spooled = Spooled(unpacked(pieces_of(stream), path))
            self._unpacked = (number, spooled)
            return spooled
        if status.st_size > self._limits.bytes and not holds_lines(stream, path, self._limits):
            stream.close()
            params = {"document": path, "allowed": self._limits.bytes}
            return Issue(DOCUMENT_TOO_LARGE, Location(path), params)
        return stream


def _of_stdin(stdin: BinaryIO | None) -> Spooled | Issue:
    if stdin is None:
        return _issue(INPUT_UNREADABLE, "-", reason=_CLOSED)
    return _maybe_packed(stdin, "-")


def _maybe_packed(stream: BinaryIO, name: str) -> Spooled:
    """What comes through a pipe, unpacked where it begins as gzip does. Nothing is read before somebody asks."""

    def pieces() -> Iterator[bytes]:
        given = pieces_of(stream)
        first = b""
        while len(first) < len(MAGIC) and (piece := next(given, b"")):
            first += piece
        several = _after(first, given)
        yield from unpacked(several, name) if first.startswith(MAGIC) else several

    return Spooled(pieces())


def _after(first: bytes, given: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from given


def _name(found: Issue | Spooled) -> str:
    # a null character is what parts the names of a `PathList`
    return found.location.document.replace("\0", "\u2400") if isinstance(found, Issue) else "-"


def _files(path: str) -> Iterator[str | Issue]:
    if not path:
        yield Issue(NO_PATH, Location('""'))  # as it was written
        return
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as fault:
        yield from _matches(path, fault)
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path)
    else:
        yield Path(path).as_posix()


def _in_folder(path: str) -> Iterator[str | Issue]:
    root = Path(path).as_posix()
    prefix = "" if root == "." else root if root.endswith("/") else root + "/"
    is_empty = True
    for name in _resources(root, prefix):
        is_empty = False
        yield name
    if is_empty:
        yield _issue(NOTHING_IN_FOLDER, path, endings=ENDINGS)


def _matches(path: str, fault: OSError | ValueError) -> Iterator[str | Issue]:
    """What a glob finds; else why there is nothing."""
    matches: list[str] = []
    if any(sign in path for sign in "*?["):
        import glob  # seldom needed

        try:
            matches = sorted(glob.glob(path, recursive=True))
        except (OSError, ValueError, RecursionError):
            matches = []
    is_empty = True
    for match in matches:
        for found in _in_folder(match) if os.path.isdir(match) else _regular(match):
            is_empty = False
            yield found
    if not is_empty:
        return
    if matches:
        yield _issue(NO_FILES_IN_GLOB, path)
    elif isinstance(fault, FileNotFoundError | NotADirectoryError):
        yield _issue(NOT_FOUND, path)
    else:
        yield unreadable(path, fault)


def _regular(path: str) -> Iterator[str | Issue]:
    """The path of a file; an issue where a link leads nowhere; nothing for what is no file."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        yield _issue(NOT_FOUND, path)
    except OSError as fault:
        yield unreadable(path, fault)
    else:
        if stat.S_ISREG(mode):
            yield path


def _resources(folder: str, prefix: str) -> Iterator[str | Issue]:
    """The files of a folder that look like resources, by name; those of a folder inside it in the place of its name.

    Links to folders are not followed, hidden things are left alone.
    """
    waiting: list[tuple[str, set[str], Iterator[str]]] = []

    def enter(folder: str, prefix: str) -> Iterator[Issue]:
        try:
            waiting.append((prefix, *_entries(folder)))
        except OSError as fault:
            yield unreadable(folder, fault)

    yield from enter(folder, prefix)
    while waiting:
        prefix, folders, names = waiting[-1]
        name = next(names, None)
        if name is None:
            waiting.pop()
        elif name in folders:
            yield from enter(prefix + name, f"{prefix}{name}/")
        else:
            yield from _regular(prefix + name)


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

    return folders, in_order(names())


def _is_resource(name: str) -> bool:
    return name.lower().removesuffix(_PACKED).endswith(ENDINGS) and name not in _NOT_RESOURCES


def _issue(rule: Rule, path: str, **params: object) -> Issue:
    return Issue(rule, Location(path), {"path": path, **params})
