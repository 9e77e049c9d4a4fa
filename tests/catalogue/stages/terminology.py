"""Stage `terminology`: given definitions (YAML or JSON), and a question as the case files of the room write it.

    value_set: http://hl7.org/fhir/ValueSet/administrative-gender
    code: male

`coding`, `concept`, `expand` instead of `code`; `language` where it matters. With `strength` the value is bound to the value set
in a profile, and validated.
"""

import json

import yaml

from dbep_ig.host.core_data import open_core
from tests.unit.terminology.asking import ask, terminology_of

from . import validate

_MAXIMUM = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"
_KINDS = {"code": "valueCode", "coding": "valueCoding", "concept": "valueCodeableConcept"}


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    assert syntax in ("yaml", "json")
    question = yaml.safe_load(example)
    definitions = [resource for text in given for resource in yaml.safe_load_all(text)]
    if "strength" in question:
        return _of_a_binding(question, [json.dumps(one) for one in definitions])
    found: list[str] = ask(terminology_of(definitions, open_core().value), question)["rules"]
    return found


def _of_a_binding(question: dict, definitions: list[str]) -> list[str]:
    binding = {"strength": question["strength"], "valueSet": question["value_set"]}
    if question["strength"] == "maximum":
        widest = {"url": _MAXIMUM, "valueCanonical": question["value_set"]}
        binding = {"strength": "preferred", "extension": [widest]}
    profile = {
        "resourceType": "StructureDefinition",
        "url": "http://example.org/bound",
        "name": "Bound",
        "status": "active",
        "kind": "resource",
        "abstract": False,
        "type": "Parameters",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Parameters",
        "derivation": "constraint",
        "differential": {
            "element": [
                {
                    "id": "Parameters.parameter.value[x]",
                    "path": "Parameters.parameter.value[x]",
                    "binding": binding,
                }
            ]
        },
    }
    (kind,) = _KINDS.keys() & question.keys()
    parameter = {"name": "value", _KINDS[kind]: question[kind]}
    resource = {
        "resourceType": "Parameters",
        "meta": {"profile": ["http://example.org/bound"]},
        "parameter": [parameter],
    }
    return validate.codes([*definitions, json.dumps(profile)], json.dumps(resource), "json")
