"""Dates, ages, rhythms and quantities as people say them, in the words of a language."""

import re
from typing import Any

from dbep_ig.guide.languages import Words, filled

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def date(text: str, words: Words) -> str:
    """`2026-03-01` -> "1. mars 2026", "1 March 2026"; partial dates as far as they go; other text gives nothing."""
    found = _DATE.match(text)
    if found is None:
        return ""
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    said = words.prose
    name = said["months"][int(month) - 1]
    if day is None:
        return filled(said["date_of_month"], month=name, year=year)
    return filled(said["date"], day=int(day), month=name, year=year)


def age(birth: str, on: str) -> int | None:
    """Whole years from one date to another; None unless both are full dates."""
    born, now = (re.match(r"(\d{4})-(\d\d)-(\d\d)", text) for text in (birth, on))
    if born is None or now is None:
        return None
    years = int(now[1]) - int(born[1])
    return years - ((now[2], now[3]) < (born[2], born[3]))


def often(timing: Any, words: Words) -> str:
    """`{frequency: 1, period: 1, periodUnit: a}` -> "hvert år", "every year"."""
    if not isinstance(timing, dict):
        return ""
    repeat = timing.get("repeat") or {}
    said = words.prose["units"].get(str(repeat.get("periodUnit")))
    if said is None:
        code = timing.get("code") or {}
        return str(code.get("text", ""))
    times, period = repeat.get("frequency", 1), repeat.get("period", 1)
    if period == 1:
        form = "every" if times == 1 else "times"
    else:
        form = "nth" if times == 1 else "times_nth"
    return filled(said[form], times=times, period=period)


def quantity(value: Any) -> str:
    """A Quantity as `92 %`."""
    if not isinstance(value, dict) or "value" not in value:
        return ""
    comparator = str(value.get("comparator", ""))
    return f"{comparator}{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
