"""Conversion: iif, toInteger, convertsToInteger and their kin.

Source: http://hl7.org/fhirpath/N1/#conversion
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from dbep_ig.engine.fhirpath.converting import one, one_string, several, system_of, truth
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection, Node
from dbep_ig.engine.fhirpath.operators import text_of
from dbep_ig.engine.fhirpath.values.moments import (
    Date,
    DateTime,
    Time,
    parse_date_time,
    parse_time,
)
from dbep_ig.engine.fhirpath.values.numbers import integer
from dbep_ig.engine.fhirpath.values.quantities import Quantity, convert, parse_quantity
from dbep_ig.engine.fhirpath.values.system import System

from .function import Function

_TRUE_WORDS = frozenset(("true", "t", "yes", "y", "1", "1.0"))
_FALSE_WORDS = frozenset(("false", "f", "no", "n", "0", "0.0"))


def iif(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#iif: only the branch that is chosen is evaluated."""
    if len(items) > 1:
        raise several("iif", items)
    if truth(arguments[0](items, env), "iif"):
        return arguments[1](items, env)  # type: ignore[no-any-return]
    return arguments[2](items, env) if len(arguments) > 2 else []


def to_boolean(value: System) -> bool | None:
    """http://hl7.org/fhirpath/N1/#toboolean-boolean"""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return True if value == 1 else False if value == 0 else None
    if isinstance(value, str):
        word = value.lower()
        return True if word in _TRUE_WORDS else False if word in _FALSE_WORDS else None
    return None


@cache
def _integer_pattern() -> re.Pattern[str]:
    return re.compile(r"[+-]?\d{1,20}", re.ASCII)


@cache
def _decimal_pattern() -> re.Pattern[str]:
    return re.compile(r"[+-]?\d{1,400}(?:\.\d{1,400})?", re.ASCII)


def to_integer(value: System) -> int | None:
    """http://hl7.org/fhirpath/N1/#tointeger-integer"""
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, str) and _integer_pattern().fullmatch(value):
        return integer(int(value))
    return None


def to_decimal(value: System) -> Decimal | None:
    """http://hl7.org/fhirpath/N1/#todecimal-decimal"""
    if isinstance(value, bool):
        return Decimal("1.0") if value else Decimal("0.0")
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, str) and _decimal_pattern().fullmatch(value):
        return Decimal(value)
    return None


def to_string(value: System) -> str:
    """http://hl7.org/fhirpath/N1/#tostring-string"""
    return text_of(value)


def to_date(value: System) -> Date | None:
    """http://hl7.org/fhirpath/N1/#todate-date"""
    if isinstance(value, Date):
        return value
    if isinstance(value, DateTime):
        return Date(value.parts[:3])
    if isinstance(value, str):
        moment = parse_date_time(value)
        return None if moment is None else Date(moment.parts[:3])
    return None


def to_date_time(value: System) -> DateTime | None:
    """http://hl7.org/fhirpath/N1/#todatetime-datetime"""
    if isinstance(value, DateTime):
        return value
    if isinstance(value, Date):
        return DateTime(value.parts)
    return parse_date_time(value) if isinstance(value, str) else None


def to_time(value: System) -> Time | None:
    """http://hl7.org/fhirpath/N1/#totime-time"""
    if isinstance(value, Time):
        return value
    if isinstance(value, str):
        return parse_time(value.removeprefix("T"))
    return None


def to_quantity(value: System) -> Quantity | None:
    """http://hl7.org/fhirpath/N1/#toquantityunit-string-quantity"""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool):
        return Quantity(Decimal("1.0") if value else Decimal("0.0"), "1")
    if isinstance(value, int | Decimal):
        return Quantity(Decimal(value), "1")
    return parse_quantity(value) if isinstance(value, str) else None


def _to(name: str, convert_value: Callable[[System], System | None]) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        item = one(items, name)
        value = None if item is None else system_of(_written(item))
        converted = None if value is None else convert_value(value)
        return [] if converted is None else [converted]

    run.__doc__ = convert_value.__doc__
    return Function(name, run, single=True, gives=f"System.{name[2:]}")


def _converts_to(name: str, convert_value: Callable[[System], System | None]) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        item = one(items, name)
        if item is None:
            return []
        value = system_of(_written(item))
        return [value is not None and convert_value(value) is not None]

    run.__doc__ = convert_value.__doc__
    return Function(name, run, single=True, gives="System.Boolean")


def _written(item: Any) -> Any:
    """Text that is no valid date keeps its text: `'abc'` in a FHIR date is a string to conversions."""
    if type(item) is Node and type(item.value) is str and system_of(item) is None:
        return item.value
    return item


def _quantity_in_unit(items: Collection, arguments: list[Any], name: str) -> Quantity | None:
    item = one(items, name)
    value = None if item is None else system_of(item)
    quantity = None if value is None else to_quantity(value)
    if quantity is None or not arguments:
        return quantity
    unit = one_string(arguments[0], name)
    return None if unit is None else convert(quantity, unit)


def to_quantity_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#toquantityunit-string-quantity"""
    quantity = _quantity_in_unit(items, arguments, "toQuantity")
    return [] if quantity is None else [quantity]


def converts_to_quantity(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#convertstoquantityunit-string-boolean"""
    return [_quantity_in_unit(items, arguments, "convertsToQuantity") is not None] if items else []


_CONVERSIONS: tuple[tuple[str, Callable[[System], System | None]], ...] = (
    ("Boolean", to_boolean),
    ("Integer", to_integer),
    ("Decimal", to_decimal),
    ("String", to_string),
    ("Date", to_date),
    ("DateTime", to_date_time),
    ("Time", to_time),
)

FUNCTIONS = (
    Function("iif", iif, (2, 3), closures=True, single=True),
    *(_to(f"to{name}", conversion) for name, conversion in _CONVERSIONS),
    *(_converts_to(f"convertsTo{name}", conversion) for name, conversion in _CONVERSIONS),
    Function("toQuantity", to_quantity_, (0, 1), single=True, gives="System.Quantity"),
    Function("convertsToQuantity", converts_to_quantity, (0, 1), single=True, gives="System.Boolean"),
)
