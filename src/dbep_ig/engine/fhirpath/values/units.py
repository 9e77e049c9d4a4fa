"""Units of quantities: calendar words and UCUM, as an exact factor and a dimension.

Source: http://hl7.org/fhirpath/N1/#quantity and https://ucum.org/ucum
"""

from collections.abc import Hashable
from fractions import Fraction
from functools import lru_cache

CALENDAR_UNITS: dict[str, str] = {
    word: singular
    for singular in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for word in (singular, singular + "s")
}
"""The words of calendar durations -> their singular."""

_UCUM_OF_CALENDAR = {
    "year": "a",
    "month": "mo",
    "week": "wk",
    "day": "d",
    "hour": "h",
    "minute": "min",
    "second": "s",
    "millisecond": "ms",
}
CALENDAR_OF_UCUM = {code: word for word, code in _UCUM_OF_CALENDAR.items()}
"""UCUM's time units -> the calendar word nearest to them."""

_MONTHS = {"year": Fraction(12), "month": Fraction(1)}
_CALENDAR_MONTHS = "calendar months"


class Scale:
    """A unit measured: one of it is `factor` of the canonical unit of `dimension`."""

    __slots__ = ("dimension", "factor")

    def __init__(self, factor: Fraction, dimension: Hashable) -> None:
        self.factor = factor
        self.dimension = dimension


@lru_cache(maxsize=1024)
def scale(unit: str, *, calendar: bool) -> Scale | None:
    """The measure of a unit; None when it is unknown, or not proportional (Celsius, pH).

    Years and months of the calendar have no fixed length and a dimension of their own: `1 year = 1 'a'` is unknown.
    From weeks down a calendar word is the UCUM unit.
    """
    if calendar:
        word = CALENDAR_UNITS[unit]
        if word in _MONTHS:
            return Scale(_MONTHS[word], _CALENDAR_MONTHS)
        unit = _UCUM_OF_CALENDAR[word]
    return _ucum_scale(unit)


@lru_cache(maxsize=256)
def definite_scale(unit: str, *, calendar: bool) -> Scale | None:
    """As `scale`, with the calendar's years and months taken for UCUM's: equivalence treats them alike."""
    return _ucum_scale(_UCUM_OF_CALENDAR[CALENDAR_UNITS[unit]] if calendar else unit)


def _ucum_scale(unit: str) -> Scale | None:
    from dbep_ig.engine.fhir.ucum.units import parse  # seldom needed: the table is read with the first unit

    measured = parse(unit)
    return None if measured is None or measured.special else Scale(measured.factor, measured.dimension)


def word_for(unit: str, *, calendar: bool) -> str | None:
    """The calendar word a unit of time stands for in date arithmetic; None for other units.

    UCUM's month and year ('mo', 'a') have a fixed length that no calendar has: they are None.
    A unit in quotes that is a calendar word (`1 'month'`) is that word.
    """
    if calendar or unit in CALENDAR_UNITS:
        return CALENDAR_UNITS[unit]
    word = CALENDAR_OF_UCUM.get(unit)
    return None if word in _MONTHS else word
