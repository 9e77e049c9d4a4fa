"""What a ValueSet resource itself lists: the codes of its expansion, someone else's list, and the names that it gives to codes.

Source: https://hl7.org/fhir/R4/valueset.html#expansion
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

from .shapes import coded, mappings

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


def own_concepts(resource: Resource) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """What it says of its codes: ((system, code), concept or entry of the expansion)."""
    compose, expansion = resource.get("compose"), resource.get("expansion")
    for include in mappings(compose.get("include")) if isinstance(compose, Mapping) else ():
        if isinstance(include.get("system"), str):
            for concept in coded(include.get("concept")):
                yield (include["system"], concept["code"]), concept
    for entry in expansion_entries(expansion) if isinstance(expansion, Mapping) else ():
        if isinstance(entry.get("system"), str) and isinstance(entry.get("code"), str):
            yield (entry["system"], entry["code"]), entry


def own_names(resource: Resource) -> Iterator[tuple[tuple[str, str], str]]:
    """Displays and designations: ((system, code), name)."""
    for key, concept in own_concepts(resource):
        names = (concept.get("display"), *(one.get("value") for one in mappings(concept.get("designation"))))
        yield from ((key, name) for name in names if isinstance(name, str))


def own_displays(resource: Resource) -> dict[tuple[str, str], str]:
    """The display that it prefers for a code: (system, code) -> display."""
    concepts = own_concepts(resource)
    return {key: said["display"] for key, said in concepts if isinstance(said.get("display"), str)}
