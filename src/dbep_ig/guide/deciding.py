"""Of a definition, what findings in it or in those that name it can depend on: all but the words of its plain texts.

A definition in other words is the most usual edit. What is said of a text is said of that text alone (its form as a primitive,
markup, links), and there is nothing to say of words with common punctuation: such a text decides just that it is there.
"""

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

_PLAIN = re.compile(r"""[^\W_]+(?:[ .,;:()'"«»–?!-]{1,3}[^\W_]+)*[.)?!»"]{0,2}""")
_TEXTS = ("description", "purpose", "copyright")
_OF_ELEMENT = ("definition", "comment", "requirements")


_PARAGRAPH = re.compile(r"(?<=<p>)[^<>]+(?=</p>)")


def deciding(resource: Resource) -> bytes:
    """What its own findings depend on, as JSON on one line."""
    match resource.get("resourceType"):
        case "StructureDefinition":
            found = _without_words(resource, _TEXTS)
            for view in ("snapshot", "differential"):
                if isinstance(found.get(view), dict) and "element" in found[view]:
                    elements = [_without_words(one, _OF_ELEMENT) for one in found[view]["element"]]
                    found[view] = {**found[view], "element": elements}
        # a guide without anything else has none
        case "ImplementationGuide" if resource.get("definition", {}).get("resource"):
            found = dict(resource)
            listed = [_without_words(one, _TEXTS) for one in resource["definition"]["resource"]]
            found["definition"] = {**resource["definition"], "resource": listed}
        case _:
            found = resource
    narrative = found.get("text")
    if isinstance(narrative, dict) and isinstance(narrative.get("div"), str):
        found = {**found, "text": {**narrative, "div": _PARAGRAPH.sub(_wordless_part, narrative["div"])}}
    return json.dumps(found, default=repr).encode()


def _wordless_part(part: re.Match[str]) -> str:
    return "." if _PLAIN.fullmatch(unescape(part[0])) else part[0]


def _without_words(holder: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    found = dict(holder)
    for name in names:
        if name in found:
            found[name] = _wordless(found[name])
        if f"_{name}" in found:
            found[f"_{name}"] = _translations(found[f"_{name}"])
    return found


def _wordless(text: Any) -> Any:
    return True if isinstance(text, str) and _PLAIN.fullmatch(text) else text


def _translations(sibling: Any) -> Any:
    """The extensions of a text, those with its words in other languages among them."""
    if isinstance(sibling, list):
        return [_translations(one) for one in sibling]
    if not isinstance(sibling, dict):
        return sibling
    is_content = sibling.get("url") == "content"
    return {
        name: _wordless(value)
        if is_content and name in ("valueString", "valueMarkdown")
        else _translations(value)
        for name, value in sibling.items()
    }
