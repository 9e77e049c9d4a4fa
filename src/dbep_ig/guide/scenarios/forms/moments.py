"""date, dateTime, instant and time. Only the form decides here: a day that no month has is reported by the validator.

Source: https://hl7.org/fhir/R4/datatypes.html#dateTime
"""

import re
from collections.abc import Callable

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.primitives.checking import check
from dbep_ig.engine.fhir.primitives.moments import NO_SUCH_DAY, NO_SUCH_TIME

from .form import Form, Forms, NotOfFormError, Setting

_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", re.ASCII)
_IN_ONE = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_DATE_AND_TIME = re.compile(
    r"([\d./-]+)(?:[T ]|\s+kl\.?\s*)(\d{1,2}[:.]\d\d)(?:[:.](\d\d(?:\.\d+)?))?\s*([Zz]|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_DATES = {
    "date": Text(
        "en dato: «2026-11-02», «2026-11» eller «2026»", "a date: `2026-11-02`, `2026-11` or `2026`"
    ),
    "dateTime": Text(
        "en dato («2026-11-02») eller et tidspunkt med sekunder og tidssone («2026-11-02T09:00:00+01:00»)",
        "a date (`2026-11-02`) or a time with seconds and time zone (`2026-11-02T09:00:00+01:00`)",
    ),
    "instant": Text(
        "et tidspunkt med sekunder og tidssone: «2026-11-02T09:00:00+01:00»",
        "a time with seconds and time zone: `2026-11-02T09:00:00+01:00`",
    ),
    "time": Text("et klokkeslett med sekunder: «09:00:00»", "a time of day with seconds: `09:00:00`"),
}


def _reader(type_name: str) -> Callable[[str, Setting], Json]:
    def read(text: str, _: Setting) -> Json:
        fault = check(type_name, text)
        if fault is not None and fault not in (NO_SUCH_DAY, NO_SUCH_TIME):
            raise NotOfFormError(fault)
        return text

    return read


def day_meant(text: str) -> str | None:
    """`2.11.2026` -> `2026-11-02`: the day before the month, as in Norway; None where that is no day of a year."""
    day_first, year_first = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text) or _IN_ONE.fullmatch(text)
    if day_first is not None:
        day, month, year = day_first.groups()
    elif year_first is not None:
        year, month, day = year_first.groups()
    else:
        return None
    found = f"{year}-{int(month):02}-{int(day):02}"
    return found if check("date", found) is None else None


def _date_meant(text: str, _: Setting) -> str | None:
    found = _DATE_AND_TIME.fullmatch(text)
    day = text if found is None else found[1]
    meant = day_meant(day)
    return meant if meant != text else None


def _instant_meant(text: str, setting: Setting) -> str | None:
    return _date_time_meant(text, setting) if _DATE_AND_TIME.fullmatch(text) is not None else None


def _date_time_meant(text: str, _: Setting) -> str | None:
    found = _DATE_AND_TIME.fullmatch(text)
    if found is None:
        return day_meant(text)
    day = day_meant(found[1])
    zone = found[4]
    if day is None or zone is None:
        return None  # nobody but the author knows the zone
    hour, minute = re.split("[:.]", found[2])
    zone = zone.upper()
    if zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    meant = f"{day}T{int(hour):02}:{minute}:{found[3] or '00'}{zone}"
    return meant if check("dateTime", meant) is None else None


def _time_meant(text: str, _: Setting) -> str | None:
    found = re.fullmatch(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?", text, re.ASCII)
    if found is None:
        return None
    meant = f"{int(found[1]):02}:{found[2]}:{found[3] or '00'}"
    return meant if check("time", meant) is None else None


_MEANT = {
    "date": _date_meant,
    "dateTime": _date_time_meant,
    "instant": _instant_meant,
    "time": _time_meant,
}
FORMS: Forms = {name: Form(expected, _reader(name), _MEANT[name]) for name, expected in _DATES.items()}
