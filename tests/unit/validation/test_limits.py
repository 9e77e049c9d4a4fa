"""The caps: DBEP4118 (depth) and DBEP4123 (further issues)."""

from . import brief, held


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
    assert "DBEP4123" not in [code for code, _ in brief(held(resource))]


def test_a_resource_that_contains_itself_a_thousand_times_ends():
    resource: dict = {"resourceType": "Bundle", "type": "collection"}
    for _ in range(200):
        resource = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]}
    assert "DBEP4118" in [code for code, _ in brief(held(resource))]
