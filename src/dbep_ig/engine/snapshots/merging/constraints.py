"""Invariants: those of the base, then those the differential adds.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.constraint
"""

from dbep_ig.engine.snapshots.tree import Element


def merge_constraints(merged: Element, said: Element) -> None:
    """A key that the base has already stays the base's: an invariant is never changed by derivation."""
    if "constraint" not in said:
        return
    inherited = merged.get("constraint", [])
    keys = {constraint.get("key") for constraint in inherited}
    added = [constraint for constraint in said["constraint"] if constraint.get("key") not in keys]
    merged["constraint"] = [*inherited, *added]
