"""Paths on plain JSON, where types are known: does something exist, how many, what is the one value.

A closure takes (value, sibling, environment) of one element and builds no collection. JSON of a shape that the type
does not have raises `UnexpectedShapeError`; the general closures then take over, which are made for any shape.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.navigation import Step
from dbep_ig.engine.fhirpath.values.moments import Moment, parse_date, parse_date_time, parse_time

Test = Callable[[Any, Any, Environment], bool | None]
Count = Callable[[Any, Any, Environment], int]
Scalar = Callable[[Any, Any, Environment], Any]


class UnexpectedShapeError(Exception):
    """The JSON is not what the type says; never leaves this room."""


UNEXPECTED = UnexpectedShapeError()


def element_exists(steps: tuple[Step, ...], primitive: frozenset[str]) -> Test:
    """Whether one element of the input is there. `primitive` names those of the keys that may have a sibling."""
    if len(steps) > 2:
        return _choice_exists(steps)
    if len(steps) == 2:
        first, second = (element_exists((step,), primitive) for step in steps)
        return lambda value, sibling, env: first(value, None, env) or second(value, None, env)
    key, sibling_key = steps[0].key, steps[0].sibling_key
    if key not in primitive:

        def complex_exists(value: Any, sibling: Any, env: Environment) -> bool:
            found = value.get(key)
            if type(found) is list:
                return bool(found) and (found[0] is not None or _any_there(found, None))
            return found is not None

        return complex_exists

    def primitive_exists(value: Any, sibling: Any, env: Environment) -> bool:
        found = value.get(key)
        if found is not None and type(found) is not list:
            return True
        if found and found[0] is not None:
            return True
        return (found is not None or sibling_key in value) and _any_there(found, value.get(sibling_key))

    return primitive_exists


def _any_there(found: Any, beside: Any) -> bool:
    """Whether a member or its sibling holds anything but nulls; siblings of a list stand in a list."""
    if type(found) is not list:
        if found is not None or type(beside) is dict:
            return True
    elif any(each is not None for each in found):
        return True
    return type(beside) is list and any(type(each) is dict for each in beside)


def _choice_exists(steps: tuple[Step, ...]) -> Test:
    keys = frozenset(key for step in steps for key in (step.key, step.sibling_key))

    def choice_exists(value: Any, sibling: Any, env: Environment) -> bool:
        for key, found in value.items():  # noqa: SIM110  a generator costs 0.3 µs here
            if key in keys and _any_there(found, None):
                return True
        return False

    return choice_exists


def any_below(key: str, inner: Test) -> Test:
    """Whether `inner` is true of the complex element `key`, or of one of them."""

    def below(value: Any, sibling: Any, env: Environment) -> bool:
        child = value.get(key)
        if child is None:
            return False
        if type(child) is dict:
            return inner(child, None, env) is True
        if type(child) is not list:
            raise UNEXPECTED
        for each in child:
            if type(each) is dict:
                if inner(each, None, env):
                    return True
            elif each is not None:
                raise UNEXPECTED
        return False

    return below


def element_count(step: Step, *, primitive: bool) -> Count:
    """How many items one element has."""
    key, sibling_key = step.key, step.sibling_key

    def count(value: Any, sibling: Any, env: Environment) -> int:
        found = value.get(key)
        if primitive and sibling_key in value:
            raise UNEXPECTED
        if type(found) is list:
            return len(found) - found.count(None)
        return 0 if found is None else 1

    return count


def count_below(key: str, inner: Count) -> Count:
    """The sum of `inner` over the complex elements `key`."""

    def below(value: Any, sibling: Any, env: Environment) -> int:
        child = value.get(key)
        if child is None:
            return 0
        if type(child) is dict:
            return inner(child, None, env)
        if type(child) is not list:
            raise UNEXPECTED
        total = 0
        for each in child:
            if type(each) is dict:
                total += inner(each, None, env)
            elif each is not None:
                raise UNEXPECTED
        return total

    return below


def children_count(steps: dict[str, Step]) -> Count:
    """How many children an element of a type has; `steps` by JSON member name."""
    plain = frozenset(key for key, step in steps.items() if key == step.key)
    siblings = frozenset(key for key, step in steps.items() if key == step.sibling_key)

    def count(value: Any, sibling: Any, env: Environment) -> int:
        total = 0
        for key, child in value.items():
            if key in plain:
                if type(child) is list:
                    if None in child:
                        raise UNEXPECTED
                    total += len(child)
                elif child is None:
                    raise UNEXPECTED
                else:
                    total += 1
            elif key in siblings:
                raise UNEXPECTED
        return total

    return count


def value_at(key: str) -> Scalar:
    """What a primitive element that does not repeat holds, valid or not; None without a value."""

    def held(value: Any, sibling: Any, env: Environment) -> Any:
        found = value.get(key)
        if type(found) is dict or type(found) is list:
            raise UNEXPECTED
        return found

    return held


def own_value(value: Any, sibling: Any, env: Environment) -> Any:
    """What `$this` of a primitive holds."""
    if type(value) is dict or type(value) is list:
        raise UNEXPECTED
    return value


def scalar_at(key: str, kind: str, moment_type: str) -> Scalar:
    """The System value of a primitive element that does not repeat; None without one.

    kind         "string", "boolean", "number" or "moment"
    moment_type  the FHIR type of a moment
    """
    if kind == "moment":
        parse = PARSERS[moment_type]

        def moment(value: Any, sibling: Any, env: Environment) -> Moment | None:
            found = value.get(key)
            if type(found) is str:
                return parse(found)
            if found is None:
                return None
            raise UNEXPECTED

        return moment
    if kind == "number":

        def number(value: Any, sibling: Any, env: Environment) -> Any:
            found = value.get(key)
            if found is None or type(found) is int:
                return found
            if type(found) is Decimal and abs(found.adjusted()) < 100:
                return found
            raise UNEXPECTED

        return number
    expected = str if kind == "string" else bool

    def scalar(value: Any, sibling: Any, env: Environment) -> Any:
        found = value.get(key)
        if found is None or type(found) is expected:
            return found
        raise UNEXPECTED

    return scalar


PARSERS: dict[str, Callable[[str], Moment | None]] = {
    "date": parse_date,
    "dateTime": parse_date_time,
    "instant": parse_date_time,
    "time": parse_time,
}


def scalar_below(key: str, inner: Scalar) -> Scalar:
    """`inner` of a complex element that does not repeat."""

    def below(value: Any, sibling: Any, env: Environment) -> Any:
        child = value.get(key)
        if type(child) is dict:
            return inner(child, None, env)
        if child is None:
            return None
        raise UNEXPECTED

    return below


def own_scalar(kind: str, type_name: str) -> Scalar:
    """`$this` of a primitive."""
    if kind == "moment":
        parse = PARSERS[type_name]
        return lambda value, sibling, env: parse(value) if type(value) is str else _nothing(value)
    if kind == "number":
        return lambda value, sibling, env: value if type(value) is int else _nothing(value)
    expected = str if kind == "string" else bool
    return lambda value, sibling, env: value if type(value) is expected else _nothing(value)


def _nothing(value: Any) -> None:
    if value is not None:
        raise UNEXPECTED
