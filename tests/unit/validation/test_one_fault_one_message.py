"""A fault is reported once, at the resource that has it; what only a reference asks for is reported once too, and nothing is lost."""

from typing import Any

import pytest

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.validation.ground.documents import InputDocuments
from tests.given_inputs import GivenInputs

from . import core, document, errors, profile, validator
from .test_streams import files

ORGANISATION, CLINIC, WARD = (f"http://example.org/{name}" for name in ("organisation", "clinic", "ward"))
NAMED = profile("Organization", {"id": "Organization.name", "min": 1}, url=ORGANISATION, name="Organisation")
A_CLINIC = profile(
    "Organization",
    {"id": "Organization.type", "min": 1, "patternCodeableConcept": {"text": "clinic"}},
    url=CLINIC,
    name="Clinic",
    baseDefinition=ORGANISATION,
)
A_WARD = profile(
    "Organization",
    {"id": "Organization.type", "min": 1, "patternCodeableConcept": {"text": "ward"}},
    {"id": "Organization.telecom", "min": 1},
    url=WARD,
    name="Ward",
    baseDefinition=ORGANISATION,
)


def asking(*profiles: str) -> dict[str, Any]:
    """A profile of Patient whose references ask for an Organization of some profiles."""
    types = [{"code": "Reference", "targetProfile": list(profiles)}]
    return profile(
        "Patient",
        {"id": "Patient.managingOrganization", "type": types},
        {"id": "Patient.generalPractitioner", "type": types},
    )


def patient(number: int = 1) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": f"p{number}",
        "meta": {"profile": ["http://example.org/p"]},
        "managingOrganization": {"reference": "Organization/o"},
        "generalPractitioner": [{"reference": "Organization/o"}],
    }


def organisation(*claims: str, **members: Any) -> dict[str, Any]:
    meta = {"meta": {"profile": list(claims)}} if claims else {}
    return {"resourceType": "Organization", "id": "o", **meta, "identifier": [{"value": "1"}], **members}


def issues_of(resources: list[dict[str, Any]], *definitions: dict[str, Any]) -> list[Issue]:
    """What is said of them in one Bundle."""
    entry = [
        {"fullUrl": f"http://example.org/fhir/{one['resourceType']}/{one['id']}", "resource": one}
        for one in resources
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entry}
    checker = validator(*definitions, NAMED, A_CLINIC, A_WARD)
    return [one for one in checker.validate(document(bundle))[0] if one.is_error]


def judged(resources: list[dict[str, Any]], *definitions: dict[str, Any]) -> list[tuple[str, str, str]]:
    """As documents of one call: document, code and place of each error."""
    documents = InputDocuments(GivenInputs(files(resources)), core())
    checker = validator(*definitions, NAMED, A_CLINIC, A_WARD)
    found = [issue for one in checker.judge(documents) for issue in one.issues]
    return [(one.location.document, one.rule.code, one.location.expression) for one in found if one.is_error]


def codes(issues: tuple[Issue, ...]) -> list[str]:
    return [one.rule.code for one in issues]


TARGET = "Bundle.entry[1].resource"
REFERENCE = "Bundle.entry[0].resource.generalPractitioner[0]"


@pytest.mark.parametrize("claim", [ORGANISATION, CLINIC])
def test_a_fault_of_the_target_is_not_told_at_references(claim):
    """Also when the target follows a profile derived from the one that is asked for."""
    o = organisation(claim, type=[{"text": "clinic"}])
    for order in ([patient(), o], [o, patient()]):
        (told,) = issues_of(order, asking(ORGANISATION))
        assert (told.rule.code, told.detail) == ("DBEP4201", ())
        assert told.location.expression == f"Bundle.entry[{order.index(o)}].resource"


def test_one_fault_that_only_references_ask_for_is_told_at_the_target_with_the_first_that_asks():
    """DBEP4443."""
    (told,) = issues_of([patient(), organisation()], asking(ORGANISATION))
    assert (told.rule.code, told.location.expression) == ("DBEP4201", TARGET)
    (asked,) = told.detail
    assert (asked.rule.code, asked.location.expression) == ("DBEP4443", REFERENCE)
    for language in ("nb", "en"):
        assert ORGANISATION in asked.message(language)
        assert "Organization/o" in asked.message(language)


