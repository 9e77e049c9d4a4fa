"""Texts in two languages: Norwegian stands in the element, English in its `translation` extension.

Source: https://hl7.org/fhir/R4/languages.html and http://hl7.org/fhir/StructureDefinition/translation
"""

from html import escape

from dbep_ig.engine.diagnostics import LANGUAGES, Language, Text
from dbep_ig.guide.authoring.translation import TRANSLATION, put

__all__ = ["TRANSLATION", "narrative", "put"]

XHTML = "http://www.w3.org/1999/xhtml"


def narrative(title: Text, definition: Text) -> dict[str, str]:
    """What the resource is, in both languages, for a reader without other tools."""
    languages: tuple[Language, ...] = LANGUAGES
    parts = [
        f'<div lang="{language}" xml:lang="{language}"><p><b>{escape(title.in_language(language))}</b></p>'
        f"<p>{escape(definition.in_language(language))}</p></div>"
        for language in languages
    ]
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{"".join(parts)}</div>'}
