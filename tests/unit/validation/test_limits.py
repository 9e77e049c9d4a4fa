"""The caps: DBEP4118 (depth) and DBEP4123 (further issues)."""

import json
from collections import Counter

import pytest

from dbep_ig.engine.diagnostics import Report, Severity
from dbep_ig.engine.reports import format_named
from dbep_ig.engine.validation.ground.documents import GivenDocuments

from . import brief, document, held, validator


def nested_extension(depth: int) -> dict:
    value = {"url": "x", "valueString": "innerst"}
    for _ in range(depth):
        value = {"url": "x", "extension": [value]}
    return value


def test_depth_beyond_the_cap_is_said():
    resource = {
        "resourceType": "Patient",
        "extension": [{**nested_extension(30), "url": "http://example.org/x"}],
    }
    assert "DBEP4118" in [code for code, _ in brief(held(resource, most_depth=20))]
    assert "DBEP4118" not in [code for code, _ in brief(held(resource, most_depth=60))]


def test_issues_beyond_the_cap_are_counted():
    resource = {"resourceType": "Patient", **{f"ukjent{n}": n for n in range(30)}}
    issues = held(resource, most_issues=10)
    assert [issue.rule.code for issue in issues] == ["DBEP4101"] * 10 + ["DBEP4123"]
    assert issues[-1].params["count"] == 20
    assert "20 errors (DBEP4101 ×20)" in issues[-1].message("en")
    assert "20 feil (DBEP4101 ×20)" in issues[-1].message("nb")
    assert "DBEP4123" not in [code for code, _ in brief(held(resource))]


WARNED = [{"system": "http://x.no", "value": "1", "type": {"coding": [{"code": str(n)}]}} for n in range(30)]


def test_errors_are_kept_before_warnings_before_information():
    """The errors come last in the document, and the warnings before them would fill it."""
    late = {"resourceType": "Patient", "identifier": WARNED, "ukjent": 1, "gender": 2}
    issues = held(late, most_issues=5)
    codes = [issue.rule.code for issue in issues]
    assert {"DBEP4101", "DBEP4106"} <= set(codes)
    assert len(codes) == 6
    (judged,) = validator(most_issues=5).judge(GivenDocuments([document(late)]))
    (whole,) = validator().judge(GivenDocuments([document(late)]))
    counted = Report.of(judged.issues, beyond=judged.beyond).counts()
    told = [issue for issue in judged.issues if issue.rule.code == "DBEP4123"]
    assert counted - Counter(issue.severity for issue in told) == Report.of(whole.issues).counts()


def test_the_cap_is_each_documents_own():
    many = {"resourceType": "Patient", "identifier": WARNED}
    wrong = {"resourceType": "Patient", "ukjent": 1}
    issues, _ = validator(most_issues=5).validate_all([document(many, "a"), document(wrong, "b")])
    of_each = [(issue.location.document, issue.rule.code) for issue in issues]
    assert ("b", "DBEP4101") in of_each
    assert [name for name, code in of_each if code == "DBEP4123"] == ["a"]


@pytest.mark.parametrize("most", [0, 1, 3])
def test_a_cap_hides_no_error_from_the_verdict(most):
    wrong = {"resourceType": "Patient", **{f"ukjent{n}": n for n in range(5)}}
    (judged,) = validator(most_issues=most).judge(GivenDocuments([document(wrong)]))
    report = Report.of(judged.issues, beyond=judged.beyond, documents=["a"])
    assert report.has_errors
    assert report.counts()[Severity.ERROR] == 5
    assert f"5 errors, 1 warning, 0 for information in 1 document; not shown: {5 - most}" in format_named(
        "text"
    ).render(report, "en")
    said = json.loads(format_named("json").render(report, "en"))["summary"]
    assert said["error"] == 5
    assert said["notShown"] == [{"severity": "error", "code": "DBEP4101", "count": 5 - most}]
    outcome = json.loads(format_named("operationoutcome").render(report, "nb"))["issue"]
    assert outcome[-1]["severity"] == "error"
    assert (
        f"I alt: feil 5, advarsler 1, til informasjon 0. Ikke vist: {5 - most} feil"
        in outcome[-1]["details"]["text"]
    )


def test_a_resource_that_contains_itself_a_thousand_times_ends():
    resource: dict = {"resourceType": "Bundle", "type": "collection"}
    for _ in range(200):
        resource = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]}
    assert "DBEP4118" in [code for code, _ in brief(held(resource))]
