"""FHIR's own words written as YAML: a whole resource, or what a definition says that no keyword does.

    read(node, "ConceptMap", at)   the node as JSON, its faults, and where each part of it was written

What a guide's files may write shorter than FHIR's JSON:

    title: {nb: …, en: …}             a text in the guide's languages; those after the first become translations
    sourceCanonical: plantype         the canonical of what an id here names; ValueSet(plantype) wherever a URI may be
    code: plantype#behandlingsplan    a Coding or CodeableConcept
    group: {source: …}                a list of one, without its dash
    _title: {extension: …}            what JSON says beside a value of a primitive type

Source: https://hl7.org/fhir/R4/json.html
"""

from .own_definitions import bearings_of
from .reader import FhirYaml

__all__ = ["FhirYaml", "bearings_of"]
