"""Files that may be meant for the guide and lie, or are called, so that a build does not read them: the beginnings of them.

Looked for in the guide's folder and a few levels down. Left alone are hidden folders and those that begin with `_`, the folders
that a build reads or writes, those of tools, and every folder that has a guide.yaml of its own.
"""

import os
from collections.abc import Iterable
from pathlib import Path

_DEEPEST = 4
_HEAD = 4000  # bytes; what a file is, its first words say
_OF_TOOLS = frozenset(
    {"build", "dist", "node_modules", "venv", "site", "site-packages", "releases", "input", "output", "temp"}
)
_YAML = (".yaml", ".yml")
_NEARLY = (*_YAML, ".yaml.txt", ".yml.txt", ".yaml.yaml", ".yaml.yml")
_IN_FOLDERS = (*_NEARLY, ".json", ".txt", ".yam", ".yalm", ".ymal", "")
"""Endings that are looked at inside the folders of a guide, where nothing but YAML is expected."""


def stray_files(root: Path, read: Iterable[str], skip: Iterable[Path] = ()) -> dict[str, bytes]:
    """Path below `root` -> the beginning of the file.

    read  the folders and files that a build reads: of these, only what has another ending
    skip  folders that are not looked into
    """
    read = tuple(read)
    left = {os.path.realpath(one) for one in skip}
    own = {os.path.realpath(root / one): one for one in read}
    found: dict[str, bytes] = {}
    waiting = [(str(root), "", 0)]
    while waiting:
        folder, path, depth = waiting.pop()
        inside = path.partition("/")[0] in read
        for entry in sorted(_entries(folder), key=lambda one: one.name):
            name, here = entry.name, f"{path}/{entry.name}" if path else entry.name
            if name.startswith((".", "_", "~")):
                continue
            if entry.is_dir(follow_symlinks=False):
                real = os.path.realpath(entry.path)
                same = own.get(real)
                if same is not None and same != here:
                    continue  # a disk that knows no case: it is read under its right name
                if depth < _DEEPEST and real not in left and (same or _is_of_people(entry)):
                    waiting.append((entry.path, here, depth + 1))
            elif here not in read and _is_candidate(name, inside=inside):
                found[here] = _head(entry.path)
    return dict(sorted(found.items()))


def _is_candidate(name: str, *, inside: bool) -> bool:
    if not inside:
        return name.casefold().endswith(_NEARLY)
    # What ends in .yaml or .yml is read there.
    return not name.endswith(_YAML) and os.path.splitext(name.casefold())[1] in _IN_FOLDERS


def _is_of_people(entry: "os.DirEntry[str]") -> bool:
    if entry.name.casefold() in _OF_TOOLS:
        return False
    return not any(os.path.exists(os.path.join(entry.path, one)) for one in ("guide.yaml", "pyvenv.cfg"))


def _entries(folder: str) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # a folder that may not be read has nothing of the guide's
        return []


def _head(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""
