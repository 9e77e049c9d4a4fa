"""A text as members of a resource: the main language in the element, the others in its `translation` extension.

Source: https://hl7.org/fhir/R4/languages.html and http://hl7.org/fhir/StructureDefinition/translation
"""

from typing import Any

from dbep_ig.engine.diagnostics import Text

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def put(target: dict[str, Any], key: str, text: Text) -> None:
    """`title` and `_title`: the Norwegian text, and the English one as its translation where it differs."""
    target[key] = text.nb
    if text.en != text.nb:
        target[f"_{key}"] = {
            "extension": [
                {
                    "url": TRANSLATION,
                    "extension": [
                        {"url": "lang", "valueCode": "en"},
                        {"url": "content", "valueString": text.en},
                    ],
                }
            ]
        }