def test_several_that_only_references_ask_for_are_one_finding_at_the_first_reference():
    (told,) = issues_of([patient(), organisation()], asking(WARD))
    assert (told.rule.code, told.location.expression) == ("DBEP4403", REFERENCE)
    assert codes(told.detail) == ["DBEP4201"] * 3


def test_a_target_that_follows_another_profile_is_no_fault_of_its_own():
    (told,) = issues_of(
        [patient(), organisation(CLINIC, name="x", type=[{"text": "clinic"}])],
        asking(WARD),
    )
    assert (told.rule.code, told.location.expression) == ("DBEP4403", REFERENCE)


def test_of_several_profiles_the_nearest_is_explained():
    """DBEP4444."""
    o = organisation(name="x", type=[{"text": "clinics"}], telecom=[{"system": "phone", "value": "1"}])
    (told,) = issues_of([patient(), o], asking(WARD, CLINIC))
    assert told.rule.code == "DBEP4403"
    (nearest,) = told.detail
    assert (nearest.rule.code, nearest.params["profile"], nearest.params["others"]) == ("DBEP4444", WARD, 1)
    del o["telecom"]
    (told,) = issues_of([patient(), o], asking(WARD, CLINIC))
    assert told.detail[0].params["profile"] == CLINIC
    assert codes(told.detail[0].detail) == ["DBEP4204"]


def test_what_all_of_several_profiles_ask_for_is_told_at_the_target():
    o = organisation(type=[{"text": "clinic"}])
    (told,) = issues_of([patient(), o], asking(WARD, CLINIC))
    assert (told.rule.code, told.location.expression) == ("DBEP4201", TARGET)
    assert told.params["element"] == "Organization.name"


def test_of_several_profiles_one_whose_faults_are_told_is_enough():
    o = organisation(CLINIC, type=[{"text": "clinic"}])
    (told,) = issues_of([patient(), o], asking(WARD, CLINIC))
    assert (told.rule.code, told.location.expression, told.detail) == ("DBEP4201", TARGET, ())


def test_what_the_target_refers_to_is_told_where_it_is():
    """The target itself is right but for its own reference, which nobody else asks about."""
    parent = profile(
        "Organization",
        {"id": "Organization.partOf", "type": [{"code": "Reference", "targetProfile": [ORGANISATION]}]},
        url="http://example.org/part",
    )
    o = organisation(name="x", partOf={"reference": "Organization/above"})
    above = {"resourceType": "Organization", "id": "above", "identifier": [{"value": "2"}]}
    (told,) = issues_of([patient(), o, above], asking("http://example.org/part"), parent)
    assert (told.rule.code, told.location.expression) == ("DBEP4201", "Bundle.entry[2].resource")
    assert told.detail[0].location.expression == "Bundle.entry[1].resource.partOf"


def test_a_target_in_another_document_is_told_there_or_at_the_reference():
    for order in ([patient(), organisation(ORGANISATION)], [organisation(ORGANISATION), patient()]):
        where = f"{order[0]['resourceType'] == 'Patient':d}.json"
        assert judged(order, asking(ORGANISATION)) == [(where, "DBEP4201", "Organization")]
    for order in ([patient(), organisation()], [organisation(), patient()]):
        where = f"{order[0]['resourceType'] != 'Patient':d}.json"
        assert judged(order, asking(ORGANISATION)) == [(where, "DBEP4403", "Patient.generalPractitioner[0]")]


def test_a_fault_told_in_a_third_document_is_not_told_again():
    """The document in between is validated against no profile, and what is asked of it fails by that fault alone."""
    part = {"id": "Organization.partOf", "type": [{"code": "Reference", "targetProfile": [ORGANISATION]}]}
    member = profile("Organization", part, url="http://example.org/member", name="Member")
    between = organisation(partOf={"reference": "Organization/above"})
    above = {"resourceType": "Organization", "id": "above", "name": "x", "active": "yes"}
    for order in ([patient(), between, above], [above, between, patient()]):
        where = f"{order.index(above)}.json"
        assert judged(order, asking("http://example.org/member"), member) == [
            (where, "DBEP4106", "Organization.active")
        ]
    del above["active"], above["name"]
    above["identifier"] = [{"value": "2"}]
    found = judged([patient(), between, above], asking("http://example.org/member"), member)
    assert [(where, code) for where, code, _ in found] == [("0.json", "DBEP4403")], "nobody else says it"


