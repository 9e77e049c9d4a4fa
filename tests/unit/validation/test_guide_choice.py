"""What a guide chooses: the most specific profile, what belongs to a plan, and slips in the code that chooses."""

import json

import pytest

from dbep_ig.validator import Validator

from .small_guide import (
    BASE,
    CONDITION,
    GOALS,
    PATIENT,
    PLANS,
    bundle,
    concept,
    consent,
    definition,
    errors,
    goal,
    guide,
    kind,
    open_guide,
    plan,
    sliced,
    why,
)


@pytest.fixture(scope="module")
def validator(tmp_path_factory) -> Validator:
    return open_guide(tmp_path_factory.mktemp("guide"))


# The most specific profile


@pytest.mark.parametrize(
    ("resource", "profiles", "reason"),
    [
        (plan(), ["treatment-plan"], "codes"),
        (plan(code="self-management"), ["self-management-plan"], "codes"),
        (plan(code="other"), ["plan"], "codes"),  # a kind without a profile of its own: what all plans share
        (goal(category=concept(GOALS, "of-self-management")), ["self-management-goal"], "codes"),
        (goal(category=concept(GOALS, "of-treatment")), ["goal"], "codes"),
        (goal(), ["goal"], "type"),
        (goal(category=concept("http://other.example/goals", "diet")), [], "other-codes"),
        (plan("http://other.example/plans", "care"), [], "other-codes"),
        (plan() | {"category": [{"text": "a plan"}]}, [], "no-code"),  # `plan` is abstract
        (PATIENT, [], "not-reached"),
        (CONDITION, [], "not-reached"),
        (consent("research"), [], "not-reached"),
        ({"resourceType": "Practitioner", "id": "p", "active": True}, [], "no-profile-for-type"),
    ],
    ids=str,
)
def test_alone_in_a_document(validator, resource, profiles, reason):
    (found,) = why(validator.check(resource)).values()
    assert found == (profiles, reason)


def test_two_kinds_at_once_are_validated_against_both(validator):
    both = plan() | {"category": [*concept(PLANS, "treatment"), *concept(PLANS, "self-management")]}
    assert sorted(why(validator.check(both))["CarePlan/plan"][0]) == [
        "self-management-plan",
        "treatment-plan",
    ]


def test_a_claim_counts_and_a_profile_derived_from_it_comes_besides(validator):
    claims = {"meta": {"profile": [BASE + "plan"]}}
    assert why(validator.check(plan(**claims)))["CarePlan/plan"] == (["plan", "treatment-plan"], "claimed")
    claims = {"meta": {"profile": [BASE + "self-management-plan"]}}
    assert why(validator.check(plan(**claims)))["CarePlan/plan"] == (["self-management-plan"], "claimed")


def test_a_claim_to_the_definition_of_the_type_does_not_turn_the_guide_off(validator):
    claims = {"meta": {"profile": ["http://hl7.org/fhir/StructureDefinition/CarePlan"]}}
    assert "treatment-plan" in why(validator.check(plan(**claims)))["CarePlan/plan"][0]


CODE = {"system": "http://small.example/measurements", "code": "pulse"}


@pytest.mark.parametrize(
    ("members", "profiles"),
    [
        ({"category": concept("http://small.example/c", "vital"), "code": {"coding": [CODE]}}, ["pulse"]),
        ({"category": concept("http://small.example/c", "vital"), "code": {"text": "x"}}, ["vital"]),
        (
            {
                "category": concept("http://small.example/c", "vital"),
                "code": {"coding": [{**CODE, "code": "bp"}]},
            },
            ["vital"],
        ),
        ({"code": {"coding": [CODE]}}, ["pulse"]),  # its category is missing: the profile says so
        ({"code": {"coding": [{"system": "http://small.example/x", "code": "y"}]}}, []),
    ],
    ids=["both", "one of two", "another code", "the other of two", "none"],
)
def test_all_elements_with_codes_count_and_one_value_can_say_otherwise(tmp_path, members, profiles):
    vital = {"id": "Observation.category", "min": 1, "patternCodeableConcept": concept("http://small.example/c", "vital")[0]}  # fmt: skip
    pulse = {"id": "Observation.code", "patternCodeableConcept": {"coding": [CODE]}}
    choosing = open_guide(
        tmp_path,
        definition("vital", "Observation", vital),
        definition("pulse", "Observation", pulse, base="vital"),
    )
    observation = {"resourceType": "Observation", "id": "o", "status": "final", **members}
    assert why(choosing.check(observation))["Observation/o"][0] == profiles


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ([{"id": "Encounter.class", "patternCoding": CODE}], CODE),
        (
            [
                {"id": "Encounter.class.system", "min": 1, "fixedUri": CODE["system"]},
                {"id": "Encounter.class.code", "min": 1, "fixedCode": CODE["code"]},
            ],
            CODE,
        ),
    ],
    ids=["a Coding", "its parts"],
)
def test_any_element_that_two_profiles_want_otherwise_tells_them_apart(tmp_path, element, value):
    other = {"id": "Encounter.class", "patternCoding": {**CODE, "code": "visit"}}
    choosing = open_guide(
        tmp_path,
        definition("measuring", "Encounter", *element),
        definition("visit", "Encounter", other),
    )
    encounter = {"resourceType": "Encounter", "id": "e", "status": "planned", "class": value}
    assert why(choosing.check(encounter))["Encounter/e"] == (["measuring"], "codes")


