"""Profiles that are claimed or asked for, and are there in another version, under another spelling, or not at all."""

import pytest

from dbep_ig.validator import Validator

from .small_guide import BASE, CONDITION, PATIENT, bundle, errors, goal, open_guide, plan, why


@pytest.fixture(scope="module")
def validator(tmp_path_factory) -> Validator:
    return open_guide(tmp_path_factory.mktemp("guide"))


def claiming(url: str, **more: object) -> dict:
    return plan(meta={"profile": [url]}, **more)


def codes(report) -> list[str]:
    return [one.rule.code for one in report.issues if one.severity <= 2]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (BASE + "treatment-plan", None),
        (BASE + "treatment-plan|1.0.0", None),
        (BASE + "treatment-plan|9.9", "DBEP4529"),
        (BASE + "treatmentplan", "DBEP4530"),
        (BASE + "Treatment-Plan", "DBEP4530"),
        (BASE.replace("http:", "https:") + "treatment-plan", "DBEP4530"),
        (BASE + "treatment-plann|1.0.0", "DBEP4530"),
        (BASE + "treatment-plan2", "DBEP4522"),  # a digit makes it another
        (BASE + "patien", "DBEP4522"),  # of another type
        ("http://other.example/StructureDefinition/plan", "DBEP4522"),
    ],
)
def test_what_a_claim_leads_to(validator, url, code):
    report = validator.check(claiming(url))
    assert codes(report) == ([code] if code else [])
    for issue in report.issues:
        if issue.rule.code == code:
            assert issue.location.expression == "CarePlan.meta.profile[0]"
            assert issue.is_error is (code == "DBEP4530")
    profiles, reason = why(report)["CarePlan/plan"]
    assert profiles == ["treatment-plan"]
    assert reason == ("codes" if code == "DBEP4522" else "claimed")


def test_the_version_that_was_used_is_named(validator):
    (issue,) = [one for one in validator.check(claiming(BASE + "plan|9.9")).issues if one.severity <= 2]
    assert "version 1.0.0 was used" in issue.message("en")
    assert "versjon 1.0.0 er brukt" in issue.message("nb")
    assert issue.params["version"] == "9.9"


def test_a_misspelt_claim_is_validated_against_what_was_meant(validator):
    other = goal(meta={"profile": [BASE + "goaal"]})
    del other["note"]
    assert {code for code, _ in errors(validator.check(other))} >= {"DBEP4530", "DBEP4201"}


def test_a_profile_that_is_asked_for_is_not_exchanged_but_a_hint_is_given(validator):
    for url, hint in ((BASE + "treatment-plan|9.9", "1.0.0"), (BASE + "treatment-plann", "treatment-plan")):
        (issue,) = validator.check(plan(), profiles=[url]).errors
        assert issue.rule.code == "DBEP4521"
        assert hint in str(issue.params["hint"])
        assert hint in issue.message("nb")
    (issue,) = validator.check(plan(), profiles=["http://other.example/x"]).errors
    assert issue.message("en").endswith("is not available")


# A profile for each resource


REQUIRED = "DBEP4531"


CORE = "http://hl7.org/fhir/StructureDefinition/"


@pytest.mark.parametrize(
    ("resource", "profiles", "where"),
    [
        (plan(), "auto", []),
        (PATIENT, "auto", ["Patient"]),
        (plan("http://other.example", "x"), "auto", ["CarePlan"]),
        (bundle(plan(), PATIENT, CONDITION), "auto", ["Bundle.entry[2].resource"]),
        (PATIENT, [BASE + "patient"], []),
        (bundle(PATIENT), [], ["Bundle.entry[0].resource"]),
        (PATIENT | {"meta": {"profile": ["http://other.example/x"]}}, "auto", ["Patient"]),
        (PATIENT | {"meta": {"profile": [CORE + "Patient"]}}, "auto", ["Patient"]),
        (PATIENT | {"meta": {"profile": [CORE + "DomainResource"]}}, "auto", ["Patient"]),
        ({"resourceType": "Practitioner"}, "auto", ["Practitioner"]),
        # the guide has no profile for the type: its definition is what there is to claim
        ({"resourceType": "Practitioner", "meta": {"profile": [CORE + "Practitioner"]}}, "auto", []),
        (PATIENT, [CORE + "Patient"], []),  # who asks for R4 alone has it
        (plan(meta={"profile": [CORE + "CarePlan"]}), "auto", []),
        (plan(contained=[{**PATIENT, "id": "p"}], supportingInfo=[{"reference": "#p"}]), "auto", []),
        ({"resourceType": "Binary", "contentType": "text/plain"}, "auto", []),
    ],
    ids=str,
)
def test_what_is_validated_against_r4_only_can_be_an_error(tmp_path, resource, profiles, where):
    report = open_guide(tmp_path, require_profile=True).check(resource, profiles=profiles or "auto")
    assert [place for code, place in errors(report) if code == REQUIRED] == where
    assert "DBEP4524" not in codes(report), "it is not said twice"


@pytest.mark.parametrize("require_profile", [False, True])
def test_that_what_is_asked_for_is_not_available_is_all_there_is_to_say(tmp_path, require_profile):
    missing = "http://other.example/x"
    asked = [{"name": "resource", "resource": PATIENT}, {"name": "profile", "valueUri": missing}]
    checking = open_guide(tmp_path, require_profile=require_profile)
    for report in (
        checking.check({"resourceType": "Parameters", "parameter": asked}),
        checking.check(PATIENT, profiles=[missing]),
    ):
        assert codes(report) == ["DBEP4521"]


def test_else_it_is_a_warning_that_says_why(validator):
    (issue,) = [one for one in validator.check(PATIENT).issues if one.rule.code == "DBEP4524"]
    assert not issue.is_error
    assert "refers to it" in issue.message("en")
