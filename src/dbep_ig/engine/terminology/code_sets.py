"""Sets of codes with three-valued membership: enumerated, by grammar, unknown, and what can be made of them.

`contains` says True, False, or None where the content is not at hand. Union, intersection and difference follow
Kleene's logic, so "not at hand" never turns into "not a member" by way of an exclude.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from .membership import Remark

Predicate = Callable[[str], bool | None]
Listing = Mapping[str, tuple[str, ...]]  # system -> its codes, in order


class CodeSet(Protocol):
    """What all of them answer. Immutable."""

    def contains(self, system: str, code: str) -> bool | None:
        """Whether `code` of `system` is in."""
        ...

    def systems(self) -> frozenset[str | None]:
        """The systems from which codes may be in; None stands for "any other as well"."""
        ...

    def exact(self) -> Mapping[str, frozenset[str]]:
        """Codes that are certainly in, as written, by system: a shortcut that may leave some out."""
        ...

    def enumerate(self) -> Listing | None:
        """Every code in order; None where the set cannot be listed."""
        ...

    def gaps(self) -> tuple[Remark, ...]:
        """Why it cannot always decide; empty when it can."""
        ...


def contains_code(codes: CodeSet, code: str) -> bool | None:
    """Whether `code` of any system is in: the question a plain `code` element asks."""
    return _any(None if system is None else codes.contains(system, code) for system in codes.systems())


def systems_of(codes: CodeSet, code: str) -> list[str]:
    """The systems of which `code` is in, sorted."""
    return sorted(
        system for system in codes.systems() if system is not None and codes.contains(system, code) is True
    )


class Enumerated:
    """Codes listed by system.

    is_folded  whether a system accepts codes in any case; asked only for a code that is not there as written,
               since the answer may have to load the code system
    """

    __slots__ = ("_folded", "_is_folded", "_listing", "_sets")

    def __init__(
        self, codes: Mapping[str, Iterable[str]], is_folded: Callable[[str], bool] | None = None
    ) -> None:
        self._listing: Listing = {system: tuple(dict.fromkeys(listed)) for system, listed in codes.items()}
        self._sets = {system: frozenset(listed) for system, listed in self._listing.items()}
        self._is_folded = is_folded
        self._folded: dict[
            str, frozenset[str]
        ] = {}  # filled on demand; each value is complete when it is set

    def contains(self, system: str, code: str) -> bool:
        """See `CodeSet`."""
        codes = self._sets.get(system)
        if codes is None:
            return False
        return code in codes or code.casefold() in self._in_any_case(system)

    def _in_any_case(self, system: str) -> frozenset[str]:
        folded = self._folded.get(system)
        if folded is None:
            any_case = self._is_folded is not None and self._is_folded(system)
            folded = frozenset(code.casefold() for code in self._sets[system]) if any_case else frozenset()
            self._folded[system] = folded
        return folded

    def systems(self) -> frozenset[str | None]:
        """See `CodeSet`."""
        return frozenset(self._sets)

    def exact(self) -> Mapping[str, frozenset[str]]:
        """See `CodeSet`."""
        return self._sets

    def enumerate(self) -> Listing:
        """See `CodeSet`."""
        return self._listing

    def gaps(self) -> tuple[Remark, ...]:
        """See `CodeSet`."""
        return ()


class Grammar:
    """All codes of a system that are told by their form: language tags, MIME types, units, URIs.

    gap  why the test leaves some codes open; None when it decides them all
    """

    __slots__ = ("_gap", "_system", "_test")

    def __init__(self, system: str, test: Predicate, gap: Remark | None = None) -> None:
        self._system = system
        self._test = test
        self._gap = gap

    def contains(self, system: str, code: str) -> bool | None:
        """See `CodeSet`."""
        return self._test(code) if system == self._system else False

    def systems(self) -> frozenset[str | None]:
        """See `CodeSet`."""
        return frozenset((self._system,))

    def exact(self) -> Mapping[str, frozenset[str]]:
        """See `CodeSet`."""
        return {}

    def enumerate(self) -> None:
        """See `CodeSet`: endless."""
        return

    def gaps(self) -> tuple[Remark, ...]:
        """See `CodeSet`."""
        return () if self._gap is None else (self._gap,)


class Unknown:
    """Codes that cannot be told: of one system, or of any when `system` is None."""

    __slots__ = ("_reason", "_system")

    def __init__(self, reason: Remark, system: str | None = None) -> None:
        self._reason = reason
        self._system = system

    def contains(self, system: str, code: str) -> bool | None:
        """See `CodeSet`."""
        return None if self._system is None or system == self._system else False

    def systems(self) -> frozenset[str | None]:
        """See `CodeSet`."""
        return frozenset((self._system,))

    def exact(self) -> Mapping[str, frozenset[str]]:
        """See `CodeSet`."""
        return {}

    def enumerate(self) -> None:
        """See `CodeSet`."""
        return

    def gaps(self) -> tuple[Remark, ...]:
        """See `CodeSet`."""
        return (self._reason,)


class Union:
    """In any of the parts."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Iterable[CodeSet]) -> None:
        self._parts = tuple(parts)

    def contains(self, system: str, code: str) -> bool | None:
        """See `CodeSet`."""
        return _any(part.contains(system, code) for part in self._parts)

    def systems(self) -> frozenset[str | None]:
        """See `CodeSet`."""
        return frozenset().union(*(part.systems() for part in self._parts))

    def exact(self) -> Mapping[str, frozenset[str]]:
        """See `CodeSet`."""
        merged: dict[str, frozenset[str]] = {}
        for part in self._parts:
            for system, codes in part.exact().items():
                merged[system] = merged[system] | codes if system in merged else codes
        return merged

    def enumerate(self) -> Listing | None:
        """See `CodeSet`."""
        merged: dict[str, dict[str, None]] = {}
        for part in self._parts:
            listing = part.enumerate()
            if listing is None:
                return None
            for system, codes in listing.items():
                merged.setdefault(system, {}).update(dict.fromkeys(codes))
        return {system: tuple(codes) for system, codes in merged.items()}

    def gaps(self) -> tuple[Remark, ...]:
        """See `CodeSet`."""
        return _distinct(self._parts)


