"""Whatever JSON stands where, validation answers with issues: no member, kind or nesting makes it fall."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.validation import Decimal, document, validator

FORM = {
    "resourceType": "Questionnaire",
    "url": "http://example.org/q",
    "status": "active",
    "item": [
        {"linkId": "1", "type": "choice", "required": True, "answerOption": [{"valueString": "a"}]},
        {
            "linkId": "2",
            "type": "group",
            "enableWhen": [{"question": "1", "operator": "=", "answerString": "a"}],
        },
    ],
}
RESOURCES: list[dict[str, Any]] = [
    {
        "resourceType": "Patient",
        "id": "a",
        "meta": {"profile": ["http://example.org/p"]},
        "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'><a href='#x'>y</a></div>"},
        "contained": [{"resourceType": "Organization", "id": "o", "name": "x"}],
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress": {"city": "x"}}],
        "identifier": [{"system": "urn:oid:1.2", "value": "1", "assigner": {"reference": "#o"}}],
        "birthDate": "1951-03-14",
        "_birthDate": {"id": "b"},
        "maritalStatus": {"coding": [{"system": "http://x.no", "code": "y", "display": "z"}]},
    },
    {
        "resourceType": "Bundle",
        "type": "document",
        "link": [{"relation": "stylesheet", "url": "x"}],
        "entry": [
            {
                "fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
                "resource": {"resourceType": "Composition", "section": [{"entry": [{"reference": "urn:uuid:x"}]}]},
                "search": {"mode": "match"},
            }
        ],
    },
    FORM,
    {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "http://example.org/q",
        "status": "completed",
        "item": [{"linkId": "1", "answer": [{"valueString": "b"}]}, {"linkId": "2"}],
    },
    {
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": ["http://old.example.org/q"]},
        "questionnaire": "http://old.example.org/q|1",
        "status": "completed",
        "item": [{"linkId": "1", "definition": "http://old.example.org/q#1", "answer": [{"valueString": "a"}]}],
    },
    {
        "resourceType": "CodeSystem",
        "url": "http://example.org/c",
        "status": "active",
        "content": "complete",
        "property": [{"code": "p", "type": "code"}],
        "concept": [{"code": "a", "property": [{"code": "p", "valueCode": "a"}]}],
    },
    {
        "resourceType": "ValueSet",
        "status": "active",
        "compose": {"include": [{"system": "http://example.org/c", "filter": [{"property": "p", "op": "=", "value": "a"}]}]},
    },
    {"resourceType": "Observation", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]}},
]  # fmt: skip
ODD = st.sampled_from(
    [None, [], {}, 1, -1, True, "", "x", "http://old.example.org/q", "#", "<b>", Decimal("1.5"), [None], [{}], [[]], {"a": 1}, {"resourceType": 3},
     {"reference": "#"}, {"coding": 3}, 10**30]
)  # fmt: skip
ALIASES = {"http://old.example.org": "http://example.org"}
CHECKER = validator(FORM, aliases=ALIASES, check_references=True, html_in_text=True, best_practice="warning")


def places(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        found.append((value, key))
        found.extend(places(value[key]))
    return found


@given(
    st.sampled_from(RESOURCES),
    st.lists(st.tuples(st.integers(0, 10_000), ODD, st.booleans()), min_size=1, max_size=3),
)
@settings(max_examples=400, deadline=None, database=None)
def test_validation_never_falls(resource, changes):
    broken = copy.deepcopy(resource)
    for number, odd, beside in changes:
        spots = places(broken)
        if not spots:
            break
        owner, key = spots[number % len(spots)]
        owner[f"_{key}" if beside and isinstance(owner, dict) else key] = copy.deepcopy(odd)
    issues, _ = CHECKER.validate(document(broken))
    assert "DBEP9001" not in [issue.rule.code for issue in issues], broken
    for issue in issues:
        assert issue.message("nb")
        assert issue.message("en")
