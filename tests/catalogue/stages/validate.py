"""Stage `validate`: a document given to the library's `Validator`, with the given definitions as loose files.

A given block is a resource (StructureDefinition, ValueSet…), or an object without resourceType that says how to ask:
`{"profiles": ["http://…"], "settings": {"check_references": true}}`; `profile_map` has a guide's choices by type and `system|code`.
`{"before": {…}, "by": "role"}` has the earlier version, or a list of such, and who made the change.
"""

import json

from dbep_ig.engine.packages import MemoryFiles, PackageSet, loose_package
from dbep_ig.engine.validation import Settings
from dbep_ig.host.core_data import open_core
from dbep_ig.validator import Validator
from dbep_ig.workbench import Workbench


def validator(resources: list[str], settings: Settings) -> Validator:
    """One over R4 core and definitions in files of their own."""
    core = open_core().value
    assert core is not None, "R4 core is not installed: python -m dbep_ig.host.core_build"
    files = {f"given-{number}.json": text.encode() for number, text in enumerate(resources)}
    loose = loose_package("given", MemoryFiles.of(files))
    return Validator(Workbench(core, PackageSet([loose], core=core), settings))


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    resources: list[str] = []
    profiles: list[str] | str = "auto"
    before, by = None, None
    settings: dict = {"warn_without_profile": False}
    for text in given:
        said = json.loads(text)
        if "resourceType" in said:
            resources.append(text)
        else:
            profiles = said.get("profiles", profiles)
            before, by = said.get("before", before), said.get("by", by)
            settings |= said.get("settings", {})
            chosen = said.get("profile_map")
            if chosen is not None:
                pairs = ((name, key, url) for name, some in chosen.items() for key, url in some.items())
                settings["profile_map"] = {(name, key): url for name, key, url in pairs}
    door = validator(resources, Settings(**settings))
    report = door.check(f"example.{syntax}", example.encode(), profiles=profiles, before=before, by=by)
    return [issue.rule.code for issue in report.issues]
