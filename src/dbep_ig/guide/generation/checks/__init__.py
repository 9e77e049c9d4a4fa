"""What can be said of the generated definitions only when their snapshots are made."""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.generation.origin import Generated

from .codes import check_codes
from .slices import check_slices
from .value_sets import check_value_sets


def check_generated(resources: Iterable[Generated], definitions: Definitions) -> tuple[Issue, ...]:
    """Issues at the YAML. `definitions` has the resources themselves, with their snapshots, and what they build on."""
    every = list(resources)
    structures = [one for one in every if one.resource["resourceType"] == "StructureDefinition"]
    value_sets = [one for one in every if one.resource["resourceType"] == "ValueSet"]
    terminology = Terminology(definitions)
    return (
        *check_codes(structures, definitions, terminology),
        *check_slices(structures),
        *check_value_sets(value_sets, terminology),
    )
