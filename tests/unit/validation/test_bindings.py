"""Bindings that only inform, which the rows of tests/cases/rules leave out."""

from . import brief, held, profile

OWN = {
    "resourceType": "ValueSet",
    "url": "http://example.org/own",
    "status": "active",
    "compose": {"include": [{"system": "http://example.org/cs", "concept": [{"code": "a"}]}]},
}
SYSTEM = {
    "resourceType": "CodeSystem",
    "url": "http://example.org/cs",
    "status": "active",
    "content": "complete",
    "concept": [{"code": "a"}],
}
TIMING = {"code": {"coding": [{"system": "http://example.org/cs", "code": "a"}]}}  # R4: preferred
REQUEST = {
    "resourceType": "ServiceRequest",
    "status": "active",
    "intent": "order",
    "subject": {"display": "a"},
    "occurrenceTiming": TIMING,
}
CLAIM = {"meta": {"profile": ["http://example.org/p"]}}
PLACE = "ServiceRequest.occurrence.ofType(Timing).code"


def _bound(strength):
    return profile(
        "Timing",
        {"id": "Timing.code", "binding": {"strength": strength, "valueSet": OWN["url"]}},
        kind="complex-type",
        url="http://example.org/timing",
    ), profile(
        "ServiceRequest",
        {
            "id": "ServiceRequest.occurrence[x]",
            "type": [{"code": "Timing", "profile": ["http://example.org/timing"]}],
        },
    )


def test_a_code_outside_a_preferred_set_is_information():
    issues = held(REQUEST, SYSTEM)
    assert brief(issues) == [("DBEP5003", PLACE)]


def test_a_profiles_binding_of_any_strength_takes_the_place_of_a_preferred_one():
    for strength in ("required", "extensible", "preferred"):
        assert brief(held({**REQUEST, **CLAIM}, *_bound(strength), OWN, SYSTEM)) == []


def test_an_example_binding_takes_no_place():
    assert brief(held({**REQUEST, **CLAIM}, *_bound("example"), OWN, SYSTEM)) == [("DBEP5003", PLACE)]


def test_a_language_that_is_one_is_right_though_not_among_the_common_ones():
    assert brief(held({"resourceType": "Patient", "language": "nb", "active": True})) == []
    resource = {"resourceType": "Patient", "language": "en-for-alle", "active": True}
    assert brief(held(resource)) == [("DBEP5004", "Patient.language")]


def _coded(*codings):
    return {
        "resourceType": "Condition",
        **CLAIM,
        "subject": {"display": "a"},
        "bodySite": [{"coding": [one]} for one in codings],
    }


def test_a_code_system_that_is_not_available_is_one_issue_with_a_count():
    one = {"system": "http://example.org/one", "code": "a"}
    other = {"system": "http://example.org/other", "code": "b"}
    open_set = {
        "resourceType": "ValueSet",
        "url": "http://example.org/open",
        "status": "active",
        "compose": {
            "include": [{"system": "http://example.org/one"}, {"system": "http://example.org/other"}]
        },
    }
    bound = profile(
        "Condition",
        {
            "id": "Condition.bodySite",
            "binding": {"strength": "required", "valueSet": "http://example.org/open"},
        },
    )
    issues = held(_coded(one, one, other), bound, open_set)
    assert [(issue.rule.code, issue.location.expression, issue.params) for issue in issues] == [
        (
            "DBEP5102",
            "Condition.bodySite[0].coding[0].system",
            {"system": "http://example.org/one", "count": 2},
        ),
        (
            "DBEP5102",
            "Condition.bodySite[2].coding[0].system",
            {"system": "http://example.org/other", "count": 1},
        ),
    ]


def test_codes_beyond_a_fragment_are_one_issue_that_names_the_first_of_them():
    fragment = {
        "resourceType": "CodeSystem",
        "url": "http://example.org/one",
        "status": "active",
        "content": "fragment",
        "concept": [{"code": "a"}],
    }
    codes = [{"system": "http://example.org/one", "code": code} for code in "abcdefgh"]
    issues = [
        one for one in held(_coded(*codes), profile("Condition"), fragment) if one.rule.code == "DBEP5104"
    ]
    assert len(issues) == 1
    assert issues[0].params["count"] == 7
    assert "b, c, d, e, f, …" in issues[0].message("en")
