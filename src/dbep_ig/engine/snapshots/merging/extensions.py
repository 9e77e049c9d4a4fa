"""Extensions: those an element carries, and what an element is that is itself an extension.

The differential's extensions stand beside the inherited ones; of one that allows a single value, the newest.

Source: https://hl7.org/fhir/R4/extensibility.html
"""

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.snapshots.tree import Element, upper

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


def describe_as_extension(element: Element) -> None:
    """What is said about extensions at large says nothing about this one."""
    element["short"] = "Extension"
    element["definition"] = "An Extension"
    for key in _DESCRIPTIVE:
        element.pop(key, None)


_DESCRIPTIVE = ("comment", "requirements", "alias", "mapping")
_OF_THE_PLACE = ("id", "path", "sliceName", "slicing", "base", "type", "min", "max", "isSummary")


def described_by(element: Element, root: Element) -> Element:
    """A slice of extensions in the words of the extension's definition."""
    described = dict(element)
    for key in ("short", "definition", *_DESCRIPTIVE):
        if key in root:
            described[key] = root[key]
    return described


def defined_by(element: Element, root: Element) -> Element:
    """A slice of extensions as its definition has it: texts, flags, invariants, how often it may be there."""
    defined = {key: value for key, value in root.items() if key not in _OF_THE_PLACE}
    kept = {key: element[key] for key in (*_OF_THE_PLACE, "constraint") if key in element}
    return limited_by({**kept, **defined}, root)


def limited_by(element: Element, root: Element) -> Element:
    """Not more often than both the definition and the place allow, and as often as either demands."""
    limited = dict(element)
    if upper(str(root.get("max", "*"))) < upper(str(element.get("max", "*"))):
        limited["max"] = root["max"]
    limited["min"] = max(element.get("min", 0), root.get("min", 0))
    return limited
