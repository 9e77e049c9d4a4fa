"""What a build keeps on disk from one run to the next, and which program made it.

A record is JSON under a digest of itself: one that is damaged, or that another program made, is none.
"""

import json
import sys
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
def program_digest() -> str | None:
    """Of everything that decides what a build makes of its files: this program, its libraries, Python; None where it is not
    in files of its own.
    """
    if not PROGRAM.is_dir():
        return None
    parts = [path.name for path in PROGRAM.iterdir() if path.name not in ("_data", "__pycache__")]
    files = read_tree(PROGRAM, [*sorted(parts), "_data/r4.core"])
    code = {path: data for path, data in files.items() if not path.endswith(".pyc")}
    return digest_of(sys.version, *(f"{name} {_version(name)}" for name in _LIBRARIES), code)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
