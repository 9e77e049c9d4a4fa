"""The life cycle of a class: its own, or the one that it inherits."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import MISSING_KEYWORD, Fields
from dbep_ig.guide.authoring.expressions import read_expression
from dbep_ig.guide.authoring.keywords.invariants import EXPRESSION, TEXT
from dbep_ig.guide.authoring.keywords.states import (
    BY,
    FINAL,
    INITIAL,
    LIFE_CYCLE,
    ROLES,
    STATE_ELEMENT,
    TO,
    TRANSITIONS,
)
from dbep_ig.guide.authoring.keywords.title import TITLE
from dbep_ig.guide.authoring.model import Condition, LifeCycle, Transition
from dbep_ig.guide.authoring.model.life_cycles import places
from dbep_ig.guide.authoring.names import Names
from dbep_ig.guide.authoring.places import TRANSITION
from dbep_ig.guide.authoring.shapes import EMPTY_VALUE
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlScalar


def read_life_cycle(
    fields: Fields, class_name: str, names: Names, inherited: LifeCycle | None, issues: list[Issue]
) -> LifeCycle | None:
    """None for a class without one, and for one that could not be read."""
    states = LIFE_CYCLE.of(fields)
    if states is None:
        return None if fields.has(LIFE_CYCLE) else inherited
    element, initial, transitions = STATE_ELEMENT.of(states), INITIAL.of(states), TRANSITIONS.of(states)
    if element is None or initial is None or transitions is None:
        return None
    if not initial:
        issues.append(Issue(EMPTY_VALUE, (states.where / "initial").location()))
        return None
    found = [
        one
        for source, several in transitions.items()
        for block in several
        for one in _transitions(source, block, names, issues)
    ]
    roles = dict(inherited.roles) if inherited is not None else {}
    return LifeCycle(
        element,
        initial,
        FINAL.of(states),
        tuple(found),
        {**roles, **(ROLES.of(states) or {})},
        class_name,
        states.where,
    )


def _transitions(source: str, fields: Fields, names: Names, issues: list[Issue]) -> list[Transition]:
    """One for each code that it leads to."""
    if EXPRESSION.of(fields) is not None and not fields.has(TEXT):
        params = {"word": TEXT.name, "block": TRANSITION.title}
        issues.append(Issue(MISSING_KEYWORD, fields.where.location(), params))
    targets = TO.of(fields) or ()
    where = fields.where
    to = _to(where, len(targets))
    return [
        Transition(
            source,
            target,
            BY.of(fields) or (),
            TITLE.of(fields),
            _condition(f"{source} → {target}", fields, names),
            where,
            at,
        )
        for target, at in zip(targets, to, strict=True)
    ]


def _to(where: Where, count: int) -> list[Where]:
    if isinstance(where.node, YamlScalar):
        return [where] * count
    return places(where / "to", count)


def _condition(name: str, fields: Fields, names: Names) -> Condition | None:
    written, text = EXPRESSION.of(fields), TEXT.of(fields)
    if written is None or text is None:
        return None
    return Condition(name, "error", text, read_expression(written, names), (), fields.where)
