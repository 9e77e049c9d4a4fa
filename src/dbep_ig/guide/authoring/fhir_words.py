"""FHIR's own words beside the keywords: which of its members a keyword says already, and how the two are put together.

`fhir: {isSummary: true}` adds a member; `fhir: {binding: {description: …}}` adds to one that a keyword makes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Pointer, Rule, Text

from .bearings import Bearings
from .fhir_yaml import FhirYaml
from .model import FhirPart
from .yaml_nodes import Where, YamlMapping

SAID_BY_KEYWORD = Rule(
    code="DBEP2085",
    name="fhir-word-of-keyword",
    issue_type="structure",
    nb="«{member}» skrives ikke i «fhir»: {instead}",
    en="`{member}` is not written in `fhir`: {instead}",
)
_MADE = Text("det lages av resten av filen", "it is made of the rest of the file")


def keyword_of(name: str) -> Text:
    """Completes DBEP2085."""
    return Text(f"bruk nøkkelordet «{name}»", f"use the keyword `{name}`")


_GUIDE = Text("det står i guide.yaml", "it is in guide.yaml")
_OF_ELEMENT: Mapping[str, Text] = {
    **dict.fromkeys(("id", "path", "sliceName", "base", "contentReference"), _MADE),
    "min": keyword_of("cardinality"),
    "max": keyword_of("cardinality"),
    "type": keyword_of("type"),
    "short": keyword_of("title"),
    "definition": keyword_of("definition"),
    "constraint": keyword_of("invariants"),
    "example": keyword_of("example"),
    "slicing.discriminator": keyword_of("by"),
    "slicing.rules": keyword_of("others"),
    "slicing.ordered": keyword_of("ordered"),
    "binding.strength": keyword_of("binding"),
    "binding.valueSet": keyword_of("binding"),
    "isModifier": keyword_of("modifier"),
    "isModifierReason": keyword_of("modifierReason"),
}
_OF_NEIGHBOUR = {"requirements": "requirement"}
"""Members that are a keyword's only where it is written beside: not every block has it."""
_CHOICES: Mapping[str, Text] = {
    "fixed": keyword_of("fixed"),
    "pattern": keyword_of("pattern"),
    "minValue": keyword_of("minValue"),
    "maxValue": keyword_of("maxValue"),
}
_OF_ALL: Mapping[str, Text] = {
    **dict.fromkeys(("resourceType", "text", "language"), _MADE),
    "fhirVersion": _GUIDE,
    "id": _MADE,
    "url": _MADE,
    "name": keyword_of("name"),
    "title": keyword_of("title"),
    "description": keyword_of("definition"),
    "copyright": keyword_of("copyright"),
}
_OF_RESOURCE: Mapping[str, Mapping[str, Text]] = {
    "StructureDefinition": {
        **_OF_ALL,
        **dict.fromkeys(("kind", "derivation", "differential", "snapshot", "type"), _MADE),
        "abstract": keyword_of("abstract"),
        "baseDefinition": keyword_of("parent"),
        "context": keyword_of("context"),
    },
    "CodeSystem": {
        **_OF_ALL,
        **dict.fromkeys(("content", "count"), _MADE),
        "concept": keyword_of("concepts"),
        "property": keyword_of("properties"),
        "valueSet": keyword_of("valueset"),
    },
    "ValueSet": {**_OF_ALL, "compose": keyword_of("include")},
}


def members_of(
    part: FhirPart, type_name: str, bearings: Bearings, issues: list[Issue]
) -> tuple[dict[str, Any], dict[Pointer, Where]]:
    """The members as JSON and where each was written; faults go to `issues` (DBEP2031, DBEP2085 …)."""
    known = _OF_ELEMENT if type_name == "ElementDefinition" else _OF_RESOURCE.get(type_name, _OF_ALL)
    issues.extend(_said(part, known, is_element=type_name == "ElementDefinition"))
    reader = FhirYaml(bearings, issues)
    return reader.members(part.node, type_name, part.where), reader.places


def _said(part: FhirPart, known: Mapping[str, Text], *, is_element: bool) -> Iterator[Issue]:
    for entry in part.node:
        name = entry.key.text
        plain = name.removeprefix("_")
        instead = known.get(plain)
        neighbour = _OF_NEIGHBOUR.get(plain)
        if neighbour is not None and is_element and _has(part.where, neighbour):
            instead = keyword_of(neighbour)
        if instead is None and is_element:
            instead = next(
                (
                    one
                    for stem, one in _CHOICES.items()
                    if plain.startswith(stem) and plain[len(stem) :][:1].isupper()
                ),
                None,
            )
        if instead is not None:
            at = (part.where / name).location(on_key=True)
            yield Issue(SAID_BY_KEYWORD, at, {"member": name, "instead": instead})
        elif isinstance(entry.value, YamlMapping):
            for inner in entry.value:
                deeper = known.get(f"{name}.{inner.key.text}")
                if deeper is not None:
                    at = (part.where / name / inner.key.text).location(on_key=True)
                    params = {"member": f"{name}.{inner.key.text}", "instead": deeper}
                    yield Issue(SAID_BY_KEYWORD, at, params)


def _has(where: Where, keyword: str) -> bool:
    """Whether the keyword is in the block that `fhir` is in."""
    block = where.document.find(where.pointer[:-1])
    return isinstance(block, YamlMapping) and keyword in block


def merged(made: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    """What the keywords make with FHIR's own words added: lists one after the other, objects member by member."""
    found = dict(made)
    for key, value in added.items():
        held = found.get(key)
        if isinstance(held, dict) and isinstance(value, dict):
            found[key] = merged(held, value)
        elif isinstance(held, list) and isinstance(value, list):
            found[key] = [*held, *value]
        else:
            found[key] = value
    return found
