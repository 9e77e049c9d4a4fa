"""Dates and times of R4: their formats, and days and times that do not exist.

Source: https://hl7.org/fhir/R4/datatypes.html#date
"""

from dbep_ig.engine.diagnostics import Text

NOT_A_STRING = Text("skal være en tekst", "should be a string")
WRONG_DATE = Text("skal være YYYY, YYYY-MM eller YYYY-MM-DD", "should be YYYY, YYYY-MM or YYYY-MM-DD")
NO_SUCH_DAY = Text("er en dato som ikke finnes i kalenderen", "is not a date in the calendar")
YEAR_ZERO = Text("år 0000 finnes ikke", "there is no year 0000")
WRONG_DATE_TIME = Text(
    "skal være YYYY, YYYY-MM, YYYY-MM-DD eller YYYY-MM-DDThh:mm:ss med tidssone",
    "should be YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with time zone",
)
NO_ZONE = Text("skal ha tidssone når klokkeslett er oppgitt", "should have a time zone when a time is given")
WRONG_ZONE = Text(
    "skal ha tidssonen Z eller +hh:mm, høyst 14:00", "should have the time zone Z or +hh:mm, at most 14:00"
)
WRONG_INSTANT = Text(
    "skal være YYYY-MM-DDThh:mm:ss med tidssone", "should be YYYY-MM-DDThh:mm:ss with time zone"
)
WRONG_TIME = Text("skal være hh:mm:ss", "should be hh:mm:ss")
NO_SUCH_TIME = Text("er et klokkeslett som ikke finnes", "is a time of day that does not exist")

_DIGITS = frozenset("0123456789")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _digits(text: str) -> bool:
    return bool(text) and _DIGITS.issuperset(text)


def check_date(text: str) -> Text | None:
    """A calendar date of any precision."""
    length = len(text)
    if length not in (4, 7, 10) or not _digits(text[:4]):
        return WRONG_DATE
    if length > 4 and (text[4] != "-" or not _digits(text[5:7])):
        return WRONG_DATE
    if length > 7 and (text[7] != "-" or not _digits(text[8:10])):
        return WRONG_DATE
    year = int(text[:4])
    if not year:
        return YEAR_ZERO
    if length > 4:
        month = int(text[5:7])
        if not 1 <= month <= 12:
            return NO_SUCH_DAY
        if length > 7:
            day = int(text[8:10])
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            if not 1 <= day <= _DAYS[month - 1] or (month == 2 and day == 29 and not leap):
                return NO_SUCH_DAY
    return None


def check_time(text: str) -> Text | None:
    """`hh:mm:ss` with or without a fraction; 60 seconds for leap seconds; no 24:00."""
    if len(text) < 8 or text[2] != ":" or text[5] != ":":
        return WRONG_TIME
    if not (_digits(text[:2]) and _digits(text[3:5]) and _digits(text[6:8])):
        return WRONG_TIME
    if len(text) > 8 and (text[8] != "." or not _digits(text[9:])):
        return WRONG_TIME
    return None if int(text[:2]) < 24 and int(text[3:5]) < 60 and int(text[6:8]) <= 60 else NO_SUCH_TIME


def _zoned(text: str) -> Text | None:
    """What follows `T`: a time and its zone."""
    if text.endswith("Z"):
        return check_time(text[:-1])
    at = max(text.rfind("+"), text.rfind("-"))
    if at < 0:
        return check_time(text) or NO_ZONE
    zone = text[at + 1 :]
    if len(zone) != 5 or zone[2] != ":" or not _digits(zone[:2]) or not _digits(zone[3:]):
        return WRONG_ZONE
    hours, minutes = int(zone[:2]), int(zone[3:])
    if minutes > 59 or hours > 14 or (hours == 14 and minutes):
        return WRONG_ZONE
    return check_time(text[:at])


def date_fault(value: object) -> Text | None:
    """A `date`."""
    return check_date(value) if isinstance(value, str) else NOT_A_STRING


def date_time_fault(value: object) -> Text | None:
    """A `dateTime`."""
    if not isinstance(value, str):
        return NOT_A_STRING
    date, mark, time = value.partition("T")
    if not mark:
        found = check_date(date)
        return WRONG_DATE_TIME if found is WRONG_DATE else found
    if len(date) != 10:
        return WRONG_DATE_TIME
    found = check_date(date) or _zoned(time)
    return WRONG_DATE_TIME if found in (WRONG_DATE, WRONG_TIME) else found


def instant_fault(value: object) -> Text | None:
    """An `instant`."""
    if not isinstance(value, str):
        return NOT_A_STRING
    date, mark, time = value.partition("T")
    if not mark or len(date) != 10:
        return WRONG_INSTANT
    found = check_date(date) or _zoned(time)
    return WRONG_INSTANT if found in (WRONG_DATE, WRONG_TIME) else found


def time_fault(value: object) -> Text | None:
    """A `time`."""
    return check_time(value) if isinstance(value, str) else NOT_A_STRING
