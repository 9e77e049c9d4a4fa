"""Two versions of a definition's life cycles: how a resource may begin, and how one state becomes another.

An element without a life cycle may change in any way: one that gets a life cycle is narrowed, one that loses it is widened. That
a state stays is always allowed, so a rule for that is neither a new way nor the end of one.
"""

from collections.abc import Mapping

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.life_cycle import LifeCycle, Transition, life_cycles_of

from .changes import Found

_Way = tuple[str, str]  # the state before, and after


def compare_life_cycles(old: Resource, new: Resource, names: Mapping[str, str], found: Found) -> None:
    """What is allowed by one of them alone.

    names  path of an element -> its name in the model
    """
    before, after = ({one.path: one for one in life_cycles_of(side)} for side in (old, new))
    for path in sorted(before.keys() | after.keys()):
        where = (path, names.get(path, ""))
        if path not in before:
            found.add("life-cycle-added", *where)
        elif path not in after:
            found.add("life-cycle-removed", *where)
        else:
            _initial(before[path], after[path], where, found)
            _transitions(before[path], after[path], where, found)


def _initial(old: LifeCycle, new: LifeCycle, where: tuple[str, str], found: Found) -> None:
    for code in old.initial:
        if code not in new.initial:
            found.add("initial-removed", *where, before=code)
    for code in new.initial:
        if code not in old.initial:
            found.add("initial-added", *where, after=code)


def _transitions(old: LifeCycle, new: LifeCycle, where: tuple[str, str], found: Found) -> None:
    before, after = _ways(old), _ways(new)
    for way in before.keys() | after.keys():
        if way[0] == way[1]:
            for side in (before, after):
                side.setdefault(way, Transition(*way))
    for way in sorted(before.keys() | after.keys()):
        shown = " → ".join(way)
        if way not in after:
            found.add("transition-removed", *where, before=shown)
        elif way not in before:
            found.add("transition-added", *where, after=shown)
        else:
            _roles(shown, before[way].by, after[way].by, where, found)
            _condition(shown, before[way].expression, after[way].expression, where, found)


def _ways(cycle: LifeCycle) -> dict[_Way, Transition]:
    """The first of each, as the validator reads them."""
    return {(one.source, one.target): one for one in reversed(cycle.transitions)}


def _roles(
    shown: str, old: tuple[str, ...], new: tuple[str, ...], where: tuple[str, str], found: Found
) -> None:
    """Nobody named is anybody."""
    gone, come = set(old) - set(new), set(new) - set(old)
    if new and (gone or not old):
        found.add("roles-fewer", *where, before=_listed(shown, old), after=_listed(shown, new))
    if old and (come or not new):
        found.add("roles-more", *where, before=_listed(shown, old), after=_listed(shown, new))


def _listed(shown: str, roles: tuple[str, ...]) -> str:
    return f"{shown} ({', '.join(sorted(roles)) or '*'})"


def _condition(shown: str, old: str, new: str, where: tuple[str, str], found: Found) -> None:
    if old != new:
        key = "condition-changed" if old and new else "condition-added" if new else "condition-removed"
        found.add(
            key, *where, before=f"{shown}: {old}" if old else "", after=f"{shown}: {new}" if new else ""
        )
