"""UCUM: a code is a unit when it can be read; the table of units is `engine/fhir/ucum`, for everyone.

Of UCUM's filters R4 uses one: `canonical = a`, the units that measure what `a` (the year) measures.
Sources: https://ucum.org/ucum, https://hl7.org/fhir/R4/ucum.html
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any


def is_unit(code: str) -> bool:
    """Whether the code is a UCUM unit (case-sensitive form)."""
    from dbep_ig.engine.fhir.ucum import units as ucum

    return ucum.is_valid(code)


def units_selected(filters: Iterable[Mapping[str, Any]]) -> Callable[[str], bool] | None:
    """The test of the units that meet every filter; None when one of the filters is not `canonical = unit`."""
    from dbep_ig.engine.fhir.ucum import units as ucum

    wanted: list[str] = []
    for item in filters:
        value = item.get("value")
        if item.get("property") != "canonical" or item.get("op") != "=" or not isinstance(value, str):
            return None
        wanted.append(value)
    return lambda code: all(ucum.comparable(code, unit) for unit in wanted)
