"""Reading `ValueSet.expansion`, someone else's list of the codes of a value set.

Source: https://hl7.org/fhir/R4/valueset.html#expansion
"""

from collections.abc import Iterator, Mapping
from typing import Any

from .shapes import mappings

_CUT_SHORT = (
    "http://hl7.org/fhir/StructureDefinition/valueset-unclosed",
    "http://hl7.org/fhir/StructureDefinition/valueset-toocostly",
)
_LIMITS = ("filter", "offset", "count", "limitedExpansion")


def expansion_entries(expansion: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every `contains`, each before those inside it."""
    waiting = mappings(expansion.get("contains"))[::-1]
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting.extend(mappings(entry.get("contains"))[::-1])


def is_partial(expansion: Mapping[str, Any], count: int) -> bool:
    """Paged, filtered or cut short: https://hl7.org/fhir/R4/valueset.html#expansion."""
    total = expansion.get("total")
    if isinstance(total, int) and total > count:
        return True
    if any(extension.get("url") in _CUT_SHORT for extension in mappings(expansion.get("extension"))):
        return True
    return any(parameter.get("name") in _LIMITS for parameter in mappings(expansion.get("parameter")))
