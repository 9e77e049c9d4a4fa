"""A Parameters that is the input of $validate: its resource, profile and mode."""

import pytest

from dbep_ig.validator import Validator

from .small_guide import BASE, CONDITION, PATIENT, errors, open_guide, plan, why


@pytest.fixture(scope="module")
def validator(tmp_path_factory) -> Validator:
    return open_guide(tmp_path_factory.mktemp("guide"))


def given(*parameters: dict, resource: dict | None = PATIENT) -> dict:
    own = [] if resource is None else [{"name": "resource", "resource": resource}]
    return {"resourceType": "Parameters", "parameter": [*own, *parameters]}


def mode(code: str) -> dict:
    return {"name": "mode", "valueCode": code}


def profile(name: str, key: str = "valueUri") -> dict:
    return {"name": "profile", key: name if ":" in name else BASE + name}


@pytest.mark.parametrize("key", ["valueUri", "valueCanonical"])
def test_the_resource_is_validated_against_the_profile(validator, key):
    report = validator.check(given(profile("patient", key)))
    assert why(report)["Patient/1"] == (["patient"], "asked-for")
    nameless = {"resourceType": "Patient", "id": "1", "active": True}
    assert errors(validator.check(given(profile("patient", key), resource=nameless))) == [
        ("DBEP4201", "Parameters.parameter[0].resource")
    ]


def test_what_it_claims_comes_besides_and_the_guide_chooses_where_none_is_given(validator):
    claims = {"meta": {"profile": [BASE + "treatment-plan"]}}
    report = validator.check(given(profile("plan"), resource=plan(**claims)))
    assert why(report)["CarePlan/plan"] == (["plan", "treatment-plan"], "asked-for")
    report = validator.check(given(mode("create"), resource=plan()))
    assert why(report)["CarePlan/plan"] == (["treatment-plan"], "codes")


@pytest.mark.parametrize("name", ["unknown", "http://other.example/x", "patient|9.9"])
def test_an_unknown_profile_is_an_error_at_its_parameter(validator, name):
    found = errors(validator.check(given(profile("patient"), profile(name))))
    assert found == [("DBEP4521", "Parameters.parameter[2].value.ofType(uri)")]


def test_what_the_caller_asks_for_is_asked_of_the_resource(validator):
    report = validator.check(given(mode("create")), profiles=[BASE + "patient"])
    assert why(report)["Patient/1"] == (["patient"], "asked-for")
    assert errors(report) == []


def test_r4_only_is_r4_only(validator):
    report = validator.check(given(profile("unknown")), profiles="none")
    assert errors(report) == []
    assert why(report)["Patient/1"][0] == []


ADDRESS = "Parameters.parameter[1].value.ofType(code)"


@pytest.mark.parametrize(
    ("parameters", "resource", "found"),
    [
        ([mode("create")], CONDITION, []),
        ([mode("create")], {"resourceType": "Patient", "active": True}, []),
        ([mode("update")], PATIENT, []),
        ([mode("update")], {"resourceType": "Patient", "active": True}, [("DBEP4533", "Parameters.parameter[0].resource")]),
        ([mode("profile"), profile("patient")], PATIENT, []),
        ([mode("profile")], PATIENT, [("DBEP4533", ADDRESS)]),
        ([mode("delete")], PATIENT, [("DBEP4534", ADDRESS)]),
        ([mode("delete")], None, [("DBEP4534", "Parameters.parameter[0].value.ofType(code)")]),
        ([mode("updat")], PATIENT, [("DBEP4532", ADDRESS)]),
        ([mode("")], PATIENT, [("DBEP4532", ADDRESS)]),
    ],
    ids=str,
)  # fmt: skip
def test_the_mode_is_obeyed(validator, parameters, resource, found):
    report = validator.check(given(*parameters, resource=resource))
    mine = [(one.rule.code, one.location.expression) for one in report.issues if "DBEP4532" <= one.rule.code <= "DBEP4534"]  # fmt: skip
    assert mine == found


@pytest.mark.parametrize(
    "parameters",
    [
        [],  # nothing says how
        [profile("unknown"), {"name": "other", "valueString": "x"}],
        [profile("unknown"), {"name": "resource", "resource": PATIENT}],
        [{"name": "profile", "valueInteger": 1}],
        [mode("updat"), mode("create")],
    ],
    ids=["alone", "another parameter", "two resources", "no profile", "two modes"],
)
def test_any_other_parameters_is_not_read_so(validator, parameters):
    assert not {"DBEP4521", "DBEP4532"} & {code for code, _ in errors(validator.check(given(*parameters)))}


def test_one_inside_a_bundle_is_not_read_so(validator):
    entry = {"fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1", "resource": given(mode("updat"))}
    inner = {"resourceType": "Bundle", "type": "collection", "entry": [entry]}
    assert "DBEP4532" not in {code for code, _ in errors(validator.check(inner))}
