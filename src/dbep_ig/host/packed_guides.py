"""The guides that an installation brings along: the one built from the YAML beside the program's source, and the released ones.

    _data/guides/guides.json              [{"label": "my.guide#0.2.0", "released": false}, …], the default first
    _data/guides/my.guide#0.2.0/package/  the package, as in the FHIR cache

Written when the wheel is built (`hatch_build.py`), read by every command that needs a guide.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Result
from dbep_ig.engine.packages import Package
from dbep_ig.engine.packages.versions import version_key

from .package_files import write_files

LIST = "guides.json"


class PackedGuide(NamedTuple):
    """One guide of an installation."""

    label: str
    folder: Path
    is_released: bool


def packed_guides(folder: Path) -> tuple[PackedGuide, ...]:
    """The guides packed in `folder`, the default first; none where there is no such folder."""
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):  # a checkout; a wheel that is run straight from its zip
        return ()
    return tuple(PackedGuide(each["label"], folder / each["label"], each["released"]) for each in listed)


def pack_guides(built: Package, releases: Iterable[Package], folder: Path) -> Result[Path]:
    """Writes the guides into `folder`.

    built     what the YAML makes: the default. Where it is released too, it is the same and written once
    -> no value, and why, when the disk will not take it
    """
    released = {package.label: package for package in releases}
    others = sorted(released, key=lambda label: version_key(label.partition("#")[2]), reverse=True)
    packages = {built.label: built, **{label: released[label] for label in others}}
    for label, package in packages.items():
        written = write_files(package.files, folder / label)
        if written.value is None:
            return written
    listed = [{"label": label, "released": label in released} for label in packages]
    (folder / LIST).write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8", newline="\n")
    return Result(folder)
