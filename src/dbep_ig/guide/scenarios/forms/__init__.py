"""How values are written in a single line: one file for each FHIR type or family of types, found in `FORMS`."""

from . import (
    addresses,
    booleans,
    codes,
    codings,
    identifiers,
    moments,
    numbers,
    quantities,
    ranges,
    ratios,
    texts,
    timings,
)
from .form import Form, Forms, NotOfFormError, Setting

__all__ = ["FORMS", "Form", "NotOfFormError", "Setting"]

FORMS: Forms = {
    **booleans.FORMS,
    **numbers.FORMS,
    **moments.FORMS,
    **quantities.FORMS,
    **ranges.FORMS,
    **ratios.FORMS,
    **timings.FORMS,
    **codes.FORMS,
    **codings.FORMS,
    **identifiers.FORMS,
    **addresses.FORMS,
    **texts.FORMS,
}
