"""Value sets: none is made of itself, and a code of another system is called what that system calls it."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Inclusion, ValueSet
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlScalar

from .shipped_rules import CIRCULAR_VALUE_SET, OTHER_DISPLAY


def check_value_sets(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2124 and DBEP2125."""
    reported: set[frozenset[str]] = set()
    for value_set in bearings.model.value_sets.values():
        for inclusion in (*value_set.include, *value_set.exclude):
            yield from _circles(value_set, inclusion, reported, bearings)
            yield from _displays(inclusion, bearings)


def _circles(
    value_set: ValueSet, inclusion: Inclusion, reported: set[frozenset[str]], bearings: Bearings
) -> Iterator[Issue]:
    for index, name in enumerate(inclusion.value_sets):
        back = _way(name, value_set.id, bearings)
        if back is None or frozenset(back) in reported:
            continue
        reported.add(frozenset(back))
        params = {"name": value_set.id, "circle": " → ".join([value_set.id, *back])}
        yield Issue(CIRCULAR_VALUE_SET, (inclusion.where / "valuesets" / index).location(), params)


def _way(start: str, end: str, bearings: Bearings) -> tuple[str, ...] | None:
    """From one value set to another through what each is made of; the shortest."""
    known = bearings.model.value_sets
    waiting: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in waiting:
        if way[-1] == end:
            return way
        one = known.get(way[-1])
        for inclusion in () if one is None else (*one.include, *one.exclude):
            for name in inclusion.value_sets:
                if name not in seen:
                    seen.add(name)
                    waiting.append((*way, name))
    return None


def _displays(inclusion: Inclusion, bearings: Bearings) -> Iterator[Issue]:
    system = inclusion.system
    if system is None or system in bearings.model.code_systems:
        return
    language = _language_of(system, bearings)
    for code, concept in inclusion.concepts.items():
        at = inclusion.where / "concepts" / code / "display"
        written = _written(at, language)
        if concept is None or written is None:
            continue
        found = bearings.terminology.validate_code(system, code, display=written[1])
        if found.is_member and found.display is not None and found.remarks:
            params = {"code": code, "right": found.display, "system": system, "display": written[1]}
            yield Issue(OTHER_DISPLAY, written[0].location(), params)


def _language_of(system: str, bearings: Bearings) -> str:
    found = bearings.definitions.find(system, "CodeSystem") or {}
    return str(found.get("language", "en")).partition("-")[0]


def _written(at: Where, language: str) -> tuple[Where, str] | None:
    """What the code is called in the language of its system, and where that is written."""
    node = (at / language).node
    if isinstance(node, YamlScalar):
        return at / language, node.text
    return None
