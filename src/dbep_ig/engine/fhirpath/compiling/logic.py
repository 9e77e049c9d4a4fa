"""Tests made of tests: three-valued logic, equality and order, without collections.

Source: http://hl7.org/fhirpath/N1/#boolean-logic
"""

from collections.abc import Callable
from typing import Any

from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.values import moments

from .paths import Scalar, Test


def never(value: Any, sibling: Any, env: Environment) -> bool:
    """What does not hold of any element."""
    return False


def negation(test: Test) -> Test:
    """`not()`: unknown stays unknown."""

    def negated(value: Any, sibling: Any, env: Environment) -> bool | None:
        found = test(value, sibling, env)
        return None if found is None else not found

    return negated


def opposite(test: Test) -> Test:
    """The opposite of a test that is never unknown."""
    return lambda value, sibling, env: not test(value, sibling, env)


def certain(test: Test) -> Test:
    """True, or false where it is unknown."""
    return lambda value, sibling, env: test(value, sibling, env) is True


def not_true(test: Test) -> Test:
    """False or unknown."""
    return lambda value, sibling, env: test(value, sibling, env) is not True


def both_true(first: Test, second: Test) -> Test:
    """Both hold for certain."""
    return lambda value, sibling, env: (
        first(value, sibling, env) is True and second(value, sibling, env) is True
    )


def conjunction(left: Test, right: Test) -> Test:
    """`and`."""

    def both(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours = left(value, sibling, env)
        if ours is False:
            return False
        theirs = right(value, sibling, env)
        return theirs if ours or theirs is False else None

    return both


def disjunction(left: Test, right: Test) -> Test:
    """`or`."""
    if left is never:
        return right

    def either(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours = left(value, sibling, env)
        if ours:
            return True
        theirs = right(value, sibling, env)
        return theirs if ours is False or theirs else None

    return either


def implication(left: Test, right: Test) -> Test:
    """`implies`."""

    def follows(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours = left(value, sibling, env)
        if ours is False:
            return True
        theirs = right(value, sibling, env)
        return theirs if ours or theirs else None

    return follows


def exclusion(left: Test, right: Test) -> Test:
    """`xor`."""

    def differs(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        return None if ours is None or theirs is None else ours is not theirs

    return differs


CONNECTIVES: dict[str, Callable[[Test, Test], Test]] = {
    "and": conjunction,
    "or": disjunction,
    "implies": implication,
    "xor": exclusion,
}


def equals_constant(left: Scalar, constant: Any, *, wanted: bool) -> Test:
    """`=` (wanted) or `!=` between a single value and a literal."""

    def test(value: Any, sibling: Any, env: Environment) -> bool | None:
        found = left(value, sibling, env)
        return None if found is None else (found == constant) is wanted

    return test


def equals(left: Scalar, right: Scalar, *, wanted: bool) -> Test:
    """`=` (wanted) or `!=` between two single values of one kind."""

    def test(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        return None if ours is None or theirs is None else (ours == theirs) is wanted

    return test


def moments_equal(left: Scalar, right: Scalar, *, wanted: bool) -> Test:
    """`=` (wanted) or `!=` between two dates or times."""

    def test(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        if ours is None or theirs is None:
            return None
        if (type(ours) is moments.Time) is not (type(theirs) is moments.Time):
            return not wanted
        order = moments.order(ours, theirs)
        return None if order is None else (order == 0) is wanted

    return test


def ordered(left: Scalar, right: Scalar, accept: Callable[[int], bool]) -> Test:
    """`<` and the like between numbers or strings; `accept` takes -1, 0 or 1."""

    def test(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        return None if ours is None or theirs is None else accept((ours > theirs) - (ours < theirs))

    return test


def ordered_moments(left: Scalar, right: Scalar, accept: Callable[[int], bool]) -> Test:
    """`<` and the like between dates or times."""

    def test(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        if ours is None or theirs is None:
            return None
        order = moments.order(ours, theirs)
        return None if order is None else accept(order)

    return test
