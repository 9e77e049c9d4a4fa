"""The narrative of an example's resource: the model's own titles and the author's words, in Norwegian.

Source: https://hl7.org/fhir/R4/narrative.html
"""

from collections.abc import Mapping

from dbep_ig.engine.fhir.documents import Json, Resource
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.model import Element, ModelClass

from .datatype_words import fhir_part
from .draft import ExampleDraft
from .forms.timings import timing
from .given import Given
from .placing import child_named
from .prose_words import date, often
from .references import REF

XHTML = "http://www.w3.org/1999/xhtml"
_DATES = frozenset({"date", "dateTime", "instant"})


def narrative(one: ModelClass, given: Given, example: ExampleDraft) -> Json:
    """`Narrative` with status `generated`: the class, then one line for each element that was written."""
    assert given.fields is not None
    rows = [
        f"<tr><th>{_escape(_capital(example.say(element.title)))}</th><td>{_escape(_told(part, element, example))}</td></tr>"
        for word, part in given.fields.items()
        if word != "class" and (element := child_named(one.elements, word)) is not None and not part.is_null
    ]
    language = example.words.code
    body = f"<table><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    div = f'<div xmlns="{XHTML}" xml:lang="{language}" lang="{language}"><p><b>{_escape(_capital(example.say(one.title)))}</b></p>{body}</div>'
    return {"status": "generated", "div": div}


def _told(given: Given, element: Element | None, example: ExampleDraft) -> str:
    if given.items is not None:
        return "; ".join(_told(item, element, example) for item in given.items)
    if given.text is not None:
        return _text(given.text, element, example)
    assert given.fields is not None
    name = given.fields.get(REF)
    if name is not None:
        return example.labels.get(name.text or "", name.text or "")
    kinds = {kind.name for kind in element.types} if element is not None else set()
    for kind, wanted in (
        ("CodeableConcept", "text"),
        ("Reference", "display"),
        ("HumanName", "text"),
        ("Annotation", "text"),
    ):
        if kind in kinds:
            parts = {fhir_part(kind, word, example.short_words): part for word, part in given.fields.items()}
            if wanted in parts:
                return _told(parts[wanted], None, example)
            if kind == "HumanName":
                names = [*(_names(parts.get("given"))), *(_names(parts.get("family")))]
                return " ".join(names)
    known = element.elements if element is not None else {}
    told = []
    for word, part in given.fields.items():
        child = child_named(known, word)
        told.append(
            f"{example.say(child.title) if child is not None else word}: {_told(part, child, example)}"
        )
    return ", ".join(told)


def _names(given: Given | None) -> list[str]:
    if given is None:
        return []
    return [one.text for one in given.items or [given] if one.text]


def _text(text: str, element: Element | None, example: ExampleDraft) -> str:
    """A short form as people say it: a code by its display, a date in words, an identifier without its system."""
    kinds = {kind.name for kind in element.types} if element is not None else set()
    if kinds & _DATES and (said := date(text, example.words)):
        return said
    if "Timing" in kinds and (found := timing(text)) is not None:
        return often(found, example.words)
    if "Identifier" in kinds:
        return text.rpartition("|")[2]
    if "code" in kinds and element is not None:
        return _display(text, element, example)
    head, hash_mark, code = text.partition("#")
    system = example.code_system(head) if hash_mark else None
    if system is not None and code in system.concepts:
        return example.say(system.concepts[code].display)
    return (
        _display(code, element, example) if hash_mark and is_absolute(head) and element is not None else text
    )


def _display(code: str, element: Element, example: ExampleDraft) -> str:
    """What the bound value set calls a code in Norwegian; the code itself when it is not told."""
    bound = example.model.value_sets.get(element.binding.value_set) if element.binding is not None else None
    for inclusion in bound.include if bound is not None else ():
        concept = inclusion.concepts.get(code)
        if concept is not None:
            return example.say(concept.display)
    return code


def label(resource: Json, by_reference: Mapping[str, Resource]) -> str:
    """What a resource is called by people: its name, title, the person in a role, its code or description.

    Empty when it has none of them. `by_reference` finds the others of the scenario: `Practitioner/kari`.
    """
    if not isinstance(resource, dict):
        return ""
    name = resource.get("name")
    if isinstance(name, list) and name and isinstance(name[0], dict):
        parts = [*map(str, name[0].get("given", ())), str(name[0].get("family", ""))]
        return str(name[0].get("text") or " ".join(parts).strip())
    for key in ("name", "title"):
        if isinstance(resource.get(key), str):
            return str(resource[key])
    person = resource.get("practitioner")
    if isinstance(person, dict):
        found = by_reference.get(str(person.get("reference")))
        return str(person.get("display") or "") or (label(found, {}) if found is not None else "")
    for key in ("code", "description"):
        concept = resource.get(key)
        if isinstance(concept, dict) and concept.get("text"):
            return str(concept["text"])
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
