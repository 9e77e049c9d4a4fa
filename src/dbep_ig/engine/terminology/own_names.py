"""The names that a value set itself gives to the codes it lists.

Source: https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.concept.display
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

from .expansions import expansion_entries
from .shapes import coded, mappings


def own_names(resource: Resource) -> Iterator[tuple[tuple[str, str], str]]:
    """Displays and designations: ((system, code), name)."""
    for system, concept in _own_concepts(resource):
        key = (system, concept["code"])
        if isinstance(concept.get("display"), str):
            yield key, concept["display"]
        for designation in mappings(concept.get("designation")):
            if isinstance(designation.get("value"), str):
                yield key, designation["value"]


def own_displays(resource: Resource) -> Iterator[tuple[tuple[str, str], str]]:
    """The display that a value set prefers for its codes: ((system, code), display)."""
    for system, concept in _own_concepts(resource):
        if isinstance(concept.get("display"), str):
            yield (system, concept["code"]), concept["display"]


def own_concepts(resource: Resource) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """What it says of its codes: ((system, code), concept)."""
    for system, concept in _own_concepts(resource):
        yield (system, concept["code"]), concept


def _own_concepts(resource: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    compose, expansion = resource.get("compose"), resource.get("expansion")
    for include in mappings(compose.get("include")) if isinstance(compose, Mapping) else ():
        if isinstance(include.get("system"), str):
            for concept in coded(include.get("concept")):
                yield include["system"], concept
    for entry in expansion_entries(expansion) if isinstance(expansion, Mapping) else ():
        if isinstance(entry.get("system"), str) and isinstance(entry.get("code"), str):
            yield entry["system"], entry
