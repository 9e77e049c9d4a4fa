"""What a program asks of the library, in one form; what cannot be meant is refused with what to write instead."""

import os
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

Profiles = str | Sequence[str] | AbstractSet[str]
Packages = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

_WORDS = ("auto", "none")
_SAY_PROFILES = "profiles is 'auto', 'none', a profile's URL or a list of URLs"
_SAY_PACKAGES = "packages is a path or id#version, or a list of these"


def profiles_asked(profiles: Profiles) -> Literal["auto", "none"] | tuple[str, ...]:
    """One of the words, or the profiles asked for. Raises TypeError or ValueError."""
    several = [profiles] if isinstance(profiles, str) else _several(profiles, _SAY_PROFILES)
    if isinstance(profiles, AbstractSet):
        several = sorted(several, key=str)
    if not several:
        raise ValueError("profiles is empty: write 'auto' (the default), or 'none' for R4 only")
    asked: list[str] = []
    for one in several:
        if not isinstance(one, str):
            raise TypeError(f"{_SAY_PROFILES}, not {_kind(one)} in a list")
        if not one.strip():
            raise ValueError(f"profiles has an empty text: {_SAY_PROFILES}")
        if one not in _WORDS and one.strip().lower() in _WORDS:
            raise ValueError(f"profiles={one!r}: write {one.strip().lower()!r}")
        asked.append(one)
    if len(asked) == 1:
        if asked[0] == "auto":
            return "auto"
        if asked[0] == "none":
            return "none"
    elif any(one in _WORDS for one in asked):
        raise ValueError("profiles: 'auto' and 'none' cannot be combined with other profiles")
    return tuple(asked)


def packages_asked(packages: Packages) -> tuple[str, ...]:
    """What to open, as `host.packages` takes it. Raises TypeError or ValueError."""
    if isinstance(packages, str | os.PathLike):
        return (_package(packages),)
    return tuple(_package(one) for one in _several(packages, _SAY_PACKAGES))


def _package(one: object) -> str:
    if isinstance(one, os.PathLike):
        path = os.fspath(one)
        if not isinstance(path, str):
            raise TypeError(f"{_SAY_PACKAGES}, not a path of bytes")
        # a path is never the name of a package: my.guide#1.0.0 that is not there is not looked for in the cache
        return path if os.path.isabs(path) or os.path.exists(path) else os.path.join(os.curdir, path)
    if not isinstance(one, str):
        raise TypeError(f"{_SAY_PACKAGES}, not {_kind(one)} in a list")
    return one


def _several(given: object, say: str) -> list[object]:
    if isinstance(given, bytes | bytearray | Mapping) or not isinstance(given, Iterable):
        raise TypeError(f"{say}, not {_kind(given)}")
    return list(given)


def check_open(
    guide: object,
    folder: object,
    without_guide: object,
    settings: object,
    service: object,
    package_settings: object,
) -> None:
    """The other arguments of `Validator.open`. Raises TypeError or ValueError."""
    if guide is not None and not isinstance(guide, str):
        instead = "write without_guide=True" if guide is False else "packages are given as packages=…"
        raise TypeError(f"guide is a version such as '0.1.0', or id#version, not {_kind(guide)}; {instead}")
    if folder is not None and not isinstance(folder, str | os.PathLike):
        raise TypeError(f"folder is a path, not {_kind(folder)}")
    if not isinstance(without_guide, bool):
        raise TypeError(f"without_guide is True or False, not {_kind(without_guide)}")
    if settings is not None:
        from dbep_ig.engine.validation import Settings  # start-up time

        if not isinstance(settings, Settings):
            raise TypeError(f"settings is a dbep_ig.Settings(…), not {_kind(settings)}")
    if package_settings is not None:
        from dbep_ig.host.packages import PackageSettings  # start-up time

        if not isinstance(package_settings, PackageSettings):
            raise TypeError(f"package_settings is a PackageSettings(…), not {_kind(package_settings)}")
    if service is not None and not hasattr(service, "validate_code"):
        raise TypeError(
            f"service is an object that answers, such as dbep_ig.HttpTerminologyService(URL), not {_kind(service)}"
        )


def check_role(by: object, before: object) -> None:
    """The role of a change. Raises TypeError or ValueError."""
    if by is not None and not isinstance(by, str):
        raise TypeError(f"by is a role of the life cycle, not {_kind(by)}")
    if by is not None and before is None:
        raise ValueError("by is who made the change: give the earlier version as before=…")


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
