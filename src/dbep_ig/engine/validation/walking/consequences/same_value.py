"""One value found wrong more than once: by its type and a profile, by two profiles, as a list and as what is in it."""

from collections.abc import Callable
from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.terminology.bindings import NOT_IN
from dbep_ig.engine.terminology.checks import UNKNOWN_CODE
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.rules.bundles.references import REFERENCED_TYPE_DIFFERS
from dbep_ig.engine.validation.rules.references.reference import WRONG_AGGREGATION, WRONG_TARGET_TYPE
from dbep_ig.engine.validation.rules.structure.cardinality import NOT_USED, TOO_FEW, TOO_MANY
from dbep_ig.engine.validation.rules.structure.json_shape import (
    NOT_A_LIST,
    NOT_AN_OBJECT,
    NULL_VALUE,
    UNEXPECTED_LIST,
    WRONG_JSON_TYPE,
)
from dbep_ig.engine.validation.rules.structure.slicing import SLICE_TOO_FEW, SLICE_TOO_MANY
from dbep_ig.engine.validation.rules.structure.type_profiles import TYPE_NOT_ALLOWED
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import FIXED_VALUE_DIFFERS, PATTERN_NOT_MATCHED
from dbep_ig.engine.validation.rules.values.max_length import TOO_LONG, TOO_SHORT

from .pool import Place, Pool, last_name

_INSIDE = 3  # `coding`, its number, `code`: from a concept to its code


def _allowed(found: Finding) -> Any:
    return len(found.params["allowed"])


def _slice(found: Finding) -> Any:
    """An extension's part, by the extension and by a profile that says more of it: `extension:zone`, in the same words."""
    return found.params["element"].rpartition(".")[2], str(found.params["what"])


# rule -> what tells findings of it apart at one place, and of those that are the same how much each lets through
_STRICTEST: dict[Rule, tuple[Callable[[Finding], Any], Callable[[Finding], Any]]] = {
    TOO_FEW: (lambda one: last_name(one.params["element"]), lambda one: -one.params["least"]),
    TOO_MANY: (lambda one: last_name(one.params["element"]), lambda one: one.params.get("most", 0)),
    SLICE_TOO_FEW: (_slice, lambda one: -one.params["least"]),
    SLICE_TOO_MANY: (_slice, lambda one: one.params["most"]),
    TYPE_NOT_ALLOWED: (lambda _: "", _allowed),
    WRONG_TARGET_TYPE: (lambda _: "", _allowed),
    WRONG_AGGREGATION: (lambda _: "", _allowed),
    TOO_LONG: (lambda _: "", lambda one: one.params["allowed"]),
    TOO_SHORT: (lambda _: "", lambda one: -one.params["allowed"]),
    FIXED_VALUE_DIFFERS: (lambda one: one.params["expected"], lambda _: 0),
    PATTERN_NOT_MATCHED: (lambda one: one.params["expected"], lambda _: 0),
}
_AS = {NOT_USED: TOO_MANY}  # the same, said in other words


def topic(found: Finding) -> Any:
    """What a finding is about, however strict the demand is."""
    rule = _AS.get(found.rule, found.rule)
    apart = _STRICTEST.get(rule)
    return found.same if apart is None else (rule.code, found.document, found.pointer, apart[0](found))


def strictest_alone(pool: Pool) -> None:
    """What a type and profiles ask of one value is one finding: the strictest, which names them all in `sources`."""
    for rule, (apart, lets_through) in _STRICTEST.items():
        groups: dict[Any, list[int]] = {}
        for number, one in pool.of(rule, *(other for other, same in _AS.items() if same is rule)):
            groups.setdefault((one.document, one.pointer, apart(one)), []).append(number)
        for numbers in groups.values():
            if len(numbers) == 1:
                continue
            strictest = min(numbers, key=lambda number: (lets_through(pool[number]), number))
            found = pool[strictest]
            asked = [number for number in numbers if _is_asked_too(pool[number], found)]
            sources = sorted({str(pool[number].params.get("profile", "")) for number in asked} - {""})
            for number in asked:
                pool.follows(number, strictest, is_told=False)
            if len(asked) > 1 and sources:
                pool.put(strictest, found._replace(params={**found.params, "sources": sources}))


def _is_asked_too(found: Finding, strictest: Finding) -> bool:
    """Where a list says what is allowed, two can ask for what no value has both of."""
    allowed = strictest.params.get("allowed")
    return not isinstance(allowed, list) or set(allowed) <= set(found.params["allowed"])


def fixed_is_more_than_pattern(pool: Pool) -> None:
    """A fixed value and a pattern of the same content."""
    for number, one in list(pool.of(PATTERN_NOT_MATCHED)):
        for root, other in pool.at(one.document, one.pointer, FIXED_VALUE_DIFFERS):
            if other.params["expected"] == one.params["expected"]:
                pool.follows(number, root, is_told=False)


def list_and_its_one_entry(pool: Pool) -> None:
    """Where a list belongs, something stands that would not even be right inside a list."""
    for root, one in list(pool.of(NOT_A_LIST)):
        kinds = (NOT_AN_OBJECT, NULL_VALUE, UNEXPECTED_LIST, WRONG_JSON_TYPE)
        for number, _ in list(pool.at(one.document, (*one.pointer, 0), *kinds)):
            pool.follows(number, root)


def code_that_is_not_the_one_demanded(pool: Pool) -> None:
    """A code that a profile gives, and what the terminology says of the wrong one."""
    wanted: dict[Place, list[int]] = {}
    for root, one in pool.of(FIXED_VALUE_DIFFERS, PATTERN_NOT_MATCHED):
        wanted.setdefault((one.document, one.pointer), []).append(root)
        for depth in range(max(len(one.pointer) - _INSIDE, 0), len(one.pointer)):
            for number, _ in list(pool.at(one.document, one.pointer[:depth], NOT_IN["required"])):
                pool.follows(number, root)
    for number, one, root in pool.errors_below(wanted) if wanted else ():
        if one.rule in (NOT_IN["required"], UNKNOWN_CODE) and len(one.pointer) <= (
            len(pool[root].pointer) + _INSIDE
        ):
            pool.follows(number, root)


def reference_to_another_type(pool: Pool) -> None:
    """What a reference leads to is not of the type that it names, and not of one that the element allows."""
    for root, one in list(pool.of(WRONG_TARGET_TYPE)):
        for number, other in list(pool.at(one.document, one.pointer, REFERENCED_TYPE_DIFFERS)):
            if other.params["actual"] == one.params["actual"]:
                pool.follows(number, root)


LOOK = (
    reference_to_another_type,
    strictest_alone,
    fixed_is_more_than_pattern,
    list_and_its_one_entry,
    code_that_is_not_the_one_demanded,
)
