"""A date some time before or after now, for limits given as durations.

Source: https://hl7.org/fhir/R4/extension-elementdefinition-minvalue.html (a Quantity of time for a date)
"""

from decimal import Decimal
from typing import Any

_MONTHS = {"a": 12, "mo": 1}
_DAYS = {"wk": 7, "d": 1}


def moment_from_now(now: str, duration: dict[str, Any], direction: int) -> str | None:
    """The date `duration` before (direction -1) or after now; None for units shorter than a day.

    now  ISO 8601, at least a date
    """
    amount, unit = duration.get("value"), duration.get("code") or duration.get("unit")
    if not isinstance(amount, int | Decimal) or amount != int(amount):
        return None
    from datetime import date, timedelta

    today = date.fromisoformat(now[:10])
    steps = int(amount) * direction
    if unit in _DAYS:
        return (today + timedelta(days=steps * _DAYS[unit])).isoformat()
    if unit not in _MONTHS:
        return None
    months = today.year * 12 + today.month - 1 + steps * _MONTHS[unit]
    year, month = divmod(months, 12)
    day = today.day
    while True:
        try:
            return date(year, month + 1, day).isoformat()
        except ValueError:
            if day <= 28:
                return None  # beyond the calendar
            day -= 1
