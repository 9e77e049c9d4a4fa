"""Reading `ValueSet.expansion`, someone else's list of the codes of a value set.

Source: https://hl7.org/fhir/R4/valueset.html#expansion
"""

from collections.abc import Iterator, Mapping
from typing import Any

_CUT_SHORT = frozenset(
    (
        "http://hl7.org/fhir/StructureDefinition/valueset-unclosed",
        "http://hl7.org/fhir/StructureDefinition/valueset-toocostly",
    )
)
_LIMITS = frozenset(("filter", "offset", "count", "limitedExpansion"))


def expansion_entries(expansion: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every `contains`, outermost first, at any depth."""
    waiting = [expansion.get("contains")]
    while waiting:
        entries = waiting.pop(0)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, Mapping):
                yield entry
                waiting.append(entry.get("contains"))


def is_partial(expansion: Mapping[str, Any], count: int) -> bool:
    """Paged, filtered or cut short: https://hl7.org/fhir/R4/valueset.html#expansion."""
    total = expansion.get("total")
    if isinstance(total, int) and total > count:
        return True
    extensions = expansion.get("extension")
    for extension in extensions if isinstance(extensions, list) else ():
        if isinstance(extension, Mapping) and extension.get("url") in _CUT_SHORT:
            return True
    parameters = expansion.get("parameter")
    return any(
        isinstance(parameter, Mapping) and parameter.get("name") in _LIMITS
        for parameter in (parameters if isinstance(parameters, list) else ())
    )
