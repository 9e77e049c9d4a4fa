"""What a code means and how it stands to others.

Source: https://hl7.org/fhir/R4/codesystem-operation-lookup.html, https://hl7.org/fhir/R4/codesystem-operation-subsumes.html
"""

from enum import Enum
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text

from .code_system import CodeSystem
from .concept import Concept, Designation, PropertyValue


class Lookup(NamedTuple):
    """Everything known of one code."""

    system: str
    version: str | None
    system_title: Text
    code: str
    display: str | None
    definition: str | None
    designations: tuple[Designation, ...]
    properties: tuple[PropertyValue, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]
    inactive: bool
    abstract: bool


class Subsumption(Enum):
    """http://hl7.org/fhir/concept-subsumption-outcome."""

    EQUIVALENT = "equivalent"
    SUBSUMES = "subsumes"
    SUBSUMED_BY = "subsumed-by"
    NOT_SUBSUMED = "not-subsumed"


def describe(code_system: CodeSystem, concept: Concept) -> Lookup:
    """The look-up of a concept."""
    return Lookup(
        system=code_system.url,
        version=code_system.version,
        system_title=code_system.title,
        code=concept.code,
        display=concept.display,
        definition=concept.definition,
        designations=tuple(concept.designations()),
        properties=tuple(concept.properties()),
        parents=tuple(concept.parents),
        children=code_system.children(concept.code),
        inactive=concept.code in code_system.inactive,
        abstract=concept.code in code_system.abstract,
    )


def relation(code_system: CodeSystem, a: str, b: str) -> Subsumption | None:
    """How A stands to B; None when either is not available, or the missing part of the system may join them."""
    first, second = code_system.find(a), code_system.find(b)
    if first is None or second is None:
        return None
    if first is second:
        return Subsumption.EQUIVALENT
    if first.code in code_system.ancestors(second.code):
        return Subsumption.SUBSUMES
    if second.code in code_system.ancestors(first.code):
        return Subsumption.SUBSUMED_BY
    return Subsumption.NOT_SUBSUMED if code_system.is_complete else None
