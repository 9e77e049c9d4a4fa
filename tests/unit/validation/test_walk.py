"""The walk over types: what it visits, where it points, what several documents give each other."""

import pytest

from . import brief, document, errors, held, validator


def test_contained_and_entries_are_validated_with_their_own_type():
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {
                "fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1",
                "resource": {
                    "resourceType": "Patient",
                    "contained": [{"resourceType": "Organization", "id": "o", "name": 1}],
                    "managingOrganization": {"reference": "#o"},
                },
            }
        ],
    }
    assert errors(held(bundle)) == [("DBEP4106", "Bundle.entry[0].resource.contained[0].name")]


def test_the_pointer_of_a_primitives_extension_leads_through_its_sibling():
    resource = {
        "resourceType": "Patient",
        "birthDate": "1951",
        "_birthDate": {"extension": [{"url": "http://x.no/ukjent", "valueString": "x"}]},
    }
    (issue,) = [one for one in held(resource) if one.is_error]
    assert issue.location.pointer == ("_birthDate", "extension", 0)
    assert issue.location.expression == "Patient.birthDate.extension[0]"


def test_null_stands_in_a_list_only_with_an_extension_beside_it():
    absent = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
    name = {"given": [None, "Ola"], "_given": [{"extension": [absent]}, None]}
    assert errors(held({"resourceType": "Patient", "name": [name]})) == []
    assert errors(held({"resourceType": "Patient", "name": [{"given": [None, "Ola"]}]})) == [
        ("DBEP4107", "Patient.name[0].given[0]")
    ]


def test_documents_of_one_call_may_refer_to_each_other():
    one = {"resourceType": "Patient", "managingOrganization": {"reference": "Organization/1"}}
    other = {"resourceType": "Organization", "id": "1", "name": "Ahus"}
    checker = validator(check_references=True)
    assert brief(checker.validate_all([document(one, "a"), document(other, "b")])[0]) == []
    assert brief(checker.validate_all([document(one, "a")])[0]) == [
        ("DBEP4406", "Patient.managingOrganization")
    ]
    assert brief(checker.validate_all([document(one, "a")], beside=[document(other, "b")])[0]) == []


@pytest.mark.parametrize("value", [None, [], {}, 1, True, "x", [[]], [None], [1], [{}], {"a": None}])
@pytest.mark.parametrize(
    "key", ["name", "active", "contained", "text", "extension", "meta", "_active", "id", "link"]
)
def test_no_json_makes_it_fall(key, value):
    held({"resourceType": "Patient", key: value})
    held({"resourceType": "Bundle", "type": "document", "entry": value, "link": value})
    held({"resourceType": "Bundle", "entry": [{"resource": value, "fullUrl": value, "search": value}]})


def test_the_same_finding_of_type_and_profile_is_one():
    from . import patient, profile

    asked = profile("Patient", {"id": "Patient.name.text", "maxLength": 2}, {"id": "Patient.contact"})
    assert errors(held(patient(contact=[{"relationship": []}]), asked)) == errors(
        held({"resourceType": "Patient", "contact": [{"relationship": []}]})
    )
