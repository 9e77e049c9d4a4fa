"""Texts of an element: short, definition, comment, requirements, label, alias.

A text that begins with three dots is added to the base's; aliases are gathered from both.

Source: https://hl7.org/fhir/R4/elementdefinition.html#interpretation
"""

from dbep_ig.engine.snapshots.tree import Element

_APPENDABLE = ("definition", "comment", "requirements", "meaningWhenMissing")
_PLAIN = ("label", "code", "short", "orderMeaning")


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
    return f"{base}\r\n{text[3:]}" if base else text
