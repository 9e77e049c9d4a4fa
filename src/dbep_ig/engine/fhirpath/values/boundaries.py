"""The least and greatest value that a value of limited precision can mean, and how precise it is.

Source: https://build.fhir.org/ig/HL7/FHIRPath/#lowboundaryprecision-integer-decimal--date--datetime--time
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, DecimalException

from .moments import Date, DateTime, Moment, Time, complete
from .numbers import EXACT, decimal_places
from .quantities import Quantity
from .system import System

_DEFAULT_PLACES = 8
_MOST_PLACES = 28
_DIGITS = {Date: (4, 6, 8), DateTime: (4, 6, 8, 10, 12, 14, 17), Time: (2, 4, 6, 9)}
_EARLIEST, _LATEST = 14 * 60, -12 * 60


def boundary(value: System, precision: int | None, *, high: bool) -> System | None:
    """The boundary at a precision: decimals after the point, or digits of a date or time (8 is a day, 17 a
    millisecond). None for values without boundaries and for precisions that do not exist.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return _decimal_boundary(Decimal(value), precision, high=high)
    if isinstance(value, Quantity):
        bound = _decimal_boundary(value.value, precision, high=high)
        return None if bound is None else Quantity(bound, value.unit, calendar=value.calendar)
    if isinstance(value, Date | DateTime | Time):
        return _moment_boundary(value, precision, high=high)
    return None


def _decimal_boundary(value: Decimal, precision: int | None, *, high: bool) -> Decimal | None:
    """Half a unit of the last place away. Written with fewer places than that, the bound nearer to zero is cut off
    and the one farther from zero is rounded: 1.587 to two places lies between 1.58 and 1.59.
    """
    places = _DEFAULT_PLACES if precision is None else precision
    if not 0 <= places <= _MOST_PLACES:
        return None
    half = Decimal(5).scaleb(-decimal_places(value) - 1)
    bound = EXACT.add(value, half if high else -half)
    away = bound >= 0 if high else bound < 0
    try:
        return bound.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP if away else ROUND_DOWN, EXACT)
    except DecimalException:
        return None


def _moment_boundary(
    value: Date | DateTime | Time, precision: int | None, *, high: bool
) -> Date | DateTime | Time | None:
    digits = _DIGITS[type(value)]
    if precision is None:
        precision = digits[-1]
    if precision not in digits:
        return None
    count = digits.index(precision) + 1
    if isinstance(value, Time):
        parts = complete((2000, 1, 1, *value.parts), last=high)[3:]
        return Time(_to_millisecond(parts, 3, value, high=high)[: min(count, 3)])
    if isinstance(value, Date):
        return Date(complete(value.parts, last=high)[:count])
    parts = _to_millisecond(complete(value.parts, last=high), 6, value, high=high)
    if count <= 3:
        return DateTime(parts[:count])
    offset = value.offset if value.offset is not None else (_LATEST if high else _EARLIEST)
    if precision == 14:
        parts = (*parts[:5], Decimal(int(parts[5])))
    return DateTime(parts[: min(count, 6)], offset)


def _to_millisecond(
    parts: tuple[int | Decimal, ...], full: int, value: Moment, *, high: bool
) -> tuple[int | Decimal, ...]:
    """Seconds with three decimals: those of the value, then the lowest or highest."""
    if len(value.parts) < full:
        return parts
    second = Decimal(parts[full - 1])
    missing = 3 - decimal_places(second)
    if missing <= 0:
        return parts
    filled = EXACT.add(second, Decimal("9" * missing).scaleb(-3) if high else Decimal(0).scaleb(-3))
    return (*parts[: full - 1], filled)


def precision(value: System) -> int | None:
    """Decimals after the point, or digits of a date or time; None for values without precision."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return decimal_places(value)
    if isinstance(value, Quantity):
        return decimal_places(value.value)
    if not isinstance(value, Moment):
        return None
    full = 3 if isinstance(value, Time) else 6
    if len(value.parts) < full:
        return _DIGITS[type(value)][len(value.parts) - 1]
    return _DIGITS[type(value)][full - 1] + min(decimal_places(Decimal(value.parts[-1])), 3)
