"""A date or time plus or minus a time-valued quantity, by the calendar.

Source: http://hl7.org/fhirpath/N1/#datetime-arithmetic
"""

from datetime import date, timedelta
from decimal import Decimal

from .moments import Date, DateTime, Moment, Parts, Time, days_in_month
from .units import CALENDAR_UNITS

_PARTS_OF = {"year": 1, "month": 2, "day": 3, "hour": 4, "minute": 5, "second": 6}
_COARSER = {
    "month": ("year", 12),
    "day": ("month", 30),
    "hour": ("day", 24),
    "minute": ("hour", 60),
    "second": ("minute", 60),
}
_SECONDS = {"hour": 3600, "minute": 60, "second": 1}
_DAY = 86400

ALLOWED: dict[type[Moment], frozenset[str]] = {
    Date: frozenset(("year", "month", "week", "day")),
    DateTime: frozenset(CALENDAR_UNITS.values()),
    Time: frozenset(("hour", "minute", "second", "millisecond")),
}
"""The calendar units that each kind of moment can be moved by."""


def move(moment: Moment, amount: Decimal, word: str) -> Moment | None:
    """The moment `amount` (may be negative) calendar units later; None when the year leaves 1 to 9999.

    Above seconds the fraction is ignored; a unit finer than the moment is first converted to the moment's precision
    (`@2014 + 23 months` is 2015).
    """
    if word == "week":
        amount, word = Decimal(int(amount) * 7), "day"
    elif word == "millisecond":
        amount, word = amount / 1000, "second"
    if word != "second":
        amount = Decimal(int(amount))
    if isinstance(moment, Time):
        return _move_time(moment, amount, word)
    precision = len(moment.parts)
    while _PARTS_OF[word] > precision:
        if word == "day" and precision == 1:  # 365 days are a year, though 12 months of 30 are not
            word, amount = "year", Decimal(int(amount / 365))
            break
        word, size = _COARSER[word]
        amount = Decimal(int(amount / size))
    try:
        parts = _moved(moment.parts, amount, word)
    except (OverflowError, ValueError):
        return None
    return type(moment)(parts, moment.offset)


def _moved(parts: Parts, amount: Decimal, word: str) -> Parts:
    year, month, day = (*(int(part) for part in parts[:3]), 1, 1)[:3]
    if word in ("year", "month"):
        months = (year * 12 + month - 1) + int(amount) * (12 if word == "year" else 1)
        year, month = divmod(months, 12)
        month += 1
        if not 1 <= year <= 9999:
            raise OverflowError
        day = min(day, days_in_month(year, month))
        return (year, month, day, *parts[3:])[: len(parts)]
    if word == "day":
        moved = date(year, month, day) + timedelta(days=int(amount))
        return (moved.year, moved.month, moved.day, *parts[3:])
    days, time = _add_seconds(parts[3:], amount * _SECONDS[word])
    moved = date(year, month, day) + timedelta(days=days)
    return (moved.year, moved.month, moved.day, *time)


def _move_time(moment: Time, amount: Decimal, word: str) -> Time:
    precision = len(moment.parts) + 3
    while _PARTS_OF[word] > precision:
        word, size = _COARSER[word]
        amount = Decimal(int(amount / size))
    return Time(_add_seconds(moment.parts, amount * _SECONDS[word])[1])


def _add_seconds(time: Parts, seconds: Decimal) -> tuple[int, Parts]:
    """(days carried, time) at the precision of `time`."""
    hour, minute, second = (*time, 0, 0)[:3]
    total = int(hour) * 3600 + int(minute) * 60 + Decimal(second) + seconds
    days = int(total // _DAY) - (1 if total % _DAY < 0 else 0)
    rest = total - days * _DAY
    whole = int(rest)
    moved: Parts = (whole // 3600, whole % 3600 // 60, rest - whole // 60 * 60)
    return days, moved[: len(time)]
