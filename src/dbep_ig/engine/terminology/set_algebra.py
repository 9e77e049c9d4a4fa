"""Union, intersection and difference of sets of codes, by Kleene's logic.

"Not available" so never turns into "not a member" by way of an exclude, nor into "member" by way of an import.
"""

from collections.abc import Callable, Iterable, Mapping

from dbep_ig.engine.diagnostics import Remark

from .code_sets import CodeSet, Listing, any_of

_MOST_GAPS = 20


class Union:
    """In any of the parts. Each part counts once, and the parts of a union are parts of this one."""

    __slots__ = ("_parts", "size")

    def __init__(self, parts: Iterable[CodeSet]) -> None:
        self._parts: tuple[CodeSet, ...] = _flat(parts)
        self.size = 1 + sum(part.size for part in self._parts)

    @property
    def parts(self) -> tuple[CodeSet, ...]:
        """What it is the union of."""
        return self._parts

    def contains(self, system: str, code: str) -> bool | None:
        """See `CodeSet`."""
        return any_of(part.contains(system, code) for part in self._parts)

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

    __slots__ = ("_parts", "size")

    def __init__(self, parts: Iterable[CodeSet]) -> None:
        self._parts = tuple(parts)
        self.size = 1 + sum(part.size for part in self._parts)

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

    __slots__ = ("_excluded", "_included", "size")

    def __init__(self, included: CodeSet, excluded: CodeSet) -> None:
        self._included = included
        self._excluded = excluded
        self.size = 1 + included.size + excluded.size

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


def _flat(parts: Iterable[CodeSet]) -> tuple[CodeSet, ...]:
    found: dict[int, CodeSet] = {}
    for part in parts:
        for inner in part.parts if isinstance(part, Union) else (part,):
            found[id(inner)] = inner
    return tuple(found.values())


def _filtered(listing: Listing, contains: Callable[[str, str], bool | None]) -> Listing | None:
    """The codes that are in; None if one of them cannot be decided."""
    kept: dict[str, tuple[str, ...]] = {}
    for system, codes in listing.items():
        answers = [(code, contains(system, code)) for code in codes]
        if any(answer is None for _, answer in answers):
            return None
        kept[system] = tuple(code for code, answer in answers if answer)
    return kept


def _all(answers: Iterable[bool | None]) -> bool | None:
    undecided = False
    for answer in answers:
        if answer is False:
            return False
        undecided = undecided or answer is None
    return None if undecided else True


def _distinct(parts: Iterable[CodeSet]) -> tuple[Remark, ...]:
    """Each gap once, as many as anyone reads."""
    found: dict[tuple[str, str], Remark] = {}
    for part in parts:
        for remark in part.gaps():
            found.setdefault((remark.rule.code, str(remark.params)), remark)
        if len(found) >= _MOST_GAPS:
            break
    return tuple(found.values())[:_MOST_GAPS]
