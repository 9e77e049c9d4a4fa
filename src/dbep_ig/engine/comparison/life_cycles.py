"""The life cycles that two versions of a profile publish: initial states, transitions, who may make them, and on what condition.

That a state does not change is always allowed: a transition from a state to itself only says what is required then.
"""

from collections.abc import Iterator

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.life_cycle import LifeCycle, Transition, life_cycles_of

from .changes import Found


def compare_life_cycles(before: Resource, after: Resource, found: Found) -> None:
    """Every difference between those that the two publish themselves; of one element, the first."""
    old, new = ({one.path: one for one in reversed(list(life_cycles_of(side)))} for side in (before, after))
    for path in sorted(old.keys() | new.keys()):
        if path not in old:
            found.add("life-cycle-added", path)
        elif path not in new:
            found.add("life-cycle-removed", path)
        else:
            _states(old[path], new[path], found)
            _transitions(old[path], new[path], found)


def _states(old: LifeCycle, new: LifeCycle, found: Found) -> None:
    for code in old.initial:
        if code not in new.initial:
            found.add("initial-state-removed", old.path, before=code)
    for code in new.initial:
        if code not in old.initial:
            found.add("initial-state-added", old.path, after=code)
    titles = {one.code: one.title for one in old.states}
    for one in new.states:
        if one.code in titles and titles[one.code] != one.title:
            found.add(
                "text-changed",
                f"{old.path} ({one.code})",
                "",
                _shown(titles[one.code].en),
                _shown(one.title.en),
            )


def _transitions(old: LifeCycle, new: LifeCycle, found: Found) -> None:
    for pair in _pairs(old, new):
        before, after = (_said(side, *pair) for side in (old, new))
        name = " → ".join(pair)
        if before is None:
            found.add("transition-added", old.path, after=name)
        elif after is None:
            found.add("transition-removed", old.path, before=name)
        else:
            _transition(f"{old.path} ({name})", before, after, found)


def _pairs(old: LifeCycle, new: LifeCycle) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((one.source, one.target) for one in (*old.transitions, *new.transitions))


def _said(side: LifeCycle, source: str, target: str) -> Transition | None:
    stays = Transition(source, target) if source == target else None
    return side.transition(source, target) or stays


def _transition(at: str, old: Transition, new: Transition, found: Found) -> None:
    anybody = not old.by, not new.by
    roles = _roles(old), _roles(new)
    if not anybody[1] and (anybody[0] or set(old.by) - set(new.by)):
        found.add("transition-roles-fewer", at, "", *roles)
    if not anybody[0] and (anybody[1] or set(new.by) - set(old.by)):
        found.add("transition-roles-more", at, "", *roles)
    if old.expression != new.expression:
        key = "changed" if old.expression and new.expression else "added" if new.expression else "removed"
        found.add(f"condition-{key}", at, "", _shown(old.expression), _shown(new.expression))
    for before, after in ((old.title, new.title), (old.description, new.description)):
        if before != after:
            found.add("text-changed", at, "", _shown(before.en), _shown(after.en))


def _roles(one: Transition) -> str:
    return ", ".join(one.by) or "*"


def _shown(text: str) -> str:
    return " ".join(text.split())[:120]
