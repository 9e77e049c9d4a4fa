"""References that lead on and on: however long the chain, every link is looked at, and nothing falls."""

from typing import Any

import pytest

from . import document, errors, profile, validator

P = "http://example.org/p"
TO_PLANS = [{"code": "Reference", "targetProfile": [P]}]
PLAN = profile("CarePlan", {"id": "CarePlan.title", "min": 1}, {"id": "CarePlan.replaces", "type": TO_PLANS})
# told at once: whether a plan replaces one that conforms decides which slice it is in
AT_ONCE = profile(
    "CarePlan",
    {"id": "CarePlan.title", "min": 1},
    {
        "id": "CarePlan.replaces",
        "slicing": {"discriminator": [{"type": "profile", "path": "resolve()"}], "rules": "closed"},
    },
    {"id": "CarePlan.replaces:plan", "sliceName": "plan", "type": TO_PLANS},
)
ASKED = profile(
    "CarePlan",
    {
        "id": "CarePlan",
        "constraint": [
            {
                "key": "t-1",
                "severity": "error",
                "human": "t-1",
                "expression": f"replaces.resolve().all(conformsTo('{P}')) and title.exists()",
            }
        ],
    },
)


def plan(number: int, *others: int, **members: Any) -> dict[str, Any]:
    return {
        "resourceType": "CarePlan",
        "id": str(number),
        "meta": {"profile": [P]},
        "status": "active",
        "intent": "plan",
        "title": "x",
        "subject": {"display": "Pål"},
        **({"replaces": [{"reference": f"CarePlan/{other}"} for other in others]} if others else {}),
        **members,
    }


def chain(count: int, **last: Any) -> list[dict[str, Any]]:
    return [plan(number, number + 1) for number in range(count - 1)] + [plan(count - 1, **last)]


def bundle(plans: list[dict[str, Any]]) -> dict[str, Any]:
    entry = [{"fullUrl": f"http://example.org/fhir/CarePlan/{one['id']}", "resource": one} for one in plans]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}


def from_deep_inside(frames: int, work):
    return work() if frames == 0 else from_deep_inside(frames - 1, work)


def found(plans: list[dict[str, Any]], *definitions: dict[str, Any]) -> list[tuple[str, str]]:
    return errors(validator(*definitions).validate(document(bundle(plans)))[0])


def test_ten_thousand_plans_in_a_chain():
    plans = chain(10_000)
    assert from_deep_inside(400, lambda: found(plans, PLAN)) == []


@pytest.mark.parametrize("definition", [PLAN, AT_ONCE, ASKED])
@pytest.mark.parametrize("turned", [False, True])
def test_a_chain_in_either_order_from_deep_inside_another_program(definition, turned):
    plans = chain(200)
    if turned:
        plans.reverse()
    assert from_deep_inside(400, lambda: found(plans, definition)) == []
    each = [document(one, str(one["id"])) for one in plans]
    checker = validator(definition)
    assert errors(from_deep_inside(400, lambda: checker.validate_all(each))[0]) == []


def test_a_chain_of_answers_that_cannot_wait():
    plans = chain(2_000)
    assert found(plans, AT_ONCE) == []


@pytest.mark.parametrize("turned", [False, True])
def test_a_wrong_plan_at_the_far_end_is_told_once_where_it_is(turned):
    plans = chain(300)
    del plans[-1]["title"]
    if turned:
        plans.reverse()
    assert found(plans, PLAN) == [("DBEP4201", f"Bundle.entry[{0 if turned else 299}].resource")]


def test_a_slice_that_is_told_at_once_is_told_at_every_reference():
    plans = chain(300)
    del plans[-1]["title"]
    told = found(plans, AT_ONCE)
    assert [one for one in told if one[0] == "DBEP4201"] == [("DBEP4201", "Bundle.entry[299].resource")]
    where = [place for given, place in told if given == "DBEP4205"]
    assert sorted(where) == sorted(f"Bundle.entry[{n}].resource.replaces[0]" for n in range(299))


@pytest.mark.parametrize("definition", [PLAN, AT_ONCE, ASKED])
def test_a_ring_of_plans_conforms(definition):
    assert found([plan(0, 1), plan(1, 2), plan(2, 0)], definition) == []
    assert found([plan(0, 0)], definition) == []


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_wrong_plan_in_a_ring_is_told_once_whoever_is_asked_first(wrong):
    plans = [plan(0, 1), plan(1, 2), plan(2, 0)]
    del plans[wrong]["title"]
    assert found(plans, PLAN) == [("DBEP4201", f"Bundle.entry[{wrong}].resource")]
    assert {one["code"] for one in _asked_of_the_first(plans)} == {"DBEP4201"}


def _asked_of_the_first(plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same ring where only the first plan claims the profile: the others are asked to follow it by references."""
    for one in plans[1:]:
        del one["meta"]
    issues, _ = validator(PLAN).validate(document(bundle(plans)))
    return [{"code": one.rule.code} for one in issues if one.is_error]


OTHER = profile("CarePlan", {"id": "CarePlan.description", "min": 1}, url="http://example.org/other")
EITHER = profile(
    "CarePlan",
    {
        "id": "CarePlan.replaces",
        "type": [{"code": "Reference", "targetProfile": [OTHER["url"], P]}],
    },
)


def test_the_second_profile_is_tried_when_the_first_falls():
    plans = [plan(0, 1, description="x"), plan(1, 2), plan(2, description="x")]
    assert found(plans, EITHER, OTHER) == []
    strict = profile(
        "CarePlan",
        {"id": "CarePlan.title", "min": 1},
        {"id": "CarePlan.replaces", **EITHER["differential"]["element"][0]},
    )
    assert found(plans, strict, OTHER) == []
    del plans[1]["title"]
    assert found(plans, strict, OTHER) == [("DBEP4201", "Bundle.entry[1].resource")]


def test_many_references_to_many_chains_are_linear():
    """A list of 300 plans, each the first of a chain longer than answers may lie inside each other."""
    plans, firsts = [], []
    for number in range(300):
        start = 1 + number * 12
        firsts.append(start)
        plans += [plan(start + step, *([start + step + 1] if step < 11 else [])) for step in range(12)]
    assert found([plan(0, *firsts), *plans], AT_ONCE) == []
