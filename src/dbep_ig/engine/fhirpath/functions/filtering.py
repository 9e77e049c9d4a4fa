"""Filtering and projection: where, select, repeat, sort. ofType() is compiled with the operators `is` and `as`.

Source: http://hl7.org/fhirpath/N1/#filtering-and-projection
"""

from functools import cmp_to_key
from typing import Any

from dbep_ig.engine.fhirpath.comparing import key_of, order
from dbep_ig.engine.fhirpath.converting import one
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection

from .function import Function
from .iteration import DEEPEST_REPETITION, LARGEST_COLLECTION, accepted, projected, too_large


def where(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#wherecriteria-expression-collection"""
    return list(accepted(items, arguments[0], env, "where"))


def select(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#selectprojection-expression-collection"""
    return projected(items, arguments[0], env, "select")


def repeat(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#repeatprojection-expression-collection

    An item equal to one already found is neither returned nor followed: cycles end. What grows without end, in
    breadth or depth, is an error.
    """
    navigator = env.navigator
    seen = set()
    found: Collection = []
    level, depth = items, 0
    while level:
        depth += 1
        fresh: Collection = []
        for item in projected(level, arguments[0], env, "repeat"):
            key = key_of(item, navigator)
            if key not in seen:
                seen.add(key)
                fresh.append(item)
        found += fresh
        if len(found) > LARGEST_COLLECTION or depth > DEEPEST_REPETITION:
            raise too_large("repeat")
        level = fresh
    return found


def repeat_all(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#repeatall

    As repeat() without looking for equal items; what never ends is an error.
    """
    found: Collection = []
    level, depth = items, 0
    while level:
        depth += 1
        level = projected(level, arguments[0], env, "repeatAll")
        found += level
        if len(found) > LARGEST_COLLECTION or depth > DEEPEST_REPETITION:
            raise too_large("repeatAll")
    return found


def sort(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#sort

    arguments  (closure, direction) pairs; without any the items themselves are the keys. An empty key is lower than
               all others. `desc` turns that round; `-` negates keys, and a negated empty key is empty still
    """
    keys = arguments or [(None, "asc")]
    keyed = []
    index, defined = env.index, env.defined
    try:
        for position, item in enumerate(items):
            env.index = position
            env.defined = defined
            keyed.append(
                (
                    item,
                    [
                        item if selector is None else one(selector([item], env), "sort")
                        for selector, _ in keys
                    ],
                )
            )
    finally:
        env.index, env.defined = index, defined

    def compare(left: tuple[Any, list[Any]], right: tuple[Any, list[Any]]) -> int:
        for ours, theirs, (_, direction) in zip(left[1], right[1], keys, strict=True):
            if ours is None or theirs is None:
                ordered = (ours is not None) - (theirs is not None)
                downwards = direction == "desc"
            else:
                ordered = order(ours, theirs, "sort") or 0
                downwards = direction != "asc"
            if ordered:
                return -ordered if downwards else ordered
        return 0

    return [item for item, _ in sorted(keyed, key=cmp_to_key(compare))]


FUNCTIONS = (
    Function("where", where, (1, 1), closures=True, gives="same"),
    Function("select", select, (1, 1), closures=True, gives="argument"),
    Function("repeat", repeat, (1, 1), closures=True),
    Function("repeatAll", repeat_all, (1, 1), closures=True),
    Function("sort", sort, (0, 20), closures=True, gives="same"),
)
