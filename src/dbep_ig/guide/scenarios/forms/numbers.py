"""integer, positiveInt, unsignedInt and decimal: digits, with a point before decimals.

Source: https://hl7.org/fhir/R4/datatypes.html#decimal
"""

import re
from decimal import Decimal

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, NotOfFormError, Setting

_WHOLE = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"(-?\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:[.,](\d+))?", re.ASCII)
_COMMA = re.compile(r"(-?\d+),(\d+)", re.ASCII)


def number_meant(text: str) -> str | None:
    """`2,5` -> `2.5`, `1 000` -> `1000`: a number as people write it, as FHIR does; None for what is no such number."""
    comma = _COMMA.fullmatch(text)
    if comma is not None:
        return f"{comma[1]}.{comma[2]}"
    grouped = _GROUPED.fullmatch(text)
    if grouped is not None:
        whole = re.sub(r"[^\d-]", "", grouped[1])
        return whole if grouped[2] is None else f"{whole}.{grouped[2]}"
    return None


def _whole(text: str, _: Setting) -> Json:
    if _WHOLE.fullmatch(text) is None:
        raise NotOfFormError
    return int(text)


def _decimal(text: str, _: Setting) -> Json:
    if _DECIMAL.fullmatch(text) is None:
        raise NotOfFormError
    return Decimal(text)


def _meant(text: str, _: Setting) -> str | None:
    return number_meant(text)


def _whole_meant(text: str, _: Setting) -> str | None:
    found = number_meant(text)
    return found if found is not None and _WHOLE.fullmatch(found) is not None else None


_INTEGER = Form(Text("et helt tall", "a whole number"), _whole, _whole_meant)
FORMS: Forms = {
    "integer": _INTEGER,
    "positiveInt": _INTEGER,
    "unsignedInt": _INTEGER,
    "decimal": Form(Text("et tall, som «2.5»", "a number, as in `2.5`"), _decimal, _meant),
}
