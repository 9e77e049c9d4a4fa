"""Life cycles of classes: states of an element, and the transitions between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlSequence

from .invariants import Condition


@dataclass(frozen=True, slots=True)
class Transition:
    """From a code to a code.

    by         roles; empty: anybody
    condition  what must be true then; None where nothing must
    where      the code, or the block with more about the transition
    to         where its target is written
    """

    source: str
    target: str
    by: tuple[str, ...]
    title: LocalText | None
    condition: Condition | None
    where: Where
    to: Where


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """A class's own, or the one that it inherits.

    element      name of the element
    final        as written; None where it is derived
    declared_in  the class whose file says this; `where` is there
    """

    element: str
    initial: tuple[str, ...]
    final: tuple[str, ...] | None
    transitions: tuple[Transition, ...]
    roles: Mapping[str, LocalText]
    declared_in: str
    where: Where

    @property
    def codes(self) -> dict[str, Where]:
        """The states, each with the first place that it is written at: initial ones first."""
        found: dict[str, Where] = {}
        for code, where in self.written():
            found.setdefault(code, where)
        return found

    def written(self) -> Iterator[tuple[str, Where]]:
        """Each code wherever it is written."""
        yield from zip(self.initial, places(self.where / "initial", len(self.initial)), strict=True)
        sources: set[str] = set()
        for one in self.transitions:
            if one.source not in sources:
                sources.add(one.source)
                yield one.source, self.where / "transitions" / one.source
            yield one.target, one.to
        if self.final is not None:
            yield from zip(self.final, places(self.where / "final", len(self.final)), strict=True)

    def leaves(self, code: str) -> bool:
        """Whether a transition leads from a code to another."""
        return any(one.source == code != one.target for one in self.transitions)

    def is_final(self, code: str) -> bool:
        """Whether it ends there."""
        return not self.leaves(code) if self.final is None else code in self.final


def places(where: Where, count: int) -> list[Where]:
    """Where each of a list's values is written; one that is written without brackets is the whole."""
    is_list = isinstance(where.node, YamlSequence)
    return [where / n if is_list else where for n in range(count)]
