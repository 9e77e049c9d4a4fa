"""`from dbep_ig import fhirpath`, and `dbep fhirpath`."""

import json

import pytest

from dbep_ig import fhirpath
from tests.command import dbep

PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "birthDate": "1951-02-03",
    "name": [{"use": "official", "family": "Åsen", "given": ["Pål", "Aksel"]}],
    "generalPractitioner": [{"reference": "Practitioner/1"}],
}
BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"fullUrl": "urn:x:1", "resource": PATIENT},
        {"fullUrl": "urn:x:2", "resource": {"resourceType": "Practitioner", "id": "1"}},
    ],
}


def test_compile_and_evaluate():
    given = fhirpath.compile("name.where(use = 'official').given")
    found = given.evaluate(PATIENT)
    assert [(item.path, item.type, item.value) for item in found] == [
        ("Patient.name[0].given[0]", "FHIR.string", "Pål"),
        ("Patient.name[0].given[1]", "FHIR.string", "Aksel"),
    ]
    assert fhirpath.evaluate("%n + 1", PATIENT, variables={"n": 2})[0].value == 3


def test_the_clock_and_the_bundle_are_known():
    assert fhirpath.compile("birthDate < today() and now() = now()").test(PATIENT) is True
    (found,) = fhirpath.evaluate("entry.resource.generalPractitioner.resolve()", BUNDLE)
    assert found.type == "FHIR.Practitioner"
    with pytest.raises(fhirpath.UndecidedError):
        fhirpath.evaluate("generalPractitioner.resolve()", PATIENT)


@pytest.mark.parametrize(
    "expression",
    [
        "name.given implies true",
        "name.given.not()",
        "name.where(family.startsWith('Å')).exists()",
        "name.where(family.startsWith('Å')).use.empty()",
    ],
)
def test_what_cannot_be_evaluated_is_no_invariant_either(expression):
    """One fault from both, at one place: an item that is found first does not hide a later one that is wrong."""
    compiled = fhirpath.compile(expression, context_type="Patient")
    wrong = {**PATIENT, "name": [*PATIENT["name"], {"family": {"value": "Li"}}]}
    found = []
    for ask in (compiled.evaluate, compiled.test):
        with pytest.raises(fhirpath.EvaluationError) as caught:
            ask(wrong)
        found.append((str(caught.value), caught.value.span))
    assert found[0] == found[1]


def test_an_element_within_its_resource():
    name = fhirpath.compile("family & ' ' & %resource.id", context_type="HumanName")
    assert name.evaluate(PATIENT["name"][0], within=PATIENT)[0].value == "Åsen p"


def test_what_does_not_compile():
    with pytest.raises(fhirpath.InvalidExpressionError, match=r"DBEP7010.*first.*line 1, column 6") as caught:
        fhirpath.compile("name.frist()")
    assert caught.value.issues[0].rule.code == "DBEP7010"
    assert fhirpath.compile("gven", context_type="HumanName").warnings[0].rule.code == "DBEP7012"
    with pytest.raises(fhirpath.InvalidExpressionError):
        fhirpath.compile("gven", context_type="HumanName", strict=True)


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.json").write_text(json.dumps(PATIENT), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(BUNDLE), encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")

    def run(*words):
        return dbep("fhirpath", *words)

    return run


def test_values_with_paths(call):
    assert call("name.given", "p.json") == (
        0,
        "Patient.name[0].given[0]: Pål\nPatient.name[0].given[1]: Aksel\n",
        "",
    )
    assert call("name.given.count()", "p.json", "--type") == (0, "(System.Integer): 2\n", "")
    assert call("id", "p.json", "b.json")[1] == "p.json\n  Patient.id: p\nb.json\n"


def test_json_output(call):
    code, out, _ = call("birthDate | 1.50 | birthDate + 1 day", "p.json", "--format", "json")
    assert code == 0
    assert out.splitlines() == [
        '{"document": "p.json", "path": "Patient.birthDate", "type": "FHIR.date", "value": "1951-02-03"}',
        '{"document": "p.json", "path": null, "type": "System.Decimal", "value": 1.50}',
        '{"document": "p.json", "path": null, "type": "System.Date", "value": "1951-02-04"}',
    ]


def test_tree_and_trace(call):
    assert call("--ast", "a.b = 1") == (0, "operator =\n  member b\n    member a\n  literal 1\n", "")
    code, out, err = call("name.trace('n', family).count()", "p.json", "--trace")
    assert (code, out) == (0, "1\n")
    assert "trace n: Patient.name[0].family: Åsen" in err


def test_exit_codes(call):
    assert call("name.", "p.json")[0] == 1
    assert call("name.frist()", "p.json")[0] == 1
    assert call("name.given.single()", "p.json")[0] == 1
    assert call("generalPractitioner.resolve()", "p.json")[0] == 0
    assert call("name")[0] == 2
    assert call("name", "none.json")[0] == 2
    code, out, err = call("id", "bad.json", "p.json")
    assert code == 2
    assert "Patient.id: p" in out
    assert "DBEP40" in err
