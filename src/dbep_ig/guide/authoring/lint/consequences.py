"""Findings that follow from another one of the same slip, and go with it."""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.model_rules import (
    MAPS_ELSEWHERE,
    TYPE_NOT_IN_PARENT_CLASS,
    WIDER_THAN_PARENT_CLASS,
)

from .below_choices import BELOW_CHOICE
from .fhir_rules import TYPE_NOT_IN_FHIR, UNKNOWN_ELEMENT, WIDER_THAN_FHIR

# What R4 does not allow needs no parent class to refuse it as well.
_FOLLOWS_AT_THE_PLACE = {TYPE_NOT_IN_PARENT_CLASS: TYPE_NOT_IN_FHIR, WIDER_THAN_PARENT_CLASS: WIDER_THAN_FHIR}
_TYPE_UNDECIDED = (TYPE_NOT_IN_FHIR, TYPE_NOT_IN_PARENT_CLASS, MAPS_ELSEWHERE)


def without_consequences(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The issues but for those that go when another is corrected."""
    found = tuple(issues)
    places = {(one.rule, one.location.document, one.location.pointer) for one in found}
    misspelt = {_path_of(one) for one in found if one.rule is UNKNOWN_ELEMENT}
    is_undecided = any(one.rule in _TYPE_UNDECIDED for one in found)

    def follows(one: Issue) -> bool:
        cause = _FOLLOWS_AT_THE_PLACE.get(one.rule)
        if cause is not None:
            return (cause, one.location.document, one.location.pointer) in places
        if one.rule is MAPS_ELSEWHERE:
            return str(one.params["parent_path"]) in misspelt
        below_choice = one.rule is BELOW_CHOICE or (
            one.rule is UNKNOWN_ELEMENT and str(one.params["owner"]).endswith("[x]")
        )
        return below_choice and is_undecided

    return tuple(one for one in found if not follows(one))


def _path_of(one: Issue) -> str:
    return f"{one.params['owner']}.{one.params['name']}"