def test_what_nothing_tells_apart_is_what_they_share(tmp_path):
    choosing = open_guide(
        tmp_path,
        *(definition(name, "CarePlan", base="treatment-plan") for name in ("north", "south")),
    )
    assert why(choosing.check(plan()))["CarePlan/plan"][0] == ["treatment-plan"]


# What belongs to a plan


def test_what_a_plan_reaches_is_validated_against_what_its_type_shares(validator):
    reaching = plan(addresses=[{"reference": "Condition/problem"}])
    other = CONDITION | {"id": "other"}
    found = why(validator.check(bundle(reaching, PATIENT, CONDITION, other, consent())))
    assert found["Patient/1"] == (["patient"], "plan")
    assert found["Condition/problem"] == (["problem"], "plan")
    assert found["Condition/other"] == ([], "not-reached")
    assert found["Consent/consent"] == ([], "not-reached")


def test_what_is_reached_in_several_steps_and_in_a_circle(validator):
    encounter = {
        "resourceType": "Encounter",
        "id": "e",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "diagnosis": [{"condition": {"reference": "Condition/problem"}}],
    }
    condition = CONDITION | {"encounter": {"reference": "Encounter/e"}}
    found = why(validator.check(bundle(plan(encounter={"reference": "Encounter/e"}), encounter, condition)))
    assert found["Condition/problem"] == (["problem"], "plan")


def test_a_bundle_without_a_plan_chooses_nothing_by_type_alone(validator):
    found = why(validator.check(bundle(PATIENT, CONDITION, consent(), goal())))
    assert {reason for _, reason in found.values()} == {"not-reached", "no-code"}


@pytest.mark.parametrize("members", [{"category": concept("http://other.example", "x")}, {}])
def test_a_goal_of_a_plan_follows_what_goals_share_whatever_its_codes(validator, members):
    report = validator.check(bundle(plan(goal=[{"reference": "Goal/goal"}]), goal(**members)))
    assert why(report)["Goal/goal"] == (["goal"], "plan")
    assert {one for _, one in errors(report)} == {"Bundle.entry[1].resource"}


def test_another_guides_plan_has_nothing_that_belongs_to_it(validator):
    found = why(validator.check(bundle(plan("http://other.example", "x"), PATIENT)))
    assert found["Patient/1"] == ([], "not-reached")


def test_a_claim_makes_a_plan_too(validator):
    claims = {"meta": {"profile": [BASE + "treatment-plan"]}}
    assert why(validator.check(bundle(plan(**claims), PATIENT)))["Patient/1"][0] == ["patient"]


@pytest.mark.parametrize("turned", [False, True])
def test_across_documents_in_either_order(validator, turned):
    documents = [("a", json.dumps(plan()).encode()), ("b", json.dumps(PATIENT).encode())]
    found = why(validator.check_all(documents[::-1] if turned else documents))
    assert found["Patient/1"] == (["patient"], "plan")


def test_across_documents_the_reference_of_another_guides_plan_does_not_count(validator):
    documents = [plan("http://other.example", "x"), PATIENT]
    report = validator.check_all([(str(n), json.dumps(one).encode()) for n, one in enumerate(documents)])
    assert why(report)["Patient/1"] == ([], "not-reached")


@pytest.mark.parametrize("turned", [False, True])
def test_in_lines_nobody_looks_for_what_refers_to_them_and_the_report_says_so(validator, turned):
    lines = [json.dumps(plan()), json.dumps(PATIENT)]
    text = "\n".join(lines[::-1] if turned else lines)
    reports = list(validator.check_ndjson(text.encode()))
    found = {name: one for report in reports for name, one in why(report).items()}
    assert found["Patient/1"] == ([], "not-looked-up")
    (issue,) = [one for report in reports for one in report.issues if one.rule.code == "DBEP4524"]
    assert "looked up" in issue.message("en")


