"""Comparing two Quantities, with UCUM conversion where both have UCUM codes.

Source: https://hl7.org/fhir/R4/datatypes.html#Quantity
"""

from decimal import Decimal
from typing import Any

UCUM = "http://unitsofmeasure.org"


def compare_quantities(value: dict[str, Any], limit: dict[str, Any]) -> int | None:
    """-1, 0 or 1; None when values are missing or the units cannot be compared."""
    left, right = value.get("value"), limit.get("value")
    if not isinstance(left, int | Decimal) or not isinstance(right, int | Decimal):
        return None
    if (value.get("system"), value.get("code")) == (limit.get("system"), limit.get("code")):
        if value.get("code") is None and value.get("unit") != limit.get("unit"):
            return None
        return (left > right) - (left < right)
    if value.get("system") != UCUM or limit.get("system") != UCUM:
        return None
    from dbep_ig.engine.fhir.ucum.units import compare_ucum

    return compare_ucum(Decimal(left), str(value.get("code")), Decimal(right), str(limit.get("code")))
