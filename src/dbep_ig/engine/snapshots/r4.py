"""R4's own definitions: their snapshots are HL7's, and what they name is of R4's version."""

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import CORE_BASE

VERSION = "4.0.1"


def is_r4_core(definition: Resource) -> bool:
    """Whether this is a definition of R4 itself."""
    return str(definition.get("url", "")).startswith(CORE_BASE) and definition.get("version") == VERSION
