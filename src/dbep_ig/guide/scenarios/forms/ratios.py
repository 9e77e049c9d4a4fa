"""Ratio: two quantities with a colon between them, `1:128` or `30 mg : 2 mL`.

A stroke would also be part of a unit (`30 mg/mL`), which is a Quantity.
Source: https://hl7.org/fhir/R4/datatypes.html#Ratio
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, NotOfFormError, Setting
from .quantities import quantity, quantity_meant


def _read(text: str, setting: Setting) -> Json:
    numerator, colon, denominator = text.partition(":")
    if not colon:
        raise NotOfFormError
    start = len(numerator) + 1 + len(denominator) - len(denominator.lstrip())
    return {
        "numerator": quantity(numerator.rstrip(), setting),
        "denominator": quantity(denominator.strip(), setting, start),
    }


def _meant(text: str, _: Setting) -> str | None:
    for mark in (":", " / ", "/", " per "):
        numerator, found, denominator = text.partition(mark)
        if found and numerator[:1].isdigit() and denominator.strip()[:1].isdigit():
            one, other = (quantity_meant(part) or part for part in (numerator.strip(), denominator.strip()))
            meant = f"{one} : {other}"
            return meant if meant != text else None
    return None


FORMS: Forms = {
    "Ratio": Form(
        Text(
            "to mengder med kolon mellom, som «30 mg : 2 mL»",
            "two quantities with a colon between, as in `30 mg : 2 mL`",
        ),
        _read,
        _meant,
    )
}
