"""Math: abs, ceiling, exp, floor, ln, log, power, round, sqrt, truncate.

Source: http://hl7.org/fhirpath/N1/#math
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal, DecimalException
from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhirpath.converting import (
    NUMBER,
    one,
    one_integer,
    one_number,
    system_of,
    without_value,
    wrong_type,
)
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.errors import EvaluationError
from dbep_ig.engine.fhirpath.node import Collection
from dbep_ig.engine.fhirpath.rules import INVALID_ARGUMENT
from dbep_ig.engine.fhirpath.values.numbers import LARGEST_EXPONENT, integer, round_half_up, tidy
from dbep_ig.engine.fhirpath.values.quantities import Quantity

from .function import Function

_REAL = Context(prec=28)
_LARGEST_POWER = 10_000  # of an exponent: 2.power(1000000) must not take a minute


def abs_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#abs-integer-decimal-quantity"""
    item = one(items, "abs")
    if item is None:
        return []
    value = system_of(item)
    if isinstance(value, Quantity):
        return [Quantity(abs(value.value), value.unit, calendar=value.calendar)]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return [abs(value)]
    if without_value(item, value):
        return []
    raise wrong_type("abs", item, NUMBER)


def _to_integer(name: str, rounding: str, documentation: str) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        value = one_number(items, name)
        if value is None:
            return []
        whole = integer(int(Decimal(value).to_integral_value(rounding)))
        return [] if whole is None else [whole]

    run.__doc__ = documentation
    return Function(name, run, takes="number", single=True, gives="System.Integer")


def _real(name: str, compute: Callable[[Decimal], Decimal], documentation: str) -> Function:
    """A function of the reals; what has no value (sqrt of -1, ln of 0, overflow) is empty."""

    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        value = one_number(items, name)
        return [] if value is None else _decimal(lambda: compute(Decimal(value)))

    run.__doc__ = documentation
    return Function(name, run, takes="number", single=True, gives="System.Decimal")


def _decimal(compute: Callable[[], Decimal]) -> Collection:
    try:
        value = compute()
    except DecimalException:
        return []
    return [tidy(value)] if value.is_finite() and abs(value.adjusted()) <= LARGEST_EXPONENT else []


def log(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#logbase-decimal-decimal"""
    value, base = one_number(items, "log"), one_number(arguments[0], "log")
    if value is None or base is None or value <= 0 or base <= 0 or base == 1:
        return []
    # Two guard digits, so that 16.log(2) is 4 and not 3.999…
    wide = Context(prec=32)
    return _decimal(lambda: _REAL.plus(wide.divide(wide.ln(Decimal(value)), wide.ln(Decimal(base)))))


def power(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#powerexponent-integer-decimal-integer-decimal"""
    value, exponent = one_number(items, "power"), one_number(arguments[0], "power")
    if value is None or exponent is None or not -_LARGEST_POWER <= exponent <= _LARGEST_POWER:
        return []
    if isinstance(value, int) and isinstance(exponent, int) and exponent >= 0:
        if abs(value) > 1 and exponent > 31:
            return []
        whole = integer(int(value**exponent))
        return [] if whole is None else [whole]
    return _decimal(lambda: _REAL.power(Decimal(value), Decimal(exponent)))


def round_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#roundprecision-integer-decimal: half away from zero."""
    value = one_number(items, "round")
    places = one_integer(arguments[0], "round") if arguments else 0
    if value is None or places is None:
        return []
    if places < 0:
        raise EvaluationError(
            INVALID_ARGUMENT,
            {
                "operation": "round",
                "value": places,
                "expected": Text("et antall desimaler fra 0", "a number of decimals from 0"),
            },
        )
    try:
        return [round_half_up(value, places)]
    except DecimalException:
        return [Decimal(value)]  # more decimals than any number here has


FUNCTIONS = (
    Function("abs", abs_, takes="number", single=True, gives="same"),
    _to_integer("ceiling", ROUND_CEILING, "http://hl7.org/fhirpath/N1/#ceiling-integer"),
    _real("exp", _REAL.exp, "http://hl7.org/fhirpath/N1/#exp-decimal"),
    _to_integer("floor", ROUND_FLOOR, "http://hl7.org/fhirpath/N1/#floor-integer"),
    _real("ln", _REAL.ln, "http://hl7.org/fhirpath/N1/#ln-decimal"),
    Function("log", log, (1, 1), takes="number", single=True, gives="System.Decimal"),
    Function("power", power, (1, 1), takes="number", single=True),
    Function("round", round_, (0, 1), takes="number", single=True, gives="System.Decimal"),
    _real("sqrt", _REAL.sqrt, "http://hl7.org/fhirpath/N1/#sqrt-decimal"),
    _to_integer("truncate", ROUND_DOWN, "http://hl7.org/fhirpath/N1/#truncate-integer"),
)
