"""Of several profiles that a value may conform to, and conforms to none of: the nearest is explained, the rest counted."""

from collections.abc import Sequence
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule, Severity
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import FIXED_VALUE_DIFFERS, PATTERN_NOT_MATCHED

NEAREST_PROFILE = Rule(
    code="DBEP4444",
    name="nearest-profile",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="Nærmest er {profile}; de andre som er mulige ({others}), er ikke forklart",
    en="The nearest is {profile}; the others that are possible ({others}) are not explained",
    spec="https://hl7.org/fhir/R4/profiling.html",
)

_KIND = (
    10  # a wrong fixed value or pattern says that another kind of value is meant: it counts as so many faults
)


class Tried(NamedTuple):
    """A profile, and what keeps the value from conforming to it."""

    profile: str
    faults: Sequence[Finding]


def distance(faults: Sequence[Finding]) -> int:
    """How far a value is from conforming."""
    return sum(_KIND if one.rule in (FIXED_VALUE_DIFFERS, PATTERN_NOT_MATCHED) else 1 for one in faults)


def nearest_of(tried: Sequence[Tried]) -> Tried:
    """The profile that the value is nearest to; of several the first."""
    return min(tried, key=lambda one: distance(one.faults))


def explained(nearest: Tried, count: int, document: Key, pointer: Pointer) -> tuple[Finding, ...]:
    """The details of a finding on a value: why not the nearest of `count` profiles."""
    faults = tuple(nearest.faults)
    if count == 1:
        return faults
    params = {"profile": nearest.profile, "others": count - 1}
    return (Finding(NEAREST_PROFILE, document, pointer, params, detail=faults),)
