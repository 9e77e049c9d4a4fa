"""A guide's own choice of profile, read off its profiles: a plan of category X is validated against the profile that demands X.

A profile that fixes a code of `category`, `code` or `type` (by fixed or pattern value, on the element or on a slice that
must be there) is chosen for resources with that code. Where a guide has one profile for a type that fixes none of these, it
is chosen for all others of the type. Abstract profiles are never chosen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.fhir.json_types import Resource

Key = tuple[str, str]  # resource type, `system|code` or ""
_CHOOSING = ("category", "code", "type")


class GuideMap(Mapping[Key, str]):
    """(resource type, `system|code`) -> canonical of the profile; profiles of a type are read when it is first met.

    profiles_of    resource type -> the guide's profiles of that type, snapshots or differentials
    types          the resource types that the guide has profiles for
    """

    def __init__(self, profiles_of: Callable[[str], Iterable[Resource]], types: Iterable[str]) -> None:
        self._profiles_of = profiles_of
        self._types = tuple(types)
        self._by_type: dict[str, dict[Key, str]] = {}

    def __getitem__(self, key: Key) -> str:
        return self._of(key[0])[key]

    def __iter__(self) -> Iterator[Key]:
        for type_name in self._types:
            yield from self._of(type_name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return bool(self._types)

    def has_profiles(self, type_name: str) -> bool:
        """Whether the guide has profiles of a resource type."""
        return type_name in self._types

    def _of(self, type_name: str) -> dict[Key, str]:
        found = self._by_type.get(type_name)
        if found is None:
            profiles = self._profiles_of(type_name) if type_name in self._types else ()
            found = self._by_type[type_name] = _choices(type_name, profiles)
        return found


def _choices(type_name: str, profiles: Iterable[Resource]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    plain: list[str] = []
    for profile in profiles:
        if profile.get("derivation") != "constraint" or profile.get("abstract"):
            continue
        url = str(profile.get("url", ""))
        codes = list(_fixed_codes(type_name, profile))
        for code in codes:
            found.setdefault((type_name, code), url)
        if not codes:
            plain.append(url)
    if len(plain) == 1:
        found[type_name, ""] = plain[0]
    return found


def _fixed_codes(type_name: str, profile: Resource) -> Iterator[str]:
    """`system|code` of every coding that the profile demands in one of the choosing elements."""
    part = profile.get("snapshot") or profile.get("differential") or {}
    paths = {f"{type_name}.{name}" for name in _CHOOSING}
    for element in part.get("element", ()):
        if element.get("path") not in paths or (element.get("sliceName") and element.get("min") in (0, None)):
            continue
        for name in ("patternCodeableConcept", "fixedCodeableConcept", "patternCoding", "fixedCoding"):
            value: Any = element.get(name)
            if isinstance(value, dict):
                for coding in value.get("coding", (value,)):
                    yield f"{coding.get('system', '')}|{coding.get('code', '')}"
