"""What a build keeps on disk from one run to the next, and which program made it.

A record is JSON under a digest of itself: one that is damaged, or that another program made, is none.
"""

import json
import os
import stat
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import dbep_ig
from dbep_ig.guide.stages import digest_of

from .trees import read_tree

PROGRAM = Path(dbep_ig.__file__).parent
_LIBRARIES = ("PyYAML", "Jinja2", "MarkupSafe")
_SETTLED = 2.0  # seconds; the coarsest clock of a file system in use


class StageFiles:
    """The records of one folder; see `guide.stages.Disk`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> Any:
        """None where there is none, or it is not as it was written."""
        try:
            digest, _, content = (self._folder / f"{name}.json").read_bytes().partition(b"\n")
            if sha256(content).hexdigest().encode() == digest:
                return json.loads(content)
        except (OSError, ValueError, RecursionError):
            pass
        return None

    def write(self, name: str, record: Any) -> None:
        """What the disk will not take is made again the next time."""
        content = json.dumps(record).encode("ascii")  # names of files need not be UTF-8
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"{name}.json"
            part = file.with_suffix(".part")
            part.write_bytes(sha256(content).hexdigest().encode() + b"\n" + content)
            part.replace(file)


@cache
def program_digest(kept_in: Path | None = None) -> str | None:
    """Of everything that decides what a build makes of its files: this program, its libraries, Python; None where it is not
    in files of its own.

    kept_in  where it is kept from one run to the next: what is listed as it was is not read again
    """
    if not PROGRAM.is_dir():
        return None
    parts = [path.name for path in PROGRAM.iterdir() if path.name not in ("_data", "__pycache__")]
    parts = [*sorted(parts), *(["_data/r4.core"] if (PROGRAM / "_data/r4.core").is_file() else [])]
    libraries = [sys.version, *(f"{name} {_version(name)}" for name in _LIBRARIES)]
    stages = None if kept_in is None else StageFiles(kept_in)
    newest, listed = _listing(parts)
    listing = digest_of(*libraries, listed)
    kept = None if stages is None else stages.read("program")
    if isinstance(kept, dict) and kept.get("listing") == listing:
        return str(kept.get("digest"))
    files = read_tree(PROGRAM, parts)
    code = {path: data for path, data in files.items() if not path.endswith(".pyc")}
    digest = digest_of(*libraries, code)
    # What has just been written may be written once more without showing in the listing.
    if stages is not None and time.time() - newest > _SETTLED:
        stages.write("program", {"listing": listing, "digest": digest})
    return digest


def _listing(parts: Iterable[str]) -> tuple[float, str]:
    """When the newest of the program's files was written (seconds since 1970), and one line of each: a copy has another number
    and time of change, also where it has the time of writing.
    """
    lines, newest = [str(PROGRAM)], 0.0
    waiting = [str(PROGRAM / part) for part in parts]
    while waiting:
        path = waiting.pop()
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            with os.scandir(path) as inside:
                names = sorted(one.name for one in inside if one.name != "__pycache__")
            waiting += [os.path.join(path, name) for name in names]
        else:
            lines.append(f"{path} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}")
            newest = max(newest, found.st_mtime, found.st_ctime)
    return newest, "\n".join(lines)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
