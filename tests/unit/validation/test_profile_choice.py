"""Which profiles a resource is held to, and what is said when they are not there."""

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.terminology import Terminology
from dbep_ig.engine.validation import Validator

from . import brief, core, document, errors, held, patient, profile, validator

IMPOSE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile"
MUST_HAVE_NAME = profile("Patient", {"id": "Patient.name", "min": 1})


def test_auto_follows_meta_profile():
    assert errors(held(patient(active=True), MUST_HAVE_NAME)) == [("DBEP4201", "Patient")]


def test_none_holds_to_r4_alone():
    assert errors(held(patient(active=True), MUST_HAVE_NAME, profiles="none")) == []


def test_asked_for_by_url():
    resource = {"resourceType": "Patient", "active": True}
    assert errors(held(resource, MUST_HAVE_NAME, profiles=["http://example.org/p"])) == [
        ("DBEP4201", "Patient")
    ]


def test_asked_for_and_not_found_is_an_error_claimed_and_not_found_a_warning():
    assert brief(held({"resourceType": "Patient"} | {"active": True}, profiles=["http://x.no/p"])) == [
        ("DBEP4521", "Patient")
    ]
    issues = held(patient(active=True))
    assert brief(issues) == [("DBEP4522", "Patient.meta.profile[0]")]
    assert not issues[0].is_error


def test_a_guides_map_chooses_by_category():
    url = "http://example.org/p"
    plan = {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "subject": {"reference": "Patient/1"},
        "category": [{"coding": [{"system": "http://a.no", "code": "b"}]}],
    }
    must_have_title = profile("CarePlan", {"id": "CarePlan.title", "min": 1})
    chosen = {("CarePlan", "http://a.no|b"): url}
    assert errors(held(plan, must_have_title, profile_map=chosen)) == [("DBEP4201", "CarePlan")]
    assert errors(held(plan, must_have_title, profile_map={("CarePlan", "http://a.no|c"): url})) == []


def test_nothing_chosen_is_said():
    resource = {"resourceType": "Patient", "active": True}
    assert brief(held(resource, warn_without_profile=True)) == [("DBEP4524", "Patient")]
    assert brief(held(resource, warn_without_profile=True, profiles="none")) == []


def test_nothing_is_said_of_a_type_that_the_guide_has_no_profile_of():
    chosen = {("Patient", "http://a.no|b"): "http://example.org/p"}
    for resource, said in (
        ({"resourceType": "Organization", "name": "a"}, []),
        ({"resourceType": "Patient", "active": True}, [("DBEP4524", "Patient")]),
    ):
        assert brief(held(resource, warn_without_profile=True, profile_map=chosen)) == said


def test_the_report_names_what_was_held_to():
    _, rows = validator(MUST_HAVE_NAME).validate(document(patient(id="1", name=[{"text": "Pål"}])))
    assert [(row.resource, row.profiles, row.expression) for row in rows] == [
        ("Patient/1", ("http://example.org/p",), "Patient")
    ]


def test_an_imposed_profile_is_enforced_when_it_is_there_and_said_once_when_not():
    imposing = profile(
        "Patient",
        {"id": "Patient.name", "max": "1"},
        extension=[{"url": IMPOSE, "valueCanonical": "http://example.org/annen"}],
    )
    imposed = profile("Patient", {"id": "Patient.gender", "min": 1}, url="http://example.org/annen")
    assert errors(held(patient(active=True), imposing, imposed)) == [("DBEP4201", "Patient")]
    entries = [
        {
            "fullUrl": f"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e{n}",
            "resource": patient(multipleBirthInteger=n),
        }
        for n in (1, 2)
    ]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": entries,
    }
    assert [code for code, _ in brief(held(bundle, imposing))] == ["DBEP4523"]


def test_a_profile_without_snapshot_is_said():
    """DBEP4525: definitions that are not wrapped in `Snapshots` may lack one."""
    bare = DefinitionMap([MUST_HAVE_NAME], core())
    issues, _ = Validator(bare, core(), Terminology(bare)).validate(
        document({"resourceType": "Patient", "active": True}), profiles=["http://example.org/p"]
    )
    assert "DBEP4525" in [code for code, _ in brief(issues)]


def test_global_profiles_hold_whatever_is_claimed():
    resource = {"resourceType": "Patient", "active": True}
    found = held(resource, MUST_HAVE_NAME, global_profiles={"Patient": ("http://example.org/p",)})
    assert errors(found) == [("DBEP4201", "Patient")]


def test_vital_signs_follow_their_profile_without_a_claim():
    heart_rate = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
        "subject": {"reference": "Patient/1"},
        "effectiveDateTime": "2026-01-01",
        "valueQuantity": {"value": 80, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
    }
    found = errors(held(heart_rate))
    assert ("DBEP4201", "Observation") in found  # category
    other = heart_rate | {"code": {"coding": [{"system": "http://loinc.org", "code": "1234-5"}]}}
    assert errors(held(other)) == []
