"""What can be said of the generated definitions only when their snapshots are made."""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.generation.origin import Generated

from .codes import check_codes
from .slices import check_slices


def check_generated(resources: Iterable[Generated], definitions: Definitions) -> tuple[Issue, ...]:
    """Issues at the YAML. `definitions` has the resources themselves, with their snapshots, and what they build on."""
    structures = [one for one in resources if one.resource["resourceType"] == "StructureDefinition"]
    return (
        *check_codes(structures, definitions, Terminology(definitions)),
        *check_slices(structures),
    )