def test_among_many_inputs_nobody_looks_either_and_in_one_there_is_nothing_to_look_for(validator, tmp_path):
    for number in range(101):
        text = json.dumps(PATIENT | {"id": str(number)})
        (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
    assert {reason for _, reason in why(validator.check(tmp_path)).values()} == {"not-looked-up"}
    assert why(validator.check(tmp_path / "1.json"))["Patient/1"] == ([], "not-reached")


# Near misses


@pytest.mark.parametrize(
    ("system", "code", "at", "expected"),
    [
        (PLANS + "s", "treatment", "system", f"{PLANS}#treatment"),
        (PLANS.replace("http:", "https:"), "treatment", "system", f"{PLANS}#treatment"),
        (PLANS.replace("plans", "Plans"), "treatment", "system", f"{PLANS}#treatment"),
        (PLANS + "/", "treatment", "system", f"{PLANS}#treatment"),
        ("http://far.example/away", "treatment", "system", f"{PLANS}#treatment"),
        ("urn:oid:2.16.578.1.12.4.1.1.9999", "treatment", "system", f"{PLANS}#treatment"),
        (PLANS, "Treatment", "code", f"{PLANS}#treatment"),
        (PLANS, "treatmant", "code", f"{PLANS}#treatment"),
        (PLANS, "self-managment", "code", f"{PLANS}#self-management"),
        (PLANS + "s", "treatmnet", "system", f"{PLANS}#treatment"),
        (PLANS + "s", "other", "system", f"{PLANS}#other"),
    ],
)
def test_a_slip_is_one_error_at_its_place_that_names_the_profile(validator, system, code, at, expected):
    report = validator.check(plan(system, code))
    assert errors(report) == [("DBEP4527", f"CarePlan.category[0].coding[0].{at}")]
    (issue,) = report.errors
    assert issue.params["expected"] == expected
    assert BASE in str(issue.params["profile"])
    assert issue.params["found"] in (f"{system}#{code}",)
    assert why(report)["CarePlan/plan"][1] == "near-miss"


@pytest.mark.parametrize("code", ["treatment", "Treatment", "treatmnt"])
def test_a_missing_system_is_a_slip(validator, code):
    report = validator.check(plan() | {"category": [{"coding": [{"code": code}]}]})
    assert [one.rule.code for one in report.issues if one.severity <= 2] == ["DBEP4527"]


def test_all_else_is_validated_as_if_the_code_were_right(validator):
    untitled = plan(PLANS + "s")
    del untitled["title"]
    assert {code for code, _ in errors(validator.check(untitled))} == {"DBEP4527", "DBEP4201"}


def test_a_code_like_no_other_is_one_error_that_names_those_there_are(validator):
    report = validator.check(plan(PLANS, "xyz"))
    assert errors(report) == [("DBEP4528", "CarePlan.category[0].coding[0].code")]
    assert "treatment-plan" in report.errors[0].message("en")
    assert why(report)["CarePlan/plan"] == (["plan"], "near-miss")


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("http://other.example/plans", "care"),
        (PLANS.replace("plans", "plans2"), "other"),  # a digit more is another thing
        (PLANS + "s", "xyz"),
        ("http://far.example/away", "Treatment"),
    ],
)
def test_another_guides_category_is_no_slip(validator, system, code):
    assert errors(validator.check(plan(system, code))) == []


def test_a_slip_beside_a_right_code_is_none_of_ours(validator):
    both = plan() | {"category": [*concept(PLANS, "treatment"), *concept(PLANS + "s", "treatment")]}
    assert errors(validator.check(both)) == []


def test_a_slip_in_what_claims_its_profile_is_the_profiles_business(validator):
    claims = {"meta": {"profile": [BASE + "treatment-plan"]}}
    assert "DBEP4527" not in [code for code, _ in errors(validator.check(plan(PLANS + "s", **claims)))]


def test_a_known_code_without_a_profile_and_an_unknown_system_nobody_knows_is_no_slip(validator):
    assert errors(validator.check(goal(category=concept(GOALS, "of-treatment")))) == []


def test_nothing_is_said_where_the_guide_has_no_say(validator):
    slip = plan(PLANS + "s")
    assert errors(validator.check(slip, profiles="none")) == []
    asked = validator.check(slip, profiles=["http://hl7.org/fhir/StructureDefinition/CarePlan"])
    assert errors(asked) == []


def test_a_slip_in_another_document_is_no_fault_of_what_refers_to_it(tmp_path):
    """The target is read again, and is as it was meant there too."""
    demand = [{"code": "Reference", "targetProfile": [BASE + "treatment-plan"]}]
    linking = definition("linked", "CarePlan", {"id": "CarePlan.replaces", "type": demand}, base="treatment-plan")  # fmt: skip
    choosing = open_guide(tmp_path, linking)
    claims = {"meta": {"profile": [BASE + "linked"]}}
    first = plan(id="first", replaces=[{"reference": "CarePlan/plan"}], **claims)
    documents = [("a", json.dumps(first).encode()), ("b", json.dumps(plan(PLANS + "s")).encode())]
    report = choosing.check_all(documents)
    assert [(one.rule.code, one.location.document) for one in report.errors] == [("DBEP4527", "b")]


