"""A text as members of a resource: the main language in the element, the others in its `translation` extensions.

Source: https://hl7.org/fhir/R4/languages.html and http://hl7.org/fhir/StructureDefinition/translation
"""

from typing import Any

from .local_text import LocalText

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def put(target: dict[str, Any], key: str, text: LocalText) -> None:
    """`title` and `_title`: the text in the main language, and each of the others that differs as a translation."""
    target[key] = text.main
    translations = [
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": translated},
            ],
        }
        for language, translated in text.translations
        if translated != text.main
    ]
    if translations:
        target[f"_{key}"] = {"extension": translations}
