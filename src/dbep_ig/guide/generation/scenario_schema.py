"""A JSON Schema for the examples, made from the model: editors complete classes, elements and codes in the model's words.

Only names are checked, and codes of required bindings whose codes are known here; values have short forms that the
compiler of scenarios knows. Files name it in their first line, as the others do.
"""

import json
from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.model import Element, Model, ModelClass
from dbep_ig.guide.authoring.shapes import text_schema

PATH = "schema/scenario.json"
_ANY: dict[str, Any] = {}
_EXPECT: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"rule": {"type": "string"}, "at": {"type": "string"}},
        "required": ["rule", "at"],
        "additionalProperties": False,
    },
}


def scenario_schema(model: Model) -> bytes:
    """The schema of one document of an example file: a scenario, or an invalid variant of one."""
    concrete = [one for one in model.classes.values() if not one.abstract]
    text = text_schema(model.guide.languages)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Made by dbep build from the model's classes.",
        "title": " / ".join(dict.fromkeys(model.guide.title)),
        "type": "object",
        "if": {"required": ["invalid"]},
        "then": {
            "properties": {
                "invalid": {"type": "string"},
                "of": {"type": "string"},
                "title": text,
                "definition": text,
                "change": {"type": "object"},
                "expect": _EXPECT,
            },
            "required": ["invalid", "of", "change", "expect"],
            "additionalProperties": False,
        },
        "else": {
            "properties": {
                "scenario": {"type": "string"},
                "title": text,
                "definition": text,
                "language": {"enum": list(model.guide.languages)},
                "then": {"type": "array", "items": _step(model, text), "minItems": 1},
            },
            "required": ["scenario", "title"],
            "additionalProperties": {"$ref": "#/$defs/instance"},
        },
        "$defs": {
            "instance": {
                "type": "object",
                "properties": {"class": {"enum": sorted(_names(concrete) | _r4_targets(model))}},
                "required": ["class"],
                "allOf": [
                    {
                        "if": {"properties": {"class": {"enum": sorted(_names([one]))}}},
                        "then": {"$ref": f"#/$defs/{one.fhir_name}"},
                    }
                    for one in concrete
                ],
            },
            **{one.fhir_name: _class(one, model) for one in concrete},
        },
    }
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _step(model: Model, text: dict[str, Any]) -> dict[str, Any]:
    """What happens in a scenario after it has begun."""
    cycles = [one.states for one in model.classes.values() if one.states is not None]
    roles = sorted({role for cycle in cycles for role in cycle.roles})
    return {
        "type": "object",
        "properties": {
            "title": text,
            "definition": text,
            "by": {"enum": roles} if roles else {"type": "string"},
            "change": {"type": "object"},
            "add": {"type": "object", "additionalProperties": {"$ref": "#/$defs/instance"}},
            "expect": _EXPECT,
        },
        "required": ["title"],
        "anyOf": [{"required": ["change"]}, {"required": ["add"]}],
        "additionalProperties": False,
    }


def _names(classes: list[ModelClass]) -> set[str]:
    return {name for one in classes for name in (one.name, one.fhir_name)}


def _r4_targets(model: Model) -> set[str]:
    """Resources that the model refers to and leaves to R4: an example may hold them, in FHIR's own words."""
    return {
        target
        for one in model.classes.values()
        for element in one.all_elements()
        for kind in element.types
        for target in kind.targets
        if target not in model.classes
    }


def _resources(model: Model) -> list[str]:
    """R4 resources that the model refers to without a class for them: an instance of one is written in FHIR's words."""
    targets = {
        target
        for one in model.classes.values()
        for element in one.all_elements()
        for kind in element.types
        for target in kind.targets
    }
    return sorted(name for name in targets if name not in model.classes and not is_absolute(name))


def _class(one: ModelClass, model: Model) -> dict[str, Any]:
    properties = {"class": _ANY, **_properties(one.elements.values(), model)}
    return {
        "description": "\n\n".join(one.definition),
        "properties": properties,
        "additionalProperties": False,
    }


def _properties(elements: Iterable[Element], model: Model) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for element in elements:
        schema = _element(element, model)
        found[element.name] = schema
        found.setdefault(element.fhir_name, schema)
    return found


def _element(element: Element, model: Model) -> dict[str, Any]:
    value = dict(_ANY)
    if element.elements:
        value = {
            "type": "object",
            "properties": _properties(element.elements.values(), model),
            "additionalProperties": False,
        }
    elif codes := _codes(element, model):
        value = {"enum": codes}
    if value and element.cardinality.max != 1:
        value = {"anyOf": [value, {"type": "array", "items": value}]}
    return {
        "title": f"{element.title.main} ({element.cardinality})",
        "description": "\n\n".join(element.definition),
        **value,
    }


def _codes(element: Element, model: Model) -> list[str]:
    """The codes of an element that is a code, when its required value set lists them all."""
    if [one.name for one in element.types] != ["code"] or element.binding is None:
        return []
    value_set = model.value_sets.get(element.binding.value_set)
    if value_set is None or element.binding.strength != "required" or value_set.exclude:
        return []
    found: list[str] = []
    for one in value_set.include:
        own = model.code_systems.get(one.system or "")
        codes = list(one.concepts) or (list(own.concepts) if own is not None else [])
        if not codes or one.value_sets or one.filters:
            return []
        found += codes
    return found
