"""Stage `validate`: a resource held to R4 and to the given definitions.

A given block is a resource (StructureDefinition, ValueSet…), or an object without resourceType that says how to ask:
`{"profiles": ["http://…"], "settings": {"check_references": true}}`.
"""

import json
from decimal import Decimal
from functools import cache

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.fhir.json_reading import read_json
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.engine.terminology import Terminology
from dbep_ig.engine.validation import Settings, Validator
from dbep_ig.host.core_data import open_core


@cache
def core() -> CoreStore:
    opened = open_core().value
    assert opened is not None, "R4 core is not installed: python -m dbep_ig.host.core_build"
    return opened


def validator(resources: list[dict], settings: Settings) -> Validator:
    definitions = Snapshots(DefinitionMap(resources, core()))
    return Validator(
        definitions,
        core(),
        Terminology(definitions),
        settings,
        parsed_expression=core().parsed_expression,
    )


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    resources: list[dict] = []
    profiles: list[str] | str = "auto"
    settings: dict = {"warn_without_profile": False}
    for text in given:
        said = json.loads(text, parse_float=Decimal)
        if "resourceType" in said:
            resources.append(said)
        else:
            profiles = said.get("profiles", profiles)
            settings |= said.get("settings", {})
    if syntax == "xml":
        from dbep_ig.engine.fhir.xml_reading import read_xml

        read = read_xml(example.encode(), "example", core())
    else:
        read = read_json(example.encode(), "example")
    if read.value is None:
        return [issue.rule.code for issue in read.issues]
    issues, _ = validator(resources, Settings(**settings)).validate(read.value, profiles=profiles)
    return [issue.rule.code for issue in (*read.issues, *issues)]
