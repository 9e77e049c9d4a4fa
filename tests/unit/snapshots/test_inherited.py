"""What is handed down, and what stays with the definition it speaks of."""

import pytest

from dbep_ig.engine.snapshots.inherited import absolute_links, hand_down

from .made import definition

CORE = {"url": "http://hl7.org/fhir/StructureDefinition/Patient", "version": "4.0.1", "type": "Patient"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [x](y.html#z).", "see [x](http://hl7.org/fhir/R4/y.html#z)."),
        ("see [x](http://a/b) and [y](y.html)", "see [x](http://a/b) and [y](http://hl7.org/fhir/R4/y.html)"),
        ("[x](https://a), [x](mailto:a@b), [x](urn:a), [x](#a), [x](/a)",) * 2,
        ("no link: (y.html) [x]",) * 2,
    ],
)
def test_relative_links_lead_to_r4(text, shown):
    assert absolute_links(text) == shown


def test_an_element_with_nothing_to_change_is_shared():
    element = {"path": "Patient.x", "definition": "plain", "mapping": [{"identity": "a", "map": "b"}]}
    assert hand_down(element, CORE) is element


def test_texts_of_other_definitions_are_left_alone():
    element = {"path": "Patient.x", "definition": "[x](y.html)"}
    assert hand_down(element, definition({})) is element


def test_what_is_left_of_extensions_and_bindings():
    own = {
        "url": "http://hl7.org/fhir/StructureDefinition/structuredefinition-standards-status",
        "valueCode": "draft",
    }
    other = {"url": "http://example.org/e", "valueCode": "x"}
    handed = hand_down(
        {"extension": [own, other], "binding": {"extension": [own], "strength": "example"}}, CORE
    )
    assert handed == {"extension": [other], "binding": {"strength": "example"}}
    assert hand_down({"path": "p", "extension": [own]}, CORE) == {"path": "p"}


def test_a_content_reference_in_a_profile_is_to_the_type():
    profile = definition({"type": "Questionnaire"})
    handed = hand_down({"contentReference": "#Questionnaire.item"}, profile)
    assert handed == {
        "contentReference": "http://hl7.org/fhir/StructureDefinition/Questionnaire#Questionnaire.item"
    }
    model = definition({"type": "Plan", "name": "Plan", "derivation": "specialization"})
    assert hand_down({"contentReference": "#Plan.del"}, model) == {
        "contentReference": "http://example.org/StructureDefinition/Plan#Plan.del"
    }


def test_only_r4s_own_canonicals_get_its_version():
    types = [
        {
            "code": "Reference",
            "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Patient", "http://x/y"],
        }
    ]
    handed = hand_down(
        {"type": types, "binding": {"valueSet": "http://terminology.hl7.org/ValueSet/v3-x"}}, CORE
    )
    assert handed["type"][0]["targetProfile"] == [
        "http://hl7.org/fhir/StructureDefinition/Patient|4.0.1",
        "http://x/y",
    ]
    assert handed["binding"] == {"valueSet": "http://terminology.hl7.org/ValueSet/v3-x"}
    assert hand_down({"type": types}, definition({}))["type"] is types
