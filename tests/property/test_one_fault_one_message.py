"""Whatever is wrong: where there is an error when everything is reported, there is one when each fault is reported once."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.validation.walking import consequences, unfulfilled
from tests.property.test_validation_never_falls import ODD, RESOURCES, places
from tests.unit.validation import document, validator
from tests.unit.validation.test_consequences import CODES, EXTENSION, TO_PATIENT, observation
from tests.unit.validation.test_one_fault_one_message import (
    A_CLINIC,
    A_WARD,
    CLINIC,
    NAMED,
    ORGANISATION,
    WARD,
    asking,
    organisation,
    patient,
)

BASE = "http://example.org/fhir"


def _bundle(*resources):
    entry = [{"fullUrl": f"{BASE}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}


GIVEN = [
    *RESOURCES,
    observation(subject={"reference": "Patient/x"}),
    _bundle(patient(), organisation(ORGANISATION, name="x")),
    _bundle(patient(), organisation(name="x", type=[{"text": "clinic"}])),
    _bundle(patient(), organisation(CLINIC, name="x", type=[{"text": "clinic"}]), patient(2)),
]
CHECKERS = [
    validator(asking(WARD, CLINIC), NAMED, A_CLINIC, A_WARD, CODES, EXTENSION),
    validator(asking(ORGANISATION), NAMED, A_CLINIC, A_WARD, CODES, EXTENSION),
    validator(TO_PATIENT, CODES, EXTENSION),
]


def _everything(resource, checker):
    """Whether there is an error when every finding is kept, and every reference has its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consequences, "causes", lambda findings, _: list(findings))
        patch.setattr(
            unfulfilled,
            "tell_unfulfilled",
            lambda pending, run: [run.take(one.demand.finding) for one in pending],
        )
        issues, _ = checker.validate(document(resource))
    return [issue for issue in issues if issue.is_error]


@given(
    st.sampled_from(GIVEN),
    st.sampled_from(CHECKERS),
    st.lists(st.tuples(st.integers(0, 10_000), ODD, st.booleans()), min_size=1, max_size=3),
)
@settings(max_examples=300, deadline=None, database=None)
def test_no_error_is_lost(resource, checker, changes):
    broken = copy.deepcopy(resource)
    for number, odd, is_gone in changes:
        spots = places(broken)
        if not spots:
            break
        owner, key = spots[number % len(spots)]
        if is_gone:
            del owner[key]
        else:
            owner[key] = copy.deepcopy(odd)
    every = _everything(broken, checker)
    once = [issue for issue in checker.validate(document(broken))[0] if issue.is_error]
    assert bool(once) == bool(every), broken
    assert len(once) <= len(every)
