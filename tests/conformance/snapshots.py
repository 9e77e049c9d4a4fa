"""HL7's snapshot cases, asked of our generator: `generate(profile, supporting) -> StructureDefinition`, raising on refusal.

The cases were recorded by the generator of R4B, which did not yet repeat in each slice what is said of the sliced element;
ours is asked to leave that out as well. `differences.yaml` names the cases that still differ, and why.
"""

from functools import cache
from typing import Any

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.snapshots import Snapshots, generate_snapshot
from dbep_ig.host.core_data import open_core


class RefusedError(Exception):
    """The differential contradicts its base; the message lists the codes and what they say."""


@cache
def _core() -> CoreStore:
    core = open_core().value
    assert core is not None, "python -m dbep_ig.host.core_build"
    return core


def generate(profile: dict[str, Any], supporting: list[dict[str, Any]]) -> dict[str, Any]:
    """The profile with its snapshot."""
    snapshots = Snapshots(DefinitionMap(supporting, _core()), slices_inherit=False)
    made = generate_snapshot(profile, snapshots)
    if made.value is None:
        raise RefusedError(
            "; ".join(f"{issue.rule.code} {issue.message('en')}" for issue in made.issues if issue.is_error)
        )
    return made.value
