"""Which guide is meant when none is named: the one of the checkout that the command runs in, else of the one that the program
runs from (an editable installation), else the one packed into the installation.

Inside a checkout (a folder with `guide.yaml`, or one below it) what `dbep build` made last is used, and the report says so,
also when the YAML has been changed since. A checkout that has not been built has none of its own.
"""

from pathlib import Path
from typing import NamedTuple

import dbep_ig
from dbep_ig.engine.diagnostics import Text

GUIDE_FILE = "guide.yaml"
SOURCES = (GUIDE_FILE, "model", "profiles")
PROGRAM = Path(dbep_ig.__file__).parent
BUILT_IN = PROGRAM / "_data" / "guide"


NO_GUIDE = Text(
    "Ingen guide er tilgjengelig, så bare R4 er kontrollert: kjør «dbep build» i mappa til guiden, eller oppgi en pakke.",
    "No guide is available, so only R4 was checked: run `dbep build` in the guide's folder, or give a package.",
)


class GuideSource(NamedTuple):
    """A guide's package: a folder that `load_packages` can be given, and what the report says of it."""

    package: str
    note: Text


def find_checkout(start: Path) -> Path | None:
    """The nearest folder with a guide.yaml, from `start` upwards."""
    for folder in (start, *start.parents):
        if (folder / GUIDE_FILE).is_file():
            return folder
    return None


def find_guide(start: Path) -> GuideSource | None:
    """The guide to validate against; None where there is none."""
    return _built_in(find_checkout(start)) or _built_in(_own_checkout()) or _installed()


def _own_checkout() -> Path | None:
    """The checkout that the program runs from, if it does."""
    checkout = find_checkout(PROGRAM)
    return checkout if checkout is not None and checkout / "src" / PROGRAM.name == PROGRAM else None


def _built_in(checkout: Path | None) -> GuideSource | None:
    if checkout is None:
        return None
    built = checkout / "build" / "package"
    manifest = built / "package" / "package.json" if (built / "package").is_dir() else built / "package.json"
    if not manifest.is_file():
        return None
    if _newest(checkout) > manifest.stat().st_mtime_ns:
        said = Text(
            f"Guiden er den som sist ble bygget i {checkout}; YAML er endret siden: kjør «dbep build».",
            f"The guide is the one last built in {checkout}; the YAML has changed since: run `dbep build`.",
        )
    else:
        said = Text(
            f"Guiden er den som er bygget i {checkout}.", f"The guide is the one built in {checkout}."
        )
    return GuideSource(str(built), said)


def _installed() -> GuideSource | None:
    if not BUILT_IN.is_dir():
        return None
    said = Text("Guiden er den som følger med dbep.", "The guide is the one that comes with dbep.")
    return GuideSource(str(BUILT_IN), said)


def _newest(checkout: Path) -> int:
    """When anything that the guide is made of was last changed, in nanoseconds."""
    newest = 0
    for name in SOURCES:
        path = checkout / name
        for file in (path,) if name == GUIDE_FILE else path.rglob("*.yaml"):
            newest = max(newest, file.stat().st_mtime_ns)
    return newest
