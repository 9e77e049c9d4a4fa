"""Texts in the guide's languages: the main one in the element, the others in its `translation` extensions.

Source: https://hl7.org/fhir/R4/languages.html and http://hl7.org/fhir/StructureDefinition/translation
"""

from collections.abc import Mapping, Sequence
from html import escape

from dbep_ig.guide.authoring.model import LocalText
from dbep_ig.guide.authoring.translation import TRANSLATION, put

__all__ = ["TRANSLATION", "in_languages", "narrative", "put"]

XHTML = "http://www.w3.org/1999/xhtml"


def narrative(title: LocalText, definition: LocalText, languages: Sequence[str]) -> dict[str, str]:
    """What the resource is, for a reader without other tools: a `div` for each language, or one alone."""
    parts = {
        language: f"<p><b>{escape(title.in_language(language))}</b></p>"
        f"<p>{escape(definition.in_language(language))}</p>"
        for language in languages
    }
    return {"status": "generated", "div": in_languages(parts)}


def in_languages(parts: Mapping[str, str]) -> str:
    """XHTML in each language -> the narrative's `div`, with one inside for each where there are several.

    Source: https://hl7.org/fhir/R4/languages.html (lang and xml:lang on the div)
    """
    marked = [(f'lang="{language}" xml:lang="{language}"', xhtml) for language, xhtml in parts.items()]
    if len(marked) == 1:
        ((language, xhtml),) = marked
        return f'<div xmlns="{XHTML}" {language}>{xhtml}</div>'
    inner = "".join(f"<div {language}>{xhtml}</div>" for language, xhtml in marked)
    return f'<div xmlns="{XHTML}">{inner}</div>'
