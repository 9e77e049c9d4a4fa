"""Timing: how often in which period, `2/d`, `1/2wk` (every other week).

Source: https://hl7.org/fhir/R4/datatypes.html#Timing
"""

import re

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, NotOfFormError, Setting
from .units import unit_meant

_UNITS = ("s", "min", "h", "d", "wk", "mo", "a")
_TIMING = re.compile(rf"(?P<times>\d+)/(?P<period>\d*)(?P<unit>{'|'.join(_UNITS)})", re.ASCII)
_LOOSE = re.compile(
    r"(?P<times>\d+)\s*(?:ganger|gang|x|times)?\s*(?:/|per|pr\.?|om|i|hver|a|every|)\s*(?P<period>\d*)\s*(?P<unit>[a-zæøå]+)\.?",
    re.IGNORECASE,
)


def timing(text: str) -> dict[str, Json] | None:
    """`2/d` -> a Timing that repeats twice a day; None for text of another form."""
    found = _TIMING.fullmatch(text.strip())
    if found is None:
        return None
    repeat: dict[str, Json] = {
        "frequency": int(found["times"]),
        "period": int(found["period"] or 1),
        "periodUnit": found["unit"],
    }
    return {"repeat": repeat}


def _read(text: str, _: Setting) -> Json:
    found = timing(text)
    if found is None:
        raise NotOfFormError
    return found


def _meant(text: str, _: Setting) -> str | None:
    found = _LOOSE.fullmatch(text)
    if found is None:
        return None
    word = (
        found["unit"].casefold().removesuffix("en") if found["unit"].casefold() == "dagen" else found["unit"]
    )
    unit = word if word in _UNITS else unit_meant(word)
    return f"{found['times']}/{found['period']}{unit}" if unit in _UNITS else None


FORMS: Forms = {
    "Timing": Form(
        Text(
            "hvor ofte, som «2/d» eller «1/2wk» (s, min, h, d, wk, mo, a)",
            "how often, as in `2/d` or `1/2wk` (s, min, h, d, wk, mo, a)",
        ),
        _read,
        _meant,
    )
}
