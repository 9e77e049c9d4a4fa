"""From a differential to a snapshot: the whole content of a profile, element for element, or the reasons why not.

Import from here: `from dbep_ig.engine.snapshots import Snapshots, generate_snapshot`.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

from .generate import generate_snapshot
from .shape import check_snapshot
from .snapshots import Snapshots
from .sorting import sort_differential

__all__ = ["Snapshots", "check_snapshot", "generate_snapshot", "sort_differential"]
