"""A value is not the fixed value, or does not contain the pattern, that a profile gives.

fixed[x]: exactly equal, member for member; numbers by value. pattern[x]: what the pattern has must be there, anything
more is allowed; each entry of a list in the pattern must be found in some entry of the value's list.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.fixed_x_
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Rule
from dbep_ig.engine.validation.ground.compile_context import CompileContext, choice_value
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.run import Run

FIXED_VALUE_DIFFERS = Rule(
    code="DBEP4203",
    name="fixed-value-differs",
    issue_type="value",
    nb="{element} er {actual}, men skal være {expected}",
    en="{element} is {actual}, but must be {expected}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.fixed_x_",
)
PATTERN_NOT_MATCHED = Rule(
    code="DBEP4204",
    name="pattern-not-matched",
    issue_type="value",
    nb="{element} er {actual}, men mønsteret krever {expected}",
    en="{element} is {actual}, but the pattern requires {expected}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_",
)


class FixedValue:
    """fixed[x]."""

    __slots__ = ("element", "profile", "value")
    applies_to = ("ElementDefinition.fixed[x]",)

    def __init__(self, value: Any, element: str, profile: str) -> None:
        self.value = value
        self.element = element
        self.profile = profile

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "FixedValue | None":
        """None without a fixed value."""
        found = choice_value(element, "fixed")
        if found is None or choice_value(ctx.base, "fixed") == found:
            return None
        return cls(found[1], str(element.get("id") or element["path"]), ctx.profile)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Exactly equal."""
        if not equal(value, self.value):
            self.report(FIXED_VALUE_DIFFERS, value, True, frame, run)

    def report(self, rule: Rule, value: Any, exact: bool, frame: Frame, run: Run) -> None:
        """Each part that differs, where it is."""
        for steps, actual, expected in differences(value, self.value, exact):
            names = [step for step in steps if isinstance(step, str)]
            run.take(
                Finding(
                    rule,
                    frame.scope.document,
                    (*pointer_of(frame), *steps),
                    {
                        "element": ".".join((self.element, *names)),
                        "actual": shown(actual),
                        "expected": shown(expected),
                        "profile": self.profile,
                    },
                )
            )


class Pattern(FixedValue):
    """pattern[x]."""

    __slots__ = ()
    applies_to = ("ElementDefinition.pattern[x]",)

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "Pattern | None":
        """None without a pattern."""
        found = choice_value(element, "pattern")
        if found is None or choice_value(ctx.base, "pattern") == found:
            return None
        return cls(found[1], str(element.get("id") or element["path"]), ctx.profile)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """At least the pattern."""
        if not contains(value, self.value):
            self.report(PATTERN_NOT_MATCHED, value, False, frame, run)


Difference = tuple[Pointer, Any, Any]


def differences(value: Any, wanted: Any, exact: bool, steps: Pointer = ()) -> Iterator[Difference]:
    """Where a value departs from the one wanted: (steps to it, what is there, what should be; None for nothing).

    exact  a fixed value, to which nothing may be added; else a pattern. Lists that differ as wholes (another length,
           an entry that none matches) are told where they stand.
    """
    if type(wanted) is dict and type(value) is dict:
        for key, each in wanted.items():
            yield from differences(value.get(key), each, exact, (*steps, key))
        for key in value if exact else ():
            if key not in wanted:
                yield (*steps, key), value[key], None
    elif type(wanted) is list and type(value) is list and exact and len(wanted) == len(value):
        for index, each in enumerate(wanted):
            yield from differences(value[index], each, exact, (*steps, index))
    elif not (equal if exact else contains)(value, wanted):
        yield steps[:-1] if type(wanted) is list and type(value) is list else steps, value, wanted


def equal(value: Any, wanted: Any) -> bool:
    """Deep equality of JSON values; true is not 1."""
    if type(wanted) is dict:
        return (
            type(value) is dict
            and len(value) == len(wanted)
            and all(key in value and equal(value[key], each) for key, each in wanted.items())
        )
    if type(wanted) is list:
        return (
            type(value) is list
            and len(value) == len(wanted)
            and all(equal(one, other) for one, other in zip(value, wanted, strict=True))
        )
    if type(wanted) is bool or type(value) is bool:
        return value is wanted
    return bool(value == wanted)


def contains(value: Any, wanted: Any) -> bool:
    """Whether `value` has at least what `wanted` has."""
    if type(wanted) is dict:
        return type(value) is dict and all(
            key in value and contains(value[key], each) for key, each in wanted.items()
        )
    if type(wanted) is list:
        return type(value) is list and all(any(contains(one, each) for one in value) for each in wanted)
    return equal(value, wanted)


def shown(value: Any) -> str:
    """A JSON value for a message."""
    if value is None:
        return "–"
    if type(value) is str:
        return f"`{value}`"
    from json import dumps  # start-up: only for a message

    return f"`{dumps(value, ensure_ascii=False, default=_number)}`"


def _number(value: object) -> Any:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else str(value)
