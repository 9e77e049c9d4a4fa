"""The narrative of an example's resource: the model's own titles and the author's words, in Norwegian.

Source: https://hl7.org/fhir/R4/narrative.html
"""

from dbep_ig.engine.fhir.json_types import Json
from dbep_ig.guide.authoring import Element, ModelClass

from .building import Building
from .given import Given
from .placing import child_named
from .references import REF

XHTML = "http://www.w3.org/1999/xhtml"


def narrative(one: ModelClass, given: Given, building: Building) -> Json:
    """`Narrative` with status `generated`: the class, then one line for each element that was written."""
    assert given.fields is not None
    rows = [
        f"<tr><th>{_escape(_capital(element.title.nb))}</th><td>{_escape(_told(part, element, building))}</td></tr>"
        for word, part in given.fields.items()
        if word != "class" and (element := child_named(one.elements, word)) is not None and not part.is_null
    ]
    body = f"<table><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    div = f'<div xmlns="{XHTML}" xml:lang="nb" lang="nb"><p><b>{_escape(_capital(one.title.nb))}</b></p>{body}</div>'
    return {"status": "generated", "div": div}


def _told(given: Given, element: Element | None, building: Building) -> str:
    if given.items is not None:
        return "; ".join(_told(item, element, building) for item in given.items)
    if given.text is not None:
        return _without_system(given.text, building)
    assert given.fields is not None
    name = given.fields.get(REF)
    if name is not None:
        found = building.instances.get(name.text or "")
        return name.text or "" if found is None else f"{name.text} ({found.one.title.nb})"
    parts = element.elements if element is not None else {}
    told = []
    for word, part in given.fields.items():
        child = child_named(parts, word)
        told.append(f"{child.title.nb if child is not None else word}: {_told(part, child, building)}")
    return ", ".join(told)


def _without_system(text: str, building: Building) -> str:
    """`plantype#behandlingsplan` as its display; a code of another system as its code."""
    head, hash_mark, code = text.partition("#")
    system = building.code_system(head) if hash_mark else None
    if system is not None and code in system.concepts:
        return system.concepts[code].display.nb
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
