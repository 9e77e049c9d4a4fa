"""Range: the lowest and the highest, with the unit that both have: `90–95 %`.

Source: https://hl7.org/fhir/R4/datatypes.html#Range
"""

import re

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, NotOfFormError, Setting
from .numbers import number_meant
from .quantities import quantity
from .units import unit_meant

_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*[-–]\s*(?P<high>{_NUMBER})(?P<unit>\s*[^\s\d.,–-]\S*)?", re.ASCII)
_LOOSE = re.compile(
    r"(?:fra |from )?(-?[\d.,]+)\s*(?:(\D*?))\s*(?:[-–—]|til|to)\s*(-?[\d.,]+)(?:\s*(\D.*))?",
    re.ASCII | re.IGNORECASE,
)


def _read(text: str, setting: Setting) -> Json:
    found = _RANGE.fullmatch(text)
    if found is None:
        raise NotOfFormError
    unit = found["unit"] or ""
    high = quantity(f"{found['high']}{unit}", setting, found.start("high"))
    low = {**high, "value": quantity(found["low"], setting)["value"]}
    return {"low": low, "high": high}


def _meant(text: str, _: Setting) -> str | None:
    found = _LOOSE.fullmatch(text)
    if found is None:
        return None
    low, high = (number_meant(one) or one for one in (found[1], found[3]))
    unit = (found[4] or found[2] or "").strip()
    meant = f"{low}–{high}{' ' if unit else ''}{unit_meant(unit) or unit}"
    return meant if _RANGE.fullmatch(meant) is not None and meant != text else None


FORMS: Forms = {
    "Range": Form(
        Text("«90–95 %», eller {fra: 90 %, til: 95 %}", "`90–95 %`, or {low: 90 %, high: 95 %}"),
        _read,
        _meant,
    )
}
