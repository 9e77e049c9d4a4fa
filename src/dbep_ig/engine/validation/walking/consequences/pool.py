"""The findings that are left, found by where they are."""

from collections.abc import Iterable, Iterator
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Rule
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.walking.run import DocumentRun

_MOST_DETAILS = 10  # of one finding; more of the same says no more
Place = tuple[Key, Pointer]


class Pool:
    """Findings by number, in the order they were made; those that follow from others are taken out.

    errors  how many there were at first
    """

    def __init__(self, findings: Iterable[Finding], run: DocumentRun) -> None:
        self.run = run
        self._left = dict(enumerate(findings))
        self._at: dict[Place, list[int]] = {}
        self._by_rule: dict[str, list[int]] = {}
        self.errors = 0
        for number, one in self._left.items():
            self._at.setdefault((one.document, one.pointer), []).append(number)
            self._by_rule.setdefault(one.rule.code, []).append(number)
            self.errors += one.is_error

    def left(self) -> list[Finding]:
        """What is left."""
        return list(self._left.values())

    def __getitem__(self, number: int) -> Finding:
        return self._left[number]

    def of(self, *rules: Rule) -> Iterator[tuple[int, Finding]]:
        """Findings of some rules that are left."""
        for rule in rules:
            for number in self._by_rule.get(rule.code, ()):
                if number in self._left:
                    yield number, self._left[number]

    def at(self, document: Key, pointer: Pointer, *rules: Rule) -> Iterator[tuple[int, Finding]]:
        """Findings at a place that are left: of some rules, or all."""
        for number in self._at.get((document, pointer), ()):
            found = self._left.get(number)
            if found is not None and (not rules or found.rule in rules):
                yield number, found

    def errors_below(self, places: dict[Place, list[Any]]) -> Iterator[tuple[int, Finding, Any]]:
        """Errors at or below some places, each with what stands there for the place."""
        for number, one in list(self._left.items()):
            if one.is_error:
                for depth in range(len(one.pointer) + 1):
                    for given in places.get((one.document, one.pointer[:depth]), ()):
                        if number in self._left:
                            yield number, self._left[number], given

    def value_at(self, document: Key, pointer: Pointer) -> Any:
        """What stands there; None where nothing does."""
        found = self.run.document_of(document)
        value: Any = None if found is None else found.resource
        for step in pointer:
            try:
                value = value[step]
            except (LookupError, TypeError):
                return None
        return value

    def follows(self, number: int, root: int, *, is_told: bool = True) -> None:
        """A finding follows from another: its detail, or left out where that says it all."""
        found, cause = self._left.get(number), self._left.get(root)
        if found is None or cause is None or number == root or found.gravity < cause.gravity:
            return
        del self._left[number]
        if is_told and len(cause.detail) < _MOST_DETAILS:
            self._left[root] = cause._replace(detail=(*cause.detail, found))

    def put(self, number: int, finding: Finding) -> None:
        """The same finding in other words."""
        self._left[number] = finding


def last_name(element: str) -> str:
    """`CarePlan.category:plantype.coding` -> `coding`, also of a slice of it and without `[x]`."""
    return element.rpartition(".")[2].partition(":")[0].removesuffix("[x]")
