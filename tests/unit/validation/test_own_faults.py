"""A fault of our own stays at the resource where it happened, and refused values never reach a profile."""

import pytest

from dbep_ig.engine.validation.rules.values.max_length import MaxLength

from . import document, errors, held, patient, profile, validator

WITHIN = profile("Patient", {"id": "Patient.name.text", "maxLength": 5})


@pytest.fixture
def broken_rule(monkeypatch):
    def breaks(self, value, frame, run):
        if value == "break":
            raise LookupError("a promise of ours")

    monkeypatch.setattr(MaxLength, "check", breaks)


def test_the_resource_is_named_and_all_else_is_reported(broken_rule):
    bundle = {
        "resourceType": "Bundle",
        "type": "batch",
        "entry": [
            {"resource": patient(ukjent=1)},
            {"resource": patient(name=[{"text": "break"}], ukjent=1)},
            {"resource": patient(ukjent=1)},
        ],
    }
    checker = validator(WITHIN)
    issues, _ = checker.validate_all([document(bundle, "a"), document(patient(ukjent=1), "b")])
    of_patients = [
        (issue.location.document, issue.rule.code, issue.location.expression)
        for issue in issues
        if issue.rule.code in ("DBEP9001", "DBEP4101")
    ]
    assert sorted(of_patients) == [
        ("a", "DBEP4101", "Bundle.entry[0].resource.ukjent"),
        ("a", "DBEP4101", "Bundle.entry[1].resource.ukjent"),
        ("a", "DBEP4101", "Bundle.entry[2].resource.ukjent"),
        ("a", "DBEP9001", "Bundle.entry[1].resource"),
        ("b", "DBEP4101", "Patient.ukjent"),
    ]
    (own,) = [issue for issue in issues if issue.rule.code == "DBEP9001"]
    assert own.is_error
    assert "LookupError" in own.message("en")
    assert "resten av denne ressursen" in own.message("nb")


def test_whoever_looks_for_the_fault_gets_the_exception(broken_rule):
    with pytest.raises(LookupError):
        validator(WITHIN, raise_own_faults=True).validate(document(patient(name=[{"text": "break"}])))


SLICED = profile(
    "Patient",
    {
        "id": "Patient.identifier",
        "slicing": {"discriminator": [{"type": "value", "path": "extension('http://x.no/kind').value"}], "rules": "open"},
    },
    {"id": "Patient.identifier:a", "sliceName": "a", "min": 1},
    {"id": "Patient.identifier:a.extension", "min": 1},
    {"id": "Patient.identifier:a.extension.value[x]", "fixedCode": "a"},
)  # fmt: skip


@pytest.mark.parametrize("odd", ["oops", 1, True, [], {}, None, ["oops"], [[]], [None]])
def test_a_value_that_its_type_refuses_does_not_meet_a_discriminator(odd):
    assert errors(held(patient(identifier=[{"system": "http://x.no", "extension": odd}]), SLICED)) != []
    assert errors(held(patient(identifier=odd), SLICED)) != []


def test_a_refused_value_is_wrong_and_not_missing_too():
    needed = profile("Patient", {"id": "Patient.birthDate", "min": 1}, {"id": "Patient.name", "min": 2})
    assert errors(held(patient(birthDate=1951, name=[{"text": "x"}, "y"]), needed)) == [
        ("DBEP4106", "Patient.birthDate"),
        ("DBEP4102", "Patient.name[1]"),
    ]
