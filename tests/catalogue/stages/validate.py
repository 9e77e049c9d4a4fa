"""Stage `validate`: a document given to the library's `Validator`, with the given definitions as loose files.

A given block is a resource (StructureDefinition, ValueSet…), or an object without resourceType that says how to ask:
`{"profiles": ["http://…"], "settings": {"check_references": true}}`.
"""

import json

from dbep_ig.engine.packages import MemoryFiles, PackageSet, loose_package
from dbep_ig.engine.validation import Settings
from dbep_ig.host.core_data import open_core
from dbep_ig.validator import Validator


def validator(resources: list[str], settings: Settings) -> Validator:
    """One over R4 core and definitions in files of their own."""
    core = open_core().value
    assert core is not None, "R4 core is not installed: python -m dbep_ig.host.core_build"
    files = {f"given-{number}.json": text.encode() for number, text in enumerate(resources)}
    loose = loose_package("given", MemoryFiles.of(files))
    return Validator(core, PackageSet([loose], core=core), settings)


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    resources: list[str] = []
    profiles: list[str] | str = "auto"
    settings: dict = {"warn_without_profile": False}
    for text in given:
        said = json.loads(text)
        if "resourceType" in said:
            resources.append(text)
        else:
            profiles = said.get("profiles", profiles)
            settings |= said.get("settings", {})
    door = validator(resources, Settings(**settings))
    report = door.check(f"example.{syntax}", example.encode(), profiles=profiles)
    return [issue.rule.code for issue in report.issues]
