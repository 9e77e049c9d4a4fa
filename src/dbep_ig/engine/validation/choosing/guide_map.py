"""A guide's own choice of profile, read off its profiles: by the fixed values of a resource, else the profile that all share.

What tells profiles of one type apart are the codings that they demand (`profile_marks.py`) of `category`, `code` and `type`, and
of any other element of which two of them demand different ones. The most specific profile whose demands are met is chosen:

- all elements for which it demands a code have one of its codes; or, where it demands systems alone, one of its systems;
- of profiles derived from each other the last; of others those that more elements speak for; all of them where that is equal,
  but the one they are derived from where nothing tells them apart;
- where no profile has all of its codes: the one with most of them, unless an element with one value says otherwise.

Abstract profiles are chosen when no other is: what they demand of all their kind is no less true of a resource of a kind
that has no profile of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.fhir.documents import Resource

from .profile_marks import Find, Mark, ProfileMarks

Key = tuple[str, str]  # resource type, `system|code` or ""
KIND = ("category", "code", "type")
_MOST_REMEMBERED = 1_000  # choices, by the codings that a resource has


class Given(NamedTuple):
    """A coding of a resource.

    pointer  from the resource
    """

    element: str
    pointer: tuple[str | int, ...]
    system: str
    code: str


class TypeProfiles:
    """The profiles of one resource type.

    common    the profile that the others are derived from, or the only one that is told by nothing; None when there is none
    is_told   whether some are told by codings
    is_for_all  whether `common` is for every other resource of the type: the map was written by hand
    marks     element name -> all that is demanded there, in the order of the profiles
    """

    def __init__(self, profiles: Iterable[ProfileMarks], *, is_by_hand: bool = False) -> None:
        self.profiles = tuple(profiles)
        telling = self._telling()
        self._coded: dict[tuple[str, str, str], list[int]] = {}
        self._loose: dict[tuple[str, str], list[int]] = {}
        self._needs: list[frozenset[str]] = []
        self._has_codes: list[bool] = []
        self.marks: dict[str, dict[Mark, None]] = {}
        self._known: dict[tuple[tuple[str, str, str], ...], tuple[int, ...]] = {}
        for number, profile in enumerate(self.profiles):
            marks = {name: some for name, some in profile.marks.items() if name in telling}
            coded = frozenset(name for name, some in marks.items() if any(code for _, code in some))
            self._needs.append(coded or frozenset(marks))
            self._has_codes.append(bool(coded))
            for name, some in marks.items():
                for system, code in sorted(some):
                    self.marks.setdefault(name, {})[system, code] = None
                    if code:
                        self._coded.setdefault((name, system, code), []).append(number)
                    elif not coded:
                        self._loose.setdefault((name, system), []).append(number)
        self.is_told = bool(self._coded or self._loose)
        self.is_for_all = is_by_hand
        shared = None if is_by_hand else self._shared(range(len(self.profiles)))
        self.common = self._untold() if shared is None else shared

    def _telling(self) -> set[str]:
        """The elements by which profiles are chosen."""
        names = {name for profile in self.profiles for name in profile.marks}
        wanted = {name: {marks for one in self.profiles if (marks := one.marks.get(name))} for name in names}
        return {name for name in names if name in KIND or len(wanted[name]) > 1}

    def _untold(self) -> int | None:
        untold = [number for number, needs in enumerate(self._needs) if not needs]
        return untold[0] if len(untold) == 1 else None

    def _shared(self, numbers: Iterable[int]) -> int | None:
        """The nearest profile that these are, or are derived from."""
        lines = [{self.profiles[n].url, *self.profiles[n].ancestors} for n in numbers]
        shared = [
            number
            for number, profile in enumerate(self.profiles)
            if lines and all(profile.url in line for line in lines)
        ]
        return max(shared, key=lambda number: len(self.profiles[number].ancestors), default=None)

    def url(self, number: int | None) -> str | None:
        """The canonical of one of `profiles`."""
        return None if number is None else self.profiles[number].url

    def given(self, resource: Mapping[str, Any]) -> Iterator[Given]:
        """The codings of the telling elements."""
        for name in self.marks:
            value = resource.get(name)
            if type(value) is str:
                yield Given(name, (name,), "", value)
                continue
            for index, one in enumerate(value if type(value) is list else (value,)):
                if type(one) is not dict:
                    continue
                pointer = (name, index) if type(value) is list else (name,)
                codings = one.get("coding")
                if type(codings) is list:
                    for number, coding in enumerate(codings):
                        if type(coding) is dict:
                            yield _given(name, (*pointer, "coding", number), coding)
                elif "system" in one or "code" in one:
                    yield _given(name, pointer, one)

    def chosen(self, resource: Mapping[str, Any]) -> tuple[int, ...]:
        """The profiles that the fixed values of a resource choose."""
        if not self.marks:
            return ()
        given = tuple([(one.element, one.system, one.code) for one in self.given(resource)])
        found = self._known.get(given)
        if found is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[given] = self._chosen(given)
        return found

    def _chosen(self, given: tuple[tuple[str, str, str], ...]) -> tuple[int, ...]:
        hits: dict[int, set[str]] = {}
        coded: set[str] = set()
        for name, system, code in given:
            if system:
                coded.add(name)
            for number in self._coded.get((name, system, code), ()):
                hits.setdefault(number, set()).add(name)
            for number in self._loose.get((name, system), ()) if system else ():
                hits.setdefault(number, set()).add(name)
        if not hits:
            return ()
        full = [number for number, names in hits.items() if names >= self._needs[number]]
        if full:
            return self._most_specific(full, hits)
        partial = [
            number
            for number, names in hits.items()
            if not any(
                name in coded and name in self.profiles[number].single for name in self._needs[number] - names
            )
        ]
        most = max((len(hits[number]) for number in partial), default=0)
        best = [number for number in partial if len(hits[number]) == most]
        if len(best) > 1:
            shared = self._shared(best)
            return () if shared is None else (shared,)
        return tuple(best)

    def is_chosen_by_code(self, numbers: Iterable[int]) -> bool:
        """Whether one of them demands a code, and not only a system."""
        return any(self._has_codes[number] for number in numbers)

    def _most_specific(self, full: list[int], hits: Mapping[int, set[str]]) -> tuple[int, ...]:
        bases = {url for number in full for url in self.profiles[number].ancestors}
        last = [number for number in full if self.profiles[number].url not in bases]
        most = max(self._weight(number, hits) for number in last)
        best = sorted(number for number in last if self._weight(number, hits) == most)
        if len(best) > 1:
            shared = self._shared(best)
            if len({self._marks_of(number) for number in best}) == 1 and shared is not None:
                return (shared,)
        return tuple(best)

    def _weight(self, number: int, hits: Mapping[int, set[str]]) -> int:
        return len(hits[number]) if self._has_codes[number] else 0

    def _marks_of(self, number: int) -> frozenset[tuple[str, Mark]]:
        marks = self.profiles[number].marks
        return frozenset((name, mark) for name, some in marks.items() if name in self.marks for mark in some)


def _given(name: str, pointer: tuple[str | int, ...], coding: Mapping[str, Any]) -> Given:
    system, code = coding.get("system"), coding.get("code")
    return Given(name, pointer, system if type(system) is str else "", code if type(code) is str else "")


class GuideMap:
    """Resource type -> the guide's profiles of that type, read when the type is first met.

    profiles_of    resource type -> the guide's profiles of that type, snapshots or differentials
    types          the resource types that the guide has profiles for
    find           any profile by its canonical, for what they are derived from
    """

    def __init__(
        self,
        profiles_of: Callable[[str], Iterable[Resource]],
        types: Iterable[str],
        find: Find = lambda _: None,
        *,
        is_by_hand: bool = False,
    ) -> None:
        self._profiles_of = profiles_of
        self._types = frozenset(types)
        self._find = find
        self._is_by_hand = is_by_hand
        self._by_type: dict[str, TypeProfiles] = {}
        self._tells_kinds: bool | None = None

    def __bool__(self) -> bool:
        return bool(self._types)

    def of(self, type_name: str) -> TypeProfiles | None:
        """None for a type that the guide has no profile for."""
        found = self._by_type.get(type_name)
        if found is None and type_name in self._types:
            profiles = (
                ProfileMarks(one, self._find)
                for one in self._profiles_of(type_name)
                if one.get("derivation") == "constraint"
            )
            found = self._by_type[type_name] = TypeProfiles(profiles, is_by_hand=self._is_by_hand)
        return found

    @property
    def tells_kinds(self) -> bool:
        """Whether there is a type of which codes choose the profile: then the guide has plans, or the like, that others belong to."""
        if self._tells_kinds is None:
            every = (self.of(name) for name in sorted(self._types))
            self._tells_kinds = any(one is not None and one.is_told for one in every)
        return self._tells_kinds


def given_map(choices: Mapping[Key, str]) -> GuideMap:
    """A map written by hand: (resource type, `system|code` of `category`, `code` or `type`, or "") -> canonical."""
    written: dict[str, list[Resource]] = {}
    for (type_name, key), url in choices.items():
        system, _, code = key.rpartition("|")
        for name in KIND if key else ("",):
            elements = [{"id": f"{type_name}.{name}", "patternCoding": {"system": system, "code": code}}]
            profile = {"url": url, "type": type_name, "derivation": "constraint"}
            written.setdefault(type_name, []).append(
                {**profile, "differential": {"element": elements if key else []}}
            )
    return GuideMap(lambda type_name: written.get(type_name, ()), written, is_by_hand=True)
