"""Stage `snapshot`: a StructureDefinition gets its snapshot, or the one it came with is checked; `given` are other definitions."""

import json

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.host.core_data import open_core


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    """The codes raised for the example; what explains one of them counts as raised too."""
    assert syntax == "json"
    core = open_core().value
    assert core is not None
    definition = json.loads(example)
    definitions = DefinitionMap([*map(json.loads, given), definition], core)
    issues = list(Snapshots(definitions).snapshot_of(definition).issues)
    return [issue.rule.code for issue in [*issues, *(detail for issue in issues for detail in issue.detail)]]
