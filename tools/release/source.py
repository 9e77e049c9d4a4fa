"""What is released: the commit that HEAD names, its version and its time; and what stands in the way of a release."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple

from . import ReleaseError
from .running import run


class Source(NamedTuple):
    """A commit to release.

    seconds  the commit's time since 1970, which becomes the time of all that is built (SOURCE_DATE_EPOCH)
    """

    root: Path
    version: str
    commit: str
    seconds: int


def read_source(root: Path, *, dry: bool) -> Source:
    """HEAD of the checkout in `root`; raises ReleaseError with everything that stands in the way.

    dry  a try: neither a tag nor a clean tree is asked for, and what is not committed is left out
    """
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    obstacles = _versions(root, version)
    if not dry:
        obstacles += [*_tag(root, version), *_unreleased(root, version), *_tree(root)]
    if obstacles:
        raise ReleaseError("\n".join(obstacles))
    commit, seconds = run("git", "show", "--no-patch", "--format=%H %ct", "HEAD", folder=root).split()
    return Source(root, version, commit, int(seconds))


def _versions(root: Path, version: str) -> list[str]:
    """The places that tell the version, where they differ from pyproject.toml."""
    found = []
    code = (root / "src" / "dbep_ig" / "__init__.py").read_text(encoding="utf-8")
    if f'__version__ = "{version}"' not in code:
        found.append(f"src/dbep_ig/__init__.py has another version than pyproject.toml ({version}).")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = re.search(rf"(?m)^## {re.escape(version)} - (\S+)$", changelog)
    if dated is None or not _is_day(dated[1]):
        found.append(f"CHANGELOG.md has no dated section of {version} (`## {version} - yyyy-mm-dd`).")
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _tag(root: Path, version: str) -> list[str]:
    tags = run("git", "tag", "--points-at", "HEAD", folder=root).split()
    if f"v{version}" in tags:
        return []
    named = ", ".join(tags) or "none"
    return [f"HEAD has no tag v{version}, the version in pyproject.toml (tags of HEAD: {named})."]


def _unreleased(root: Path, version: str) -> list[str]:
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    waiting = re.search(r"(?ms)^## Unreleased\n(.*?)(?=^## |\Z)", changelog)
    if waiting is None or not waiting[1].strip():
        return []
    return [
        f"CHANGELOG.md has entries under Unreleased: they belong to {version}, or this is another version."
    ]


def _tree(root: Path) -> list[str]:
    changed = run("git", "status", "--porcelain", folder=root).splitlines()
    return [f"The tree is not clean: `{changed[0].strip()}`, and {len(changed) - 1} more."] if changed else []
