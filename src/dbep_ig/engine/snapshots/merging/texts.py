"""Texts of an element: short, definition, comment, requirements, label, alias.

A text that begins with three dots is added to the base's; aliases are gathered from both.

Source: https://hl7.org/fhir/R4/elementdefinition.html#interpretation
"""

from collections.abc import Iterable

from dbep_ig.engine.snapshots.tree import Element

_APPENDABLE = ("definition", "comment", "requirements", "meaningWhenMissing")
_PLAIN = ("label", "code", "short", "orderMeaning")
_EXTENSION_STEPS = ("extension", "modifierExtension")


def merge_texts(merged: Element, said: Element) -> None:
    """Writes what the differential says into `merged`."""
    for key in _PLAIN:
        if key in said:
            merged[key] = said[key]
    for key in _APPENDABLE:
        if key in said:
            merged[key] = appended(merged.get(key), said[key])
    if "alias" in said:
        merged["alias"] = list(dict.fromkeys([*merged.get("alias", ()), *said["alias"]]))
    for key in (*_PLAIN, *_APPENDABLE):  # extensions of the texts: translations, rendering
        if f"_{key}" in said:
            merged[f"_{key}"] = said[f"_{key}"]
        elif key in said:
            merged.pop(f"_{key}", None)


def appended(base: str | None, text: str) -> str:
    """`...and more` after the base's text; any other text instead of it."""
    if not text.startswith("..."):
        return text
    return f"{base}\r\n{text[3:]}" if base else text[3:].lstrip()


def describe_as_extension(merged: Element, name: str) -> None:
    """An extension says what it is for itself: the general text about extensions says nothing about this one."""
    if name in _EXTENSION_STEPS or name == "Extension":
        merged["short"] = "Extension"
        merged["definition"] = "An Extension"
        drop(merged, ("comment", "requirements", "alias", "mapping"))


def describe_as_type_profile(merged: Element, root: Element) -> None:
    """The texts of a profile's root are the texts of an element that is of this profile."""
    for key in ("short", "definition", "comment", "requirements"):
        if key in root:
            merged[key] = root[key]
    for key in ("alias", "mapping"):
        if key in root:
            merged[key] = root[key]
        else:
            merged.pop(key, None)


def drop(merged: Element, keys: Iterable[str]) -> None:
    """Removes members and their `_` siblings."""
    for key in keys:
        merged.pop(key, None)
        merged.pop(f"_{key}", None)
