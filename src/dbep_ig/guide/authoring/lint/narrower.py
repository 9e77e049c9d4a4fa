"""Whether one type is among another's values: the same, or references to fewer."""

from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import ElementType


def within(one: ElementType, other: ElementType, bearings: Bearings) -> bool:
    """Whether all that `one` allows is allowed by `other`; a subclass is within its parent."""
    if one.name != other.name:
        return other.name == "BackboneElement"  # a group of the model is whatever has elements in FHIR
    if other.profiles and not set(one.profiles) <= set(other.profiles):
        return False
    if not other.targets:
        return True
    kinds = [
        {name, bearings.resource_of_target(name), *(each.name for each in bearings.model.lineage(name))}
        for name in one.targets
    ]
    return bool(one.targets) and all(kind & set(other.targets) for kind in kinds)
