"""Cardinality: a profile may narrow it, never widen it.

Source: https://hl7.org/fhir/R4/profiling.html#cardinality
"""

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.snapshots.differential import Change, name_of
from dbep_ig.engine.snapshots.making import Making
from dbep_ig.engine.snapshots.tree import Element, upper

SPEC = "https://hl7.org/fhir/R4/profiling.html#cardinality"

MIN_BELOW_BASE = Rule(
    code="DBEP3120",
    name="min-below-base",
    issue_type="business-rule",
    nb="{element} har min {actual}, men basen krever minst {allowed}",
    en="{element} has min {actual}, but its base requires at least {allowed}",
    spec=SPEC,
)
MAX_ABOVE_BASE = Rule(
    code="DBEP3121",
    name="max-above-base",
    issue_type="business-rule",
    nb="{element} har max {actual}, men basen tillater høyst {allowed}",
    en="{element} has max {actual}, but its base allows at most {allowed}",
    spec=SPEC,
)
MIN_ABOVE_MAX = Rule(
    code="DBEP3122",
    name="min-above-max",
    issue_type="business-rule",
    nb="{element} har min {min}, som er mer enn max {max}",
    en="{element} has min {min}, which is more than its max {max}",
    spec=SPEC,
)


def merge_cardinality(
    merged: Element, said: Element, change: Change, making: Making, *, new_slice: bool
) -> None:
    """`min` and `max`; what contradicts the base leaves the base's.

    new_slice  what is inherited limits the element, not this part of it: its maximum is cut to that without a word
    """
    inherited: Element = {key: merged[key] for key in merged if key in ("min", "max")}
    if "min" in said:
        allowed = merged.get("min", 0)
        lower = said["min"] < allowed and not new_slice
        if lower:
            making.report(
                MIN_BELOW_BASE, change, "min", element=name_of(said), actual=said["min"], allowed=allowed
            )
        merged["min"] = allowed if lower else said["min"]
    if "max" in said:
        allowed_max = merged.get("max", "*")
        wider = upper(said["max"]) > upper(allowed_max)
        if wider and not new_slice:
            making.report(
                MAX_ABOVE_BASE, change, "max", element=name_of(said), actual=said["max"], allowed=allowed_max
            )
        merged["max"] = allowed_max if wider else said["max"]
    if ("min" in said or "max" in said) and merged.get("min", 0) > upper(merged.get("max", "*")):
        key = "min" if "min" in said else "max"
        making.report(MIN_ABOVE_MAX, change, key, element=name_of(said), min=merged["min"], max=merged["max"])
        merged.update(inherited)
