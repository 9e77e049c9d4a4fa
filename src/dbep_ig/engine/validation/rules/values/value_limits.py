"""A value is below `minValue[x]` or above `maxValue[x]`.

Numbers by value, dates and times as far as both are precise, quantities after conversion of units when both have UCUM
codes. A limit given as a Quantity for a date is a duration from now, when the caller gave a clock.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_,
https://hl7.org/fhir/R4/datatypes.html#Quantity, https://hl7.org/fhir/R4/extension-elementdefinition-minvalue.html
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.validation.ground.compile_context import CompileContext, choice_value
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

SPEC = "https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_"

VALUE_TOO_LOW = Rule(
    code="DBEP4119",
    name="value-too-low",
    issue_type="value",
    nb="{element} er {actual}, men kan ikke være lavere enn {limit}",
    en="{element} is {actual}, but cannot be below {limit}",
    spec=SPEC,
)
VALUE_TOO_HIGH = Rule(
    code="DBEP4120",
    name="value-too-high",
    issue_type="value",
    nb="{element} er {actual}, men kan ikke være høyere enn {limit}",
    en="{element} is {actual}, but cannot be above {limit}",
    spec=SPEC,
)

UCUM = "http://unitsofmeasure.org"
_MONTHS = {"a": 12, "mo": 1}
_DAYS = {"wk": 7, "d": 1}


class MinValue:
    """minValue[x]."""

    __slots__ = ("element", "limit", "profile")
    applies_to = ("ElementDefinition.minValue[x]",)
    prefix = "minValue"
    rule = VALUE_TOO_LOW
    beyond = -1

    def __init__(self, limit: Any, element: str, profile: str) -> None:
        self.limit = limit
        self.element = element
        self.profile = profile

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "MinValue | None":
        """None without a limit."""
        found = choice_value(element, cls.prefix)
        if found is None or choice_value(ctx.base, cls.prefix) == found:
            return None
        return cls(found[1], str(element.get("id") or element["path"]), ctx.profile)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Compare, where the two can be compared."""
        if value is not None and compare(value, self.limit, run, self.beyond) == self.beyond:
            run.add(
                self.rule,
                frame,
                element=self.element,
                actual=_shown(value),
                limit=_shown(self.limit),
                profile=self.profile,
            )


class MaxValue(MinValue):
    """maxValue[x]."""

    __slots__ = ()
    applies_to = ("ElementDefinition.maxValue[x]",)
    prefix = "maxValue"
    rule = VALUE_TOO_HIGH
    beyond = 1


def compare(value: Any, limit: Any, run: Run, direction: int) -> int | None:
    """-1, 0 or 1; None where they cannot be compared.

    direction  -1: the limit is a minimum, 1: a maximum; durations count backwards or forwards from now
    """
    if type(limit) is dict:
        if type(value) is dict:
            return compare_quantities(value, limit)
        if type(value) is str and run.settings.now:
            moment = _moment_from_now(run.settings.now, limit, direction)
            return None if moment is None else _compare_moments(value, moment)
        return None
    if type(value) is str and type(limit) is str:
        return _compare_moments(value, limit)
    if type(value) in (int, Decimal) and type(limit) in (int, Decimal, float):
        return int(value > limit) - int(value < limit)
    return None


def _compare_moments(value: str, limit: str) -> int | None:
    """Dates and times to the precision that both have; with a time, only in the same zone."""
    shared = min(len(value), len(limit))
    if shared > 10 and value[19:] != limit[19:]:
        shared = 10
    left, right = value[:shared], limit[:shared]
    if left == right:
        return 0
    return 1 if left > right else -1


def _shown(value: Any) -> str:
    if type(value) is dict:
        unit = value.get("unit") or value.get("code") or ""
        return f"{value.get('value')} {unit}".strip()
    return str(value)


def _moment_from_now(now: str, duration: dict[str, Any], direction: int) -> str | None:
    """The date `duration` before (direction -1) or after now; None for units shorter than a day.

    now  ISO 8601, at least a date
    """
    amount, unit = duration.get("value"), duration.get("code") or duration.get("unit")
    if not isinstance(amount, int | Decimal) or amount != int(amount):
        return None
    today = date.fromisoformat(now[:10])
    steps = int(amount) * direction
    if unit in _DAYS:
        return (today + timedelta(days=steps * _DAYS[unit])).isoformat()
    if unit not in _MONTHS:
        return None
    months = today.year * 12 + today.month - 1 + steps * _MONTHS[unit]
    year, month = divmod(months, 12)
    day = today.day
    while True:
        try:
            return date(year, month + 1, day).isoformat()
        except ValueError:
            if day <= 28:
                return None  # beyond the calendar
            day -= 1


def compare_quantities(value: dict[str, Any], limit: dict[str, Any]) -> int | None:
    """-1, 0 or 1; None when values are missing or the units cannot be compared."""
    left, right = value.get("value"), limit.get("value")
    if not isinstance(left, int | Decimal) or not isinstance(right, int | Decimal):
        return None
    if (value.get("system"), value.get("code")) == (limit.get("system"), limit.get("code")):
        if value.get("code") is None and value.get("unit") != limit.get("unit"):
            return None
        return (left > right) - (left < right)
    if value.get("system") != UCUM or limit.get("system") != UCUM:
        return None
    from dbep_ig.engine.fhir.ucum.units import compare_ucum  # start-up: only where units differ

    return compare_ucum(Decimal(left), str(value.get("code")), Decimal(right), str(limit.get("code")))
