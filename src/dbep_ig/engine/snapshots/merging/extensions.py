"""Extensions on an element: the differential's beside the inherited ones; of one that allows a single value, the newest.

Source: https://hl7.org/fhir/R4/extensibility.html
"""

from dbep_ig.engine.fhir.json_types import Resource
from dbep_ig.engine.snapshots.tree import Element

_EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
# They hold one value: what a profile says replaces what its base said.
_SINGLE = frozenset(
    _EXTENSION + name
    for name in (
        "elementdefinition-maxValueSet",
        "elementdefinition-minValueSet",
        "elementdefinition-bindingName",
        "elementdefinition-translatable",
        "structuredefinition-display-hint",
        "structuredefinition-json-type",
        "structuredefinition-xml-type",
        "structuredefinition-hierarchy",
        "regex",
        "minLength",
        "maxSize",
        "designNote",
        "questionnaire-optionRestriction",
    )
)


def merge_extensions(merged: Element, said: Element) -> None:
    """Writes the differential's extensions into `merged`."""
    if "extension" in said:
        merged["extension"] = together(merged.get("extension", []), said["extension"])
    if "modifierExtension" in said:
        merged["modifierExtension"] = together(merged.get("modifierExtension", []), said["modifierExtension"])


def together(inherited: list[Resource], own: list[Resource]) -> list[Resource]:
    """Inherited extensions that are not replaced or repeated, then the profile's own."""
    replaced = {extension.get("url") for extension in own if extension.get("url") in _SINGLE}
    kept = [one for one in inherited if one.get("url") not in replaced and one not in own]
    return [*kept, *own]
