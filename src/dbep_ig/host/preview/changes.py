"""Whether anything that a guide is written in has changed: looked for again and again, without a service of the system's.

Most editors save by writing another file and giving it the name, many save several files at once, and a change of branch is
hundreds: a change is reported when all is quiet.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic, sleep

WATCHED = ("guide.yaml", "model", "profiles", "examples", "site", "releases", "CHANGELOG.md", "dbep.lock")
_PAUSE = 0.08  # seconds between two looks
_QUIET = 0.05  # as long as nothing more changes
_LONGEST = 2.0  # an end to the wait for quiet
_TEMPORARY = ("~", ".tmp", ".swp", ".swx", ".bak", ".part", ".orig", "#")

Seen = Mapping[str, tuple[int, int, int]]


def look(root: Path) -> Seen:
    """Path below `root` -> time of change, size and number of each file; what is gone meanwhile is not there."""
    found: dict[str, tuple[int, int, int]] = {}
    for name in WATCHED:
        _look_at(os.path.join(root, name), name, found)
    return found


def changed(before: Seen, now: Seen) -> list[str]:
    """The files that are new, gone or others than they were."""
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def wait_for_change(root: Path, before: Seen, *, no_longer_than: float | None = None) -> Seen:
    """Returns when there is a change and all is quiet again; `before` itself when the time (in seconds) is up."""
    end = None if no_longer_than is None else monotonic() + no_longer_than
    while not changed(before, now := look(root)):
        if end is not None and monotonic() >= end:
            return before
        sleep(_PAUSE)
    end = monotonic() + _LONGEST
    while monotonic() < end:
        sleep(_QUIET)
        later = look(root)
        if later == now:
            break
        now = later
    return now


def _look_at(path: str, name: str, found: dict[str, tuple[int, int, int]]) -> None:
    """A file, or all files below a folder; links are not followed out of it."""
    try:
        entries = os.scandir(path)
    except NotADirectoryError:
        try:
            state = os.stat(path)
        except OSError:
            return
        found[name] = (state.st_mtime_ns, state.st_size, state.st_ino)
        return
    except OSError:
        return
    with entries:
        for entry in _entries(entries):
            if entry.name.startswith((".", "#")) or entry.name.endswith(_TEMPORARY):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    _look_at(entry.path, f"{name}/{entry.name}", found)
                elif entry.is_file():
                    state = entry.stat()
                    found[f"{name}/{entry.name}"] = (state.st_mtime_ns, state.st_size, state.st_ino)
            except OSError:  # gone meanwhile
                continue


def _entries(entries: Iterator[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
    """A folder may be deleted while it is listed."""
    try:
        yield from entries
    except OSError:
        return