class Intersection:
    """In all of the parts (at least one)."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Iterable[CodeSet]) -> None:
        self._parts = tuple(parts)

    def contains(self, system: str, code: str) -> bool | None:
        """See `CodeSet`."""
        return _all(part.contains(system, code) for part in self._parts)

    def systems(self) -> frozenset[str | None]:
        """See `CodeSet`: what every part may have."""
        groups = [part.systems() for part in self._parts]
        named = frozenset[str | None]().union(*groups)
        return frozenset(
            system for system in named if all(system in group or None in group for group in groups)
        )

    def exact(self) -> Mapping[str, frozenset[str]]:
        """See `CodeSet`."""
        first, *others = (part.exact() for part in self._parts)
        return {
            system: codes.intersection(*(other.get(system, frozenset()) for other in others))
            for system, codes in first.items()
        }

    def enumerate(self) -> Listing | None:
        """See `CodeSet`: one part that can be listed is enough when the others decide each of its codes."""
        for part in self._parts:
            listing = part.enumerate()
            if listing is not None:
                return _filtered(listing, self.contains)
        return None

    def gaps(self) -> tuple[Remark, ...]:
        """See `CodeSet`."""
        return () if self.enumerate() is not None else _distinct(self._parts)


class Difference:
    """In one and not in the other."""

    __slots__ = ("_excluded", "_included")

    def __init__(self, included: CodeSet, excluded: CodeSet) -> None:
        self._included = included
        self._excluded = excluded

    def contains(self, system: str, code: str) -> bool | None:
        """See `CodeSet`."""
        answer = self._included.contains(system, code)
        if answer is False:
            return False
        excluded = self._excluded.contains(system, code)
        if excluded:
            return False
        return None if excluded is None else answer

    def systems(self) -> frozenset[str | None]:
        """See `CodeSet`."""
        return self._included.systems()

    def exact(self) -> Mapping[str, frozenset[str]]:
        """See `CodeSet`."""
        return {
            system: frozenset(code for code in codes if self._excluded.contains(system, code) is False)
            for system, codes in self._included.exact().items()
        }

    def enumerate(self) -> Listing | None:
        """See `CodeSet`."""
        listing = self._included.enumerate()
        return None if listing is None else _filtered(listing, self.contains)

    def gaps(self) -> tuple[Remark, ...]:
        """See `CodeSet`."""
        return () if self.enumerate() is not None else _distinct((self._included, self._excluded))


def _filtered(listing: Listing, contains: Callable[[str, str], bool | None]) -> Listing | None:
    """The codes that are in; None if one of them cannot be decided."""
    kept: dict[str, tuple[str, ...]] = {}
    for system, codes in listing.items():
        answers = [(code, contains(system, code)) for code in codes]
        if any(answer is None for _, answer in answers):
            return None
        kept[system] = tuple(code for code, answer in answers if answer)
    return kept


def _any(answers: Iterable[bool | None]) -> bool | None:
    undecided = False
    for answer in answers:
        if answer:
            return True
        undecided = undecided or answer is None
    return None if undecided else False


def _all(answers: Iterable[bool | None]) -> bool | None:
    undecided = False
    for answer in answers:
        if answer is False:
            return False
        undecided = undecided or answer is None
    return None if undecided else True


def _distinct(parts: Iterable[CodeSet]) -> tuple[Remark, ...]:
    found: list[Remark] = []
    for part in parts:
        found.extend(remark for remark in part.gaps() if remark not in found)
    return tuple(found)
