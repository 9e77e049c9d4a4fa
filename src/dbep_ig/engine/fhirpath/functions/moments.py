"""Parts, precision and boundaries of dates, times and numbers.

Source: https://build.fhir.org/ig/HL7/FHIRPath/#extract-datedatetimetime-components
"""

from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhirpath.converting import one, one_integer, system_of, wrong_type
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection, Node
from dbep_ig.engine.fhirpath.values import boundaries
from dbep_ig.engine.fhirpath.values.moments import Date, DateTime, Moment, Time
from dbep_ig.engine.fhirpath.values.quantities import Quantity, comparable
from dbep_ig.engine.fhirpath.values.system import System

from .function import Function

_MEASURED = Text("et tall, en mengde, en dato eller en tid", "a number, quantity, date or time")
_QUANTITY = Text("en mengde", "a quantity")


def _value(items: Collection, operation: str) -> System | None:
    item = one(items, operation)
    return None if item is None else system_of(item)


def _boundary(name: str, *, high: bool) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        item = one(items, name)
        precision = one_integer(arguments[0], name) if arguments else None
        if item is None or (arguments and precision is None):
            return []
        value = system_of(item)
        if value is None and type(item) is Node and type(item.value) is not dict:
            return []
        if value is None or isinstance(value, str | bool):
            raise wrong_type(name, item, _MEASURED)
        bound = boundaries.boundary(value, precision, high=high)
        return [] if bound is None else [bound]

    run.__doc__ = f"https://build.fhir.org/ig/HL7/FHIRPath/#{name.lower()}"
    return Function(name, run, (0, 1), single=True)


def precision(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#precision--integer"""
    value = _value(items, "precision")
    digits = None if value is None else boundaries.precision(value)
    return [] if digits is None else [digits]


def comparable_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#comparable: the units have one dimension."""
    ours, theirs = _value(items, "comparable"), _value(arguments[0], "comparable")
    if ours is None or theirs is None:
        return []
    for value in (ours, theirs):
        if not isinstance(value, Quantity):
            raise wrong_type("comparable", value, _QUANTITY)
    assert isinstance(ours, Quantity)
    assert isinstance(theirs, Quantity)
    return [comparable(ours, theirs)]


def _part(name: str, position: int, kinds: tuple[type[Moment], ...]) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        value = _value(items, name)
        if not isinstance(value, Moment) or type(value) not in kinds:
            return []
        place = position - 3 if isinstance(value, Time) else position
        return [int(value.parts[place])] if place < len(value.parts) else []

    run.__doc__ = f"https://build.fhir.org/ig/HL7/FHIRPath/#{name.lower()}-integer"
    return Function(name, run, single=True, gives="System.Integer")


def millisecond_of(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#millisecondof-integer"""
    value = _value(items, "millisecondOf")
    if not isinstance(value, DateTime | Time) or len(value.parts) < (3 if isinstance(value, Time) else 6):
        return []
    second = Decimal(value.parts[-1])
    return [int(second % 1 * 1000)] if second.as_tuple().exponent else []


def timezone_offset_of(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#timezoneoffsetof-decimal: hours east of UTC."""
    value = _value(items, "timezoneOffsetOf")
    if not isinstance(value, DateTime) or value.offset is None:
        return []
    hours = Decimal(value.offset) / 60
    return [hours.quantize(Decimal("0.1")) if hours % 1 == 0 else hours]


def date_of(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#dateof-date"""
    value = _value(items, "dateOf")
    return [Date(value.parts[:3])] if isinstance(value, Date | DateTime) else []


def time_of(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#timeof-time"""
    value = _value(items, "timeOf")
    return [Time(value.parts[3:])] if isinstance(value, DateTime) and len(value.parts) > 3 else []


_DATES: tuple[type[Moment], ...] = (Date, DateTime)
_TIMES: tuple[type[Moment], ...] = (DateTime, Time)
_PARTS: tuple[tuple[str, int, tuple[type[Moment], ...]], ...] = (
    ("yearOf", 0, _DATES),
    ("monthOf", 1, _DATES),
    ("dayOf", 2, _DATES),
    ("hourOf", 3, _TIMES),
    ("minuteOf", 4, _TIMES),
    ("secondOf", 5, _TIMES),
)

FUNCTIONS = (
    _boundary("lowBoundary", high=False),
    _boundary("highBoundary", high=True),
    Function("precision", precision, single=True, gives="System.Integer"),
    Function("comparable", comparable_, (1, 1), single=True, gives="System.Boolean"),
    *(_part(name, position, kinds) for name, position, kinds in _PARTS),
    Function("millisecondOf", millisecond_of, single=True, gives="System.Integer"),
    Function("timezoneOffsetOf", timezone_offset_of, single=True, gives="System.Decimal"),
    Function("dateOf", date_of, single=True, gives="System.Date"),
    Function("timeOf", time_of, single=True, gives="System.Time"),
)
