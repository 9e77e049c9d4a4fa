"""Versions of packages and of resources: which is newer, and which ones a range means.

Ranges as FHIR packages use them: `1.2.3`, `1.2.x`, `1.x`, `latest`, `current` (the continuous build), `dev` (a local build).
Source: https://confluence.hl7.org/display/FHIR/NPM+Package+Specification and https://semver.org/#spec-item-11
"""

import re
from collections.abc import Iterable

TAGS = ("latest", "current", "dev")

_EXACT = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-+_$]*\Z")
_WILD = re.compile(r"(\d+\.)+[xX*]\Z|[xX*]\Z")

VersionKey = tuple[tuple[tuple[int, int, str], ...], int, tuple[tuple[int, int, str], ...]]


def version_key(version: str) -> VersionKey:
    """Sorts versions from old to new: numbers as numbers, `1.0.0-ballot` before `1.0.0`; dates and other text as they go."""
    core, _, _ = version.partition("+")
    if core[:1].isdigit() and "." in core:
        release, dash, pre = core.partition("-")
    else:
        release, dash, pre = core.replace("-", "."), "", ""
    return _parts(release), 0 if dash else 1, _parts(pre)


def _parts(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (0, int(each), "") if each.isdecimal() and len(each) < 20 else (1, 0, each)
        for each in text.split(".")
        if each
    )


def is_range(wanted: str) -> bool:
    """Whether this is a version, a tag or a range that packages may use."""
    return wanted in TAGS or bool(_WILD.match(wanted) or _EXACT.match(wanted))


def is_exact(wanted: str) -> bool:
    """Whether only one version can be meant (`current` and `dev` are builds by that very name)."""
    return wanted != "latest" and not _WILD.match(wanted)


def satisfies(version: str, wanted: str) -> bool:
    """Whether `version` is one that `wanted` means."""
    if wanted == "latest":
        return version not in TAGS
    if _WILD.match(wanted):
        return version not in TAGS and f"{version}.".startswith(wanted[:-1])
    if wanted == "dev":
        return version in ("dev", "current")
    return version == wanted


def best_version(wanted: str, available: Iterable[str]) -> str | None:
    """The newest of `available` that `wanted` means, a finished one before a ballot; `dev` before `current`; None if none."""
    meant = [each for each in available if satisfies(each, wanted)]
    if wanted == "dev" and "dev" in meant:
        return "dev"
    finished = [each for each in meant if version_key(each)[1]]
    return max(finished or meant, key=version_key, default=None)
