"""`dbep_ig.validator`, as the README shows it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dbep_ig.validator import CouldNotOpen, Validator

PLAN = b'{"resourceType": "CarePlan", "status": "aktiv", "intent": "plan", "subject": {"reference": "Patient/pal"}}'


@pytest.fixture(scope="module")
def r4(tmp_path_factory):
    return Validator.open(folder=tmp_path_factory.mktemp("empty"), without_guide=True)


def test_a_report_holds_code_place_and_words_in_both_languages(r4):
    (issue,) = [issue for issue in r4.check("plan.json", PLAN, profiles="none").issues if issue.is_error]
    assert (issue.rule.code, issue.location.expression) == ("DBEP5001", "CarePlan.status")
    assert issue.message("nb") != issue.message("en")
    place = issue.location.place()
    assert (place.span.line, place.span.column) == (1, PLAN.index(b'"aktiv"') + 1)


def test_documents_of_one_call_may_refer_to_each_other(tmp_path):
    from dbep_ig.engine.validation import Settings

    strict = Validator.open(folder=tmp_path, without_guide=True, settings=Settings(check_references=True))
    patient = b'{"resourceType": "Patient", "id": "pal"}'
    plan = PLAN.replace(b"aktiv", b"active")
    alone = strict.check("plan.json", plan, profiles="none")
    both = strict.check_all([("plan.json", plan), ("patient.json", patient)], profiles="none")
    assert [issue.location.expression for issue in alone.issues if issue.is_error] == ["CarePlan.subject"]
    assert not both.has_errors


def test_one_validator_serves_many_threads(r4):
    with ThreadPoolExecutor(8) as threads:
        reports = list(
            threads.map(lambda number: r4.check(f"{number}.json", PLAN, profiles="none"), range(40))
        )
    assert {tuple(issue.rule.code for issue in report.issues) for report in reports} == {("DBEP5001",)}
    assert [report.documents for report in reports] == [(f"{number}.json",) for number in range(40)]


def test_what_cannot_be_opened_is_said(tmp_path):
    with pytest.raises(CouldNotOpen) as refused:
        Validator.open(["no-such-package#1.0.0"], folder=tmp_path)
    assert [issue.rule.code for issue in refused.value.issues] == ["DBEP3030"]
