"""The public Report and Issue."""

import json
import pickle
import subprocess
import sys

import pytest

import dbep_ig
from dbep_ig import CouldNotOpen, Report, Severity, Validator, fhirpath

PATIENT = {"resourceType": "Patient", "contact": [{"gender": "male"}], "titel": "x"}


@pytest.fixture(scope="module")
def report():
    return Validator.open(without_guide=True).check("p.json", json.dumps(PATIENT, indent=1))


def test_what_it_tells(report):
    assert type(report) is Report
    assert (report.ok, report.has_errors) == (False, True)
    assert [issue.code for issue in report.errors] == ["DBEP4301", "DBEP4101"]
    assert [issue.code for issue in report.warnings] == ["DBEP4524"]
    assert len(report.issues) == 3
    assert (report.documents, report.held[0].resource) == (("p.json",), "Patient")
    assert report.count()[Severity.ERROR] == 2


def test_its_formats_are_the_commands(report):
    told = json.loads(report.to_json("nb"))
    assert [one["code"] for one in told["issues"]] == [issue.code for issue in report.issues]
    outcome = report.operation_outcome("nb")
    assert (outcome["resourceType"], outcome["language"]) == ("OperationOutcome", "nb")
    assert [one["severity"] for one in outcome["issue"]] == [str(issue.severity) for issue in report.issues]
    assert json.loads(json.dumps(outcome)) == outcome
    outcome.clear()
    assert report.operation_outcome()["language"] == "en"
    assert report.to_text("nb") != report.to_text("en")
    for ask in (report.to_json, report.to_text, report.operation_outcome, report.errors[0].message):
        with pytest.raises(ValueError, match="'nb' and 'en'"):
            ask("no")


def test_it_is_short_to_look_at(report):
    assert repr(report) == "<Report of p.json: errors 2, warnings 1, information 0>"
    unknown = next(issue for issue in report.errors if issue.code == "DBEP4101")
    assert repr(unknown).startswith("<Issue error DBEP4101 p.json:8:2 Patient.titel: `titel` ")
    assert (str(unknown.severity), f"{unknown.severity:>7}") == ("error", "  error")


def test_a_name_cannot_write_what_is_looked_at():
    report = Validator.open(without_guide=True).check("a\n\x1b[2Jb", {"resourceType": "Patient", "a\x1bb": 1})
    for shown in (repr(report), *map(repr, report.issues)):
        assert shown.isprintable()
        assert "a␊␛[2Jb" in shown


def test_it_is_no_truth_value_and_never_changes(report):
    with pytest.raises(TypeError, match=r"report\.ok"):
        assert report
    for change in (lambda: setattr(report, "ok", True), lambda: delattr(report, "_found")):
        with pytest.raises(AttributeError, match="changed"):
            change()


def test_it_can_be_pickled_and_a_validator_cannot(report):
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(report, protocol))
        for language in ("nb", "en"):
            assert again.to_json(language) == report.to_json(language)
            assert again.to_text(language) == report.to_text(language)
    with pytest.raises(TypeError, match="open one in each process"):
        pickle.dumps(Validator.open(without_guide=True))


def test_what_is_raised_can_be_pickled(tmp_path):
    with pytest.raises(CouldNotOpen) as refused:
        Validator.open("no-such-package#1.0.0", folder=tmp_path)
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.issues[0].code) == (str(refused.value), "DBEP3030")
    with pytest.raises(fhirpath.InvalidExpressionError) as invalid:
        fhirpath.compile("a and")
    again = pickle.loads(pickle.dumps(invalid.value))
    assert (str(again), again.expression) == (str(invalid.value), "a and")


def test_it_is_ok_only_without_errors_that_are_not_shown():
    from dbep_ig.engine.validation import Settings

    few = Validator.open(without_guide=True, settings=Settings(most_issues=1))
    report = few.check({"resourceType": "Patient", "a": 1, "b": 2, "c": 3})
    assert (report.ok, report.count()[Severity.ERROR]) == (False, 3)
    assert sum(one.times for one in report.beyond if one.severity is Severity.ERROR) == 2


def test_everything_that_is_offered_is_there_and_nothing_is_imported_before():
    assert {name: getattr(dbep_ig, name) for name in dbep_ig.__all__}.keys() <= set(dir(dbep_ig))
    with pytest.raises(AttributeError, match="nosuch"):
        dbep_ig.nosuch  # noqa: B018
    look = "import sys; before = set(sys.modules); import dbep_ig; print(sorted(set(sys.modules) - before))"
    alone = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert alone == "['dbep_ig']\n"
    look = "import sys; from dbep_ig.apps.cli.main import main; import dbep_ig.validator; print([one for one in sys.modules if 'dbep_ig.library' in one])"
    assert (
        subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
