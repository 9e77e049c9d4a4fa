"""Date, DateTime and Time with partial precision, zones and three-valued comparison.

A value is as precise as it was written: `2018-03` is not the first of March. Comparison goes precision by precision
and is unknown (None) where one value stops earlier. Seconds and fractions are one precision, a decimal.

Source: http://hl7.org/fhirpath/N1/#datetime-equality
"""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

_HOUR, _SECOND = 3, 5  # positions among the parts
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST_ZONE = 14 * 60  # a local time without zone is at the earliest that of +14:00 …
_LATEST_ZONE = -12 * 60  # … and at the latest that of -12:00

Parts = tuple[int | Decimal, ...]


class Moment:
    """What Date, DateTime and Time share.

    parts   year, month, day, hour, minute, second as far as known (a Time: hour, minute, second); the second is a
            Decimal with as many digits as were written
    offset  minutes east of UTC; None without a zone
    """

    __slots__ = ("_key", "_utc", "offset", "parts")

    def __init__(self, parts: Parts, offset: int | None = None) -> None:
        self.parts = parts
        self.offset = offset
        self._key: tuple[object, ...] | None = None
        self._utc: Parts | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal values: hashing and equality go by it."""
        if self._key is None:
            self._key = (type(self) is Time, self.offset is None, *self.in_utc())
        return self._key

    def in_utc(self) -> Parts:
        """The parts at +00:00; as they are when there is no zone or no hour."""
        if self._utc is None:
            self._utc = self._shifted()
        return self._utc

    def _shifted(self) -> Parts:
        parts = self.parts
        if not self.offset or len(parts) <= _HOUR:
            return parts
        try:
            year, month, day, hour, minute = [int(part) for part in (*parts[:_SECOND], 0)][:5]
            moment = datetime(year, month, day, hour, minute) - timedelta(minutes=self.offset)
        except OverflowError:
            return parts
        shifted: Parts = (moment.year, moment.month, moment.day, moment.hour, moment.minute, *parts[_SECOND:])
        return shifted[: len(parts)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"


class Date(Moment):
    """`2018`, `2018-03` or `2018-03-01`."""

    __slots__ = ()

    def __str__(self) -> str:
        return _date_text(self.parts)


class DateTime(Moment):
    """A date, and perhaps a time and a zone."""

    __slots__ = ()

    def __str__(self) -> str:
        text = _date_text(self.parts[:_HOUR])
        if len(self.parts) > _HOUR:
            text += "T" + _time_text(self.parts[_HOUR:])
        return text + offset_text(self.offset)


class Time(Moment):
    """A time of day, without zone."""

    __slots__ = ()

    def __str__(self) -> str:
        return _time_text(self.parts)


def offset_text(offset: int | None) -> str:
    """`Z`, `+01:00`, or nothing."""
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    return f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"


def _date_text(parts: Parts) -> str:
    return "-".join((f"{int(parts[0]):04d}", *(f"{int(part):02d}" for part in parts[1:])))


def _time_text(parts: Parts) -> str:
    pieces = [f"{int(part):02d}" for part in parts[:2]]
    if len(parts) > 2:
        second = f"{parts[2]:f}"
        pieces.append(second if len(second.partition(".")[0]) == 2 else "0" + second)
    return ":".join(pieces)


@cache
def _date_time_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
        r"(?:(T)(?:(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?(Z|[+-]\d\d:\d\d)?)?)?",
        re.ASCII,
    )


@cache
def _time_pattern() -> re.Pattern[str]:
    return re.compile(r"(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?", re.ASCII)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> Date | None:
    """`2018-03` -> Date; None when it is none, the 30th of February included."""
    match = _date_time_pattern().fullmatch(text)
    if match is None or match[4] is not None:
        return None
    parts = tuple(int(part) for part in match.group(1, 2, 3) if part is not None)
    return Date(parts) if _is_calendar_date(parts) else None


@lru_cache(maxsize=4096)
def parse_date_time(text: str) -> DateTime | None:
    """`2018-03-01T10:30+01:00` -> DateTime; dates alone, and dates with a bare `T`, too. None when it is none."""
    match = _date_time_pattern().fullmatch(text)
    if match is None:
        return None
    parts: Parts = tuple(int(part) for part in match.group(1, 2, 3) if part is not None)
    if not _is_calendar_date(parts):
        return None
    offset: int | None = None
    if match[5] is not None:
        time = _time_parts(match[5], match[6], match[7])
        if time is None or len(parts) < _HOUR:
            return None
        parts += time
    if match[8] is not None:
        offset = _offset(match[8])
        if offset is None:
            return None
    return DateTime(parts, offset)


@lru_cache(maxsize=1024)
def parse_time(text: str) -> Time | None:
    """`10:30` -> Time; None when it is none."""
    match = _time_pattern().fullmatch(text)
    parts = None if match is None else _time_parts(*match.group(1, 2, 3))
    return None if parts is None else Time(parts)


def _is_calendar_date(parts: Parts) -> bool:
    year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def _time_parts(hour: str, minute: str | None, second: str | None) -> Parts | None:
    if int(hour) > 23 or (minute is not None and int(minute) > 59):
        return None
    if (
        second is not None and Decimal(second) >= 60
    ):  # FHIR allows a leap second's 60 nowhere but in `instant`
        return None
    if minute is None:
        return (int(hour),)
    return (int(hour), int(minute)) if second is None else (int(hour), int(minute), Decimal(second))


def _offset(text: str) -> int | None:
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        return None
    return (-1 if text[0] == "-" else 1) * (hours * 60 + minutes)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def order(left: Moment, right: Moment) -> int | None:
    """-1, 0, 1, or None when it is unknown. Both Times, or both Dates and DateTimes.

    A value with a zone and one without are ordered only if every possible zone (+14:00 to -12:00) gives the same.
    """
    if left.offset is None and right.offset is None:
        ours, theirs = left.parts, right.parts
    elif left.offset is None or right.offset is None:
        return _order_half_zoned(left, right)
    else:
        ours, theirs = left.in_utc(), right.in_utc()
    common = min(len(ours), len(theirs))
    first, second = ours[:common], theirs[:common]
    if first != second:
        return -1 if first < second else 1
    return 0 if len(ours) == len(theirs) else None


def _order_half_zoned(left: Moment, right: Moment) -> int | None:
    if _instant(left, last=True) < _instant(right, last=False):
        return -1
    if _instant(left, last=False) > _instant(right, last=True):
        return 1
    return None


def _instant(moment: Moment, *, last: bool) -> Decimal:
    """Seconds since 1970 of the first or last instant that a value can mean."""
    year, month, day, hour, minute, second = complete(moment.parts, last=last)
    offset = moment.offset
    if offset is None:
        offset = _LATEST_ZONE if last else _EARLIEST_ZONE
    days = datetime(int(year), int(month), int(day), tzinfo=_EPOCH.tzinfo) - _EPOCH
    return Decimal(days.days * 86400 + int(hour) * 3600 + int(minute) * 60 - offset * 60) + second


def complete(parts: Parts, *, last: bool) -> Parts:
    """Year to second, what is missing filled with the lowest or highest value of its precision."""
    filled: list[int | Decimal] = list(parts)
    if len(filled) == 1:
        filled.append(12 if last else 1)
    if len(filled) == 2:
        filled.append(days_in_month(int(filled[0]), int(filled[1])) if last else 1)
    for highest in (23, 59)[max(len(filled) - 3, 0) :]:
        filled.append(highest if last else 0)
    if len(filled) == 5:
        filled.append(Decimal("59.999") if last else Decimal("0.000"))
    return tuple(filled)