def test_every_document_that_asks_for_more_has_its_finding():
    found = judged([patient(1), organisation(), patient(2)], asking(ORGANISATION))
    assert [(where, code) for where, code, _ in found] == [("0.json", "DBEP4403"), ("2.json", "DBEP4403")]


def test_a_document_that_is_not_validated_itself_is_told_at_the_reference():
    checker = validator(asking(ORGANISATION), NAMED)
    beside = [document(organisation(ORGANISATION), "beside.json")]
    issues, _ = checker.validate_all([document(patient())], beside=beside)
    assert errors(issues) == [("DBEP4403", "Patient.generalPractitioner[0]")]


@pytest.mark.parametrize("claims", [(), (ORGANISATION,)])
def test_a_contained_target_is_told_once(claims):
    one = patient() | {"contained": [organisation(*claims)]}
    one["managingOrganization"] = one["generalPractitioner"][0] = {"reference": "#o"}
    issues, _ = validator(asking(ORGANISATION), NAMED).validate(document(one))
    assert errors(issues) == [("DBEP4201", "Patient.contained[0]")]


def test_a_wrong_display_is_told_at_its_resource():
    """Found only when all value sets are known, and no more at the reference than anything else."""
    system = {
        "resourceType": "CodeSystem",
        "url": "http://example.org/codes",
        "status": "active",
        "content": "complete",
        "concept": [{"code": "a", "display": "A"}],
    }
    o = organisation(
        ORGANISATION, name="x", type=[{"coding": [{"system": system["url"], "code": "a", "display": "B"}]}]
    )
    told = issues_of([patient(), o], asking(ORGANISATION), system)
    assert [(one.rule.code, one.location.expression) for one in told] == [
        ("DBEP5203", TARGET + ".type[0].coding[0].display")
    ]


def test_an_unknown_code_that_a_binding_asks_for_is_told_at_its_resource():
    """That it is not in the value set is a detail there, and no more at the reference than anything else."""
    system = {
        "resourceType": "CodeSystem",
        "url": "http://example.org/codes",
        "status": "active",
        "content": "complete",
        "concept": [{"code": "a"}],
    }
    values = {
        "resourceType": "ValueSet",
        "url": "http://example.org/values",
        "status": "active",
        "compose": {"include": [{"system": system["url"]}]},
    }
    bound = profile(
        "Organization",
        {"id": "Organization.type", "binding": {"strength": "required", "valueSet": values["url"]}},
        url="http://example.org/bound",
        name="Bound",
    )
    o = organisation("http://example.org/bound", type=[{"coding": [{"system": system["url"], "code": "b"}]}])
    told = issues_of([patient(), o], asking("http://example.org/bound"), bound, system, values)
    assert [(one.rule.code, codes(one.detail)) for one in told] == [("DBEP5201", ["DBEP5001"])]


def test_reasons_are_told_so_far_and_no_further():
    """Of a chain through other documents, in which only the first claims the profile."""
    part = profile(
        "Organization",
        {"id": "Organization.name", "min": 1},
        {
            "id": "Organization.partOf",
            "type": [{"code": "Reference", "targetProfile": ["http://example.org/p"]}],
        },
    )
    chain = [
        {"resourceType": "Organization", "id": str(n), "name": "x", "partOf": {"reference": f"Organization/{n + 1}"}}
        for n in range(30)
    ]  # fmt: skip
    chain[0]["meta"] = {"profile": ["http://example.org/p"]}
    chain.append({"resourceType": "Organization", "id": "30", "identifier": [{"value": "30"}]})
    documents = InputDocuments(GivenInputs(files(chain)), core())
    found = [one for judged in validator(part).judge(documents) for one in judged.issues if one.is_error]
    (at,) = found
    assert (at.rule.code, at.location.document) == ("DBEP4403", "0.json")
    depth = 0
    while at.detail:
        depth, at = depth + 1, at.detail[0]
    assert depth == 2
