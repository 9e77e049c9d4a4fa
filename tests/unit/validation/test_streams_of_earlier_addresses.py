"""Earlier addresses in documents that are judged one by one: also in what a reference makes us read again."""

import json
from typing import Any

import pytest

from dbep_ig.engine.fhir.json.reading import read_ndjson
from dbep_ig.engine.validation.ground.documents import InputDocuments
from dbep_ig.host.spooling import SpilledTable
from tests.given_inputs import GivenInputs

from . import core, profile, validator
from .test_streams import files, lines

OLD, NEW = "http://old.no/fhir", "http://new.no/fhir"
CODES = {
    "resourceType": "CodeSystem",
    "url": f"{NEW}/codes",
    "status": "active",
    "content": "complete",
    "concept": [{"code": "a"}, {"code": "b"}],
}
ONLY_A = {
    "resourceType": "ValueSet",
    "url": f"{NEW}/only-a",
    "status": "active",
    "compose": {"include": [{"system": f"{NEW}/codes", "concept": [{"code": "a"}]}]},
}
TARGET = profile(
    "CarePlan",
    {"id": "CarePlan.category", "min": 1, "binding": {"strength": "required", "valueSet": f"{NEW}/only-a"}},
    url=f"{NEW}/target",
)
PLAN = profile(
    "CarePlan",
    {"id": "CarePlan.replaces", "type": [{"code": "Reference", "targetProfile": [f"{NEW}/target"]}]},
    url=f"{NEW}/plan",
)


@pytest.fixture(scope="module")
def moved():
    """A validator for a guide that has moved from OLD to NEW."""
    return validator(CODES, ONLY_A, TARGET, PLAN, aliases={OLD: NEW})


def plan(number: int, replaces: int, base: str = OLD, code: str = "a") -> dict[str, Any]:
    """A plan with two earlier addresses."""
    return {
        "resourceType": "CarePlan",
        "id": f"plan-{number}",
        "meta": {"profile": [f"{base}/plan"]},
        "status": "active",
        "intent": "plan",
        "category": [{"coding": [{"system": f"{base}/codes", "code": code}]}],
        "subject": {"display": "Pål"},
        "replaces": [{"reference": f"CarePlan/plan-{replaces}"}],
    }


def judged(checker, inputs, **options):
    documents = InputDocuments(GivenInputs(inputs), core())
    return [
        [issue for issue in one.issues if issue.severity <= 2]
        for one in checker.judge(documents, table=SpilledTable, **options)
    ]


def codes(issues):
    return [issue.rule.code for issue in issues]


PLANS = [plan(0, 1), plan(1, 2), plan(2, 0)]


def test_the_lines_are_one_document_and_told_after_the_last(moved):
    """Each line refers to one that comes later or was let go, and is read again."""
    one, two, three, at_end = judged(moved, [("a.ndjson", lines(PLANS))])
    assert (one, two, three) == ([], [], [])
    assert [
        (issue.rule.code, issue.params["earlier"], issue.params["count"], issue.location.place().span.line)
        for issue in at_end
    ] == [("DBEP4526", f"{OLD}/plan", 3, 1), ("DBEP4526", f"{OLD}/codes", 3, 1)]
    assert at_end[0].message("en").endswith("(3 places)")
    assert at_end[0].location.expression == "CarePlan.meta.profile[0]"


def test_the_same_of_documents_that_were_read_before(moved):
    read = read_ndjson(lines(PLANS), "a.ndjson").value
    issues, _ = moved.validate_all(read)
    told = [issue for issue in issues if issue.severity <= 2]
    assert [(issue.rule.code, issue.params["count"]) for issue in told] == [("DBEP4526", 3)] * 2


def test_each_input_is_told_by_itself(moved):
    first, rest = lines(PLANS[:2]), lines(PLANS[2:])
    found = judged(moved, [("a.ndjson", first), ("b.json", rest), ("c.ndjson", first)])
    assert [codes(issues) for issues in found] == [
        [], [], ["DBEP4526"] * 2,
        ["DBEP4526"] * 2,
        [], [], ["DBEP4526"] * 2,
    ]  # fmt: skip
    assert [issue.location.document for issues in found for issue in issues] == (
        ["a.ndjson"] * 2 + ["b.json"] * 2 + ["c.ndjson"] * 2
    )


def test_where_each_line_has_a_report_it_has_its_own_addresses(moved):
    found = judged(moved, [("a.ndjson", lines(PLANS))], by_itself=True)
    assert [codes(issues) for issues in found] == [["DBEP4526"] * 2] * 3
    assert [issue.location.place().span.line for issues in found for issue in issues] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("turned", [False, True])
def test_a_target_that_does_not_conform_is_quoted_as_it_is_written(moved, turned):
    """A plan with new addresses only, and a target with earlier ones in another document."""
    given = [plan(0, 1, base=NEW), plan(1, 9, code="b")]
    if turned:
        given.reverse()
    (told,) = [issue for issues in judged(moved, files(given)) for issue in issues if issue.rule.code == "DBEP4403"]  # fmt: skip
    (reason,) = told.detail
    assert (reason.rule.code, reason.location.expression) == ("DBEP5001", "CarePlan.category[0]")
    assert reason.message("en").startswith(f"{OLD}/codes#b is not in the value set")
    given[given.index(plan(1, 9, code="b"))] = plan(1, 9)
    assert "DBEP4403" not in [code for issues in judged(moved, files(given)) for code in codes(issues)]


def test_another_document_is_found_by_the_address_that_it_has_now(moved):
    """A resource with an earlier address as its url, and a reference to the new one."""
    asks = {"resourceType": "Basic", "code": {"text": "x"}, "subject": {"reference": f"{NEW}/codes", "type": "Patient"}}  # fmt: skip
    found = judged(moved, files([asks, {**CODES, "url": f"{OLD}/codes"}]))
    assert "DBEP4404" in codes(found[0])


def test_a_fault_of_our_own_there_stays_at_its_document(moved, monkeypatch):
    from dbep_ig.engine.validation.moved import earlier_addresses

    def broken(resource, places):
        raise RuntimeError("broken")

    monkeypatch.setattr(earlier_addresses, "rewritten", broken)
    found = judged(moved, files([plan(0, 9), plan(1, 9, base=NEW)]))
    assert [codes(issues) for issues in found] == [["DBEP9001"], []]


def test_the_lines_of_a_library_call_give_a_report_each():
    from pathlib import Path

    from dbep_ig.engine.validation import Settings
    from dbep_ig.validator import Validator

    now = "http://hl7.org/fhir/observation-status"
    tag = {"system": "http://earlier.no/observation-status", "code": "final"}
    door = Validator.open(
        without_guide=True,
        folder=Path("/"),
        settings=Settings(aliases={"http://earlier.no": "http://hl7.org/fhir"}),
    )
    line = json.dumps({"resourceType": "Patient", "meta": {"tag": [tag]}})
    reports = list(door.check_ndjson([line, line]))
    assert [codes(report.issues).count("DBEP4526") for report in reports] == [1, 1]
    whole = door.check("a.ndjson", f"{line}\n{line}\n".encode())
    (issue,) = [one for one in whole.issues if one.rule.code == "DBEP4526"]
    assert (issue.params["address"], issue.params["count"]) == (now, 2)
