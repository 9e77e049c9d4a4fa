"""Sets of codes with three-valued membership: enumerated, told by a grammar, unknown.

`contains` says True, False, or None where the content is not available. `set_algebra.py` makes larger sets of these.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from dbep_ig.engine.diagnostics import Remark

Predicate = Callable[[str], bool | None]
Listing = Mapping[str, tuple[str, ...]]  # system -> its codes, in order


class CodeSet(Protocol):
    """What all of them answer. Immutable.

    size  how many sets it is made of: what one question costs at most
    """

    @property
    def size(self) -> int: ...

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
    return any_of(None if system is None else codes.contains(system, code) for system in codes.systems())


def systems_of(codes: CodeSet, code: str) -> list[str]:
    """The systems of which `code` is in, sorted."""
    return sorted(
        system for system in codes.systems() if system is not None and codes.contains(system, code) is True
    )


class Enumerated:
    """Codes listed by system.

    is_folded  whether a system accepts codes in any case; asked only for a code that is not there as written,
               since the answer may have to load the code system
    also       whether an unlisted code of these systems is in all the same (codes with an open end)
    """

    __slots__ = ("_also", "_folded", "_is_folded", "_listing", "_sets")
    size = 1

    def __init__(
        self,
        codes: Mapping[str, Iterable[str]],
        is_folded: Callable[[str], bool] | None = None,
        also: Callable[[str], bool] | None = None,
    ) -> None:
        self._listing: Listing = {system: tuple(dict.fromkeys(listed)) for system, listed in codes.items()}
        self._sets = {system: frozenset(listed) for system, listed in self._listing.items()}
        self._is_folded = is_folded
        self._also = also
        self._folded: dict[
            str, frozenset[str]
        ] = {}  # filled on demand; each value is complete when it is set

    def contains(self, system: str, code: str) -> bool:
        """See `CodeSet`."""
        codes = self._sets.get(system)
        if codes is None:
            return False
        if code in codes or code.casefold() in self._in_any_case(system):
            return True
        return self._also is not None and self._also(code)

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

    system  None: of any system
    gap     why the test leaves some codes open; None when it decides them all
    """

    __slots__ = ("_gap", "_system", "_test")
    size = 1

    def __init__(self, system: str | None, test: Predicate, gap: Remark | None = None) -> None:
        self._system = system
        self._test = test
        self._gap = gap

    def contains(self, system: str, code: str) -> bool | None:
        """See `CodeSet`."""
        return self._test(code) if self._system is None or system == self._system else False

    def systems(self) -> frozenset[str | None]:
        """See `CodeSet`."""
        return frozenset((self._system,))

    def exact(self) -> Mapping[str, frozenset[str]]:
        """See `CodeSet`."""
        return {}

    def enumerate(self) -> None:
        """See `CodeSet`: endless, or not known."""
        return

    def gaps(self) -> tuple[Remark, ...]:
        """See `CodeSet`."""
        return () if self._gap is None else (self._gap,)


def unknown(reason: Remark, system: str | None = None) -> Grammar:
    """Codes that cannot be told: of one system, or of any when `system` is None."""
    return Grammar(system, lambda _: None, reason)


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's "or": one yes is enough; without it one "perhaps" leaves it open."""
    undecided = False
    for answer in answers:
        if answer:
            return True
        undecided = undecided or answer is None
    return None if undecided else False
