"""Dates, ages, rhythms and quantities as people say them, in Norwegian and English."""

import re
from typing import Any

_MONTHS: dict[str, tuple[str, ...]] = {
    "nb": (
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

# UCUM unit of time -> (adverb for once a unit, one unit, several units)
_UNITS: dict[str, dict[str, tuple[str, str, str]]] = {
    "nb": {
        "h": ("hver time", "time", "timer"),
        "d": ("hver dag", "dag", "dager"),
        "wk": ("hver uke", "uke", "uker"),
        "mo": ("hver måned", "måned", "måneder"),
        "a": ("hvert år", "år", "år"),
        "min": ("hvert minutt", "minutt", "minutter"),
        "s": ("hvert sekund", "sekund", "sekunder"),
    },
    "en": {
        "h": ("every hour", "hour", "hours"),
        "d": ("every day", "day", "days"),
        "wk": ("every week", "week", "weeks"),
        "mo": ("every month", "month", "months"),
        "a": ("every year", "year", "years"),
        "min": ("every minute", "minute", "minutes"),
        "s": ("every second", "second", "seconds"),
    },
}
_NEUTER = frozenset({"a", "min", "s"})  # et år, et minutt, et sekund


def date(text: str, language: str) -> str:
    """`2026-03-01` -> "1. mars 2026", "1 March 2026"; partial dates as far as they go; other text gives nothing."""
    found = _DATE.match(text)
    if found is None:
        return ""
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    name = _MONTHS.get(language, _MONTHS["en"])[int(month) - 1]
    if day is None:
        return f"{name} {year}"
    return f"{int(day)}. {name} {year}" if language == "nb" else f"{int(day)} {name} {year}"


def age(birth: str, on: str) -> int | None:
    """Whole years from one date to another; None unless both are full dates."""
    born, now = (re.match(r"(\d{4})-(\d\d)-(\d\d)", text) for text in (birth, on))
    if born is None or now is None:
        return None
    years = int(now[1]) - int(born[1])
    return years - ((now[2], now[3]) < (born[2], born[3]))


def often(timing: Any, language: str) -> str:
    """`{frequency: 1, period: 1, periodUnit: a}` -> "hvert år", "every year"."""
    if not isinstance(timing, dict):
        return ""
    repeat = timing.get("repeat") or {}
    names = _UNITS.get(language, _UNITS["en"]).get(str(repeat.get("periodUnit")))
    if names is None:
        code = timing.get("code") or {}
        return str(code.get("text", ""))
    every, one, several = names
    times, period = repeat.get("frequency", 1), repeat.get("period", 1)
    if period == 1:
        if times == 1:
            return every
        if language == "nb":
            return f"{times} ganger {'i' if repeat['periodUnit'] in ('d', 'wk', 'mo', 'h') else 'per'} {_definite(str(repeat['periodUnit']), one)}"
        return f"{times} times {'an' if one == 'hour' else 'a'} {one}"
    if language == "nb":
        each = f"{'hvert' if repeat['periodUnit'] in _NEUTER else 'hver'} {period}. {one}"
        return each if times == 1 else f"{times} ganger {each}"
    each = f"every {period} {several}"
    return each if times == 1 else f"{times} times {each}"


def _definite(unit: str, word: str) -> str:
    return {"d": "døgnet", "wk": "uken", "mo": "måneden", "h": "timen"}.get(unit, word)


def quantity(value: Any) -> str:
    """A Quantity as `92 %`."""
    if not isinstance(value, dict) or "value" not in value:
        return ""
    comparator = str(value.get("comparator", ""))
    return f"{comparator}{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
