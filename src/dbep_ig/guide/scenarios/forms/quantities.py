"""Quantity and what is made of it (Age, Count, Distance, Duration, SimpleQuantity): a number, and a UCUM unit.

Source: https://hl7.org/fhir/R4/datatypes.html#Quantity
"""

import re
from decimal import Decimal

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, NotOfFormError, Setting
from .numbers import number_meant
from .units import UCUM, check_unit, unit_meant

_QUANTITY = re.compile(
    r"(?P<comparator><=|>=|<|>)?\s*(?P<value>-?\d+(?:\.\d+)?)(?:\s*(?P<unit>[^\s\d.,–-]\S*))?", re.ASCII
)
_NUMBER = re.compile(
    r"(?P<comparator><=|>=|≤|≥|<|>)?\s*(?P<value>-?\d[\d.,]*(?:[ \u00a0\u202f]\d{3}\b)*)\s*(?P<unit>\D.*)?",
    re.ASCII,
)
_LIKE = {"≤": "<=", "≥": ">="}


def quantity(text: str, setting: Setting, start: int = 0) -> dict[str, Json]:
    """`2.5 mg` -> a Quantity. `start` is where the text begins in the value, for what is said of the unit."""
    found = _QUANTITY.fullmatch(text)
    if found is None:
        raise NotOfFormError
    made: dict[str, Json] = {"value": Decimal(found["value"])}
    if found["comparator"]:
        made["comparator"] = found["comparator"]
    if found["unit"]:
        check_unit(found["unit"], setting, start + found.start("unit"))
        made |= {"unit": found["unit"], "system": UCUM, "code": found["unit"]}
    return made


def _read(text: str, setting: Setting) -> Json:
    return quantity(text, setting)


def quantity_meant(text: str) -> str | None:
    """`2,5 mg` -> `2.5 mg`, `92 prosent` -> `92 %`."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number = found["value"].strip()
    number = number_meant(number) or number
    unit = (found["unit"] or "").strip()
    sign = found["comparator"] or ""
    meant = (
        f"{_LIKE.get(sign, sign)}{' ' if sign else ''}{number}{' ' if unit else ''}{unit_meant(unit) or unit}"
    )
    return meant if _QUANTITY.fullmatch(meant) is not None and meant != text else None


def _meant(text: str, _: Setting) -> str | None:
    return quantity_meant(text)


_FORM = Form(
    Text("et tall med UCUM-enhet, som «2.5 mg»", "a number with a UCUM unit, as in `2.5 mg`"), _read, _meant
)
FORMS: Forms = dict.fromkeys(
    ("Quantity", "SimpleQuantity", "MoneyQuantity", "Duration", "Age", "Count", "Distance"), _FORM
)