def test_a_slip_in_what_refers_hides_nothing_of_another_document(tmp_path):
    """The codings have the same place in both."""
    demand = [{"code": "Reference", "targetProfile": [BASE + "strict"]}]
    strict = definition(
        "strict",
        "CarePlan",
        {"id": "CarePlan.category", "binding": {"strength": "required", "valueSet": BASE + "none"}},
    )
    linking = {**definition("linked", "CarePlan", {"id": "CarePlan.replaces", "type": demand}), "type": "CarePlan"}  # fmt: skip
    linking["baseDefinition"] = BASE + "self-management-plan"
    linking["differential"]["element"].insert(
        0, {"path": "CarePlan.category", **kind("CarePlan", PLANS, "self-management")}
    )
    values = {
        "resourceType": "ValueSet",
        "id": "none",
        "url": BASE + "none",
        "status": "active",
        "compose": {"include": [{"system": GOALS, "concept": [{"code": "of-treatment"}]}]},
    }
    choosing = open_guide(tmp_path, strict, linking, values)
    replacing = plan(code="Self-management", id="first", replaces=[{"reference": "CarePlan/plan"}])
    for documents in ([replacing, plan()], [plan(), replacing]):
        report = choosing.check_all([(one["id"], one) for one in documents])
        assert sorted((one.rule.code, one.location.document) for one in report.errors) == [
            ("DBEP4403", "first"),
            ("DBEP4527", "first"),
        ]


@pytest.mark.parametrize(
    ("system", "code", "wanted"),
    [
        (PLANS, "Treatment", ["DBEP4527", "DBEP5203"]),
        (PLANS + "s", "treatment", ["DBEP4527", "DBEP5203"]),
        # which code is meant is a guess
        (PLANS, "treatmeentt", ["DBEP4527"]),
        ("http://far.example/away", "treatment", ["DBEP4527"]),
    ],
)
def test_a_wrong_display_beside_a_slip_is_another_fault(tmp_path, system, code, wanted):
    named = {
        "resourceType": "CodeSystem",
        "id": "plans",
        "url": PLANS,
        "status": "active",
        "content": "complete",
        "concept": [{"code": one, "display": one} for one in ("treatment", "self-management", "other")],
    }
    coding = {"system": system, "code": code, "display": "Something else"}
    report = open_guide(tmp_path, named).check(plan() | {"category": [{"coding": [coding]}]})
    assert sorted(one.rule.code for one in report.errors) == wanted


def test_a_code_of_another_guide_that_is_used_is_no_slip(tmp_path):
    """It chooses by the system alone, and its code happens to be one of ours."""
    theirs = {
        **definition("their-plan", "CarePlan", sliced("CarePlan"), kind("CarePlan", "http://their.example/plans")),
        "url": "http://their.example/plan",
    }  # fmt: skip
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "plan.json").write_text(json.dumps(theirs), encoding="utf-8")
    both = Validator.open(
        [str(guide(tmp_path)), str(folder / "plan.json")], without_guide=True, folder=tmp_path
    )
    assert errors(both.check(plan("http://their.example/plans"))) == []
    assert "DBEP4527" in [code for code, _ in errors(both.check(plan("http://far.example/plans")))]


# Contained resources


def test_a_contained_resource_is_reported_with_what_references_to_it_require(tmp_path):
    demand = [{"code": "Reference", "targetProfile": [BASE + "goal", BASE + "self-management-goal"]}]
    asking = definition("asking", "CarePlan", {"id": "CarePlan.goal", "type": demand}, base="treatment-plan")
    choosing = open_guide(tmp_path, asking)
    inner = goal(id="g", category=concept(GOALS, "of-treatment"))
    free = goal(id="free", category=concept(GOALS, "of-treatment"))
    members = {"contained": [inner, free], "goal": [{"reference": "#g"}], "supportingInfo": [{"reference": "#free"}]}  # fmt: skip
    found = why(choosing.check(plan(meta={"profile": [BASE + "asking"]}, **members)))
    assert found["Goal/g"] == (["goal"], "reference")
    assert found["Goal/free"] == ([], "contained")
    del inner["category"]  # it conforms to neither
    found = why(choosing.check(plan(meta={"profile": [BASE + "asking"]}, **members)))
    assert found["Goal/g"] == (["goal", "self-management-goal"], "reference")


def test_kinds_are_read_off_differentials_too(tmp_path):
    """What a profile inherits counts: here the code, from a base that is in the guide."""
    below = definition("below", "CarePlan", {"id": "CarePlan.period", "min": 1}, base="treatment-plan")
    found = why(open_guide(tmp_path, below).check(plan()))
    assert found["CarePlan/plan"][0] == ["below"], "the last of a line"
    assert kind("CarePlan", PLANS)["min"] == 1
