"""What a differential adds to a list of its base: invariants after the base's, mappings before them.

Source: https://hl7.org/fhir/R4/elementdefinition.html#interpretation
"""

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.snapshots.inherited import trimmed
from dbep_ig.engine.snapshots.tree import Element


def merge_constraints(merged: Element, said: Element) -> None:
    """A key that the base has already stays the base's: an invariant is never changed by derivation."""
    if "constraint" not in said:
        return
    inherited = merged.get("constraint", [])
    keys = {constraint.get("key") for constraint in inherited}
    added = [constraint for constraint in said["constraint"] if constraint.get("key") not in keys]
    merged["constraint"] = [*inherited, *added]


def merge_mappings(merged: Element, said: Element) -> None:
    """Mappings with the same identity and the same text are one."""
    if "mapping" not in said:
        return
    own = trimmed(said["mapping"])
    seen = {(mapping.get("identity"), mapping.get("map")) for mapping in own}
    inherited = [
        one for one in merged.get("mapping", ()) if (one.get("identity"), one.get("map")) not in seen
    ]
    merged["mapping"] = [*own, *inherited]


def merge_declarations(profile: Resource, base: Resource) -> list[Resource]:
    """`StructureDefinition.mapping`: the profile's declarations, then the base's of other identities."""
    own = _declarations(profile)
    identities = [mapping.get("identity") for mapping in own]
    return [*own, *(one for one in _declarations(base) if one.get("identity") not in identities)]


def _declarations(definition: Resource) -> list[Resource]:
    declared = definition.get("mapping", [])
    return [one for one in declared if isinstance(one, dict)] if isinstance(declared, list) else []
