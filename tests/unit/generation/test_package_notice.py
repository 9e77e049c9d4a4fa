"""`other/NOTICE.md` of the package, and which resources hold content of which code system."""

import pytest

from dbep_ig.guide.build import build_guide
from dbep_ig.guide.generation.terminology_use import systems_of
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE

VALUE_SET = """\
valueset: ex-tema
title: {nb: Tema, en: Topic}
definition: {nb: a, en: b}
copyright: [SNOMED CT]
include: [{system: http://snomed.info/sct, concepts: {'1': {display: {nb: a, en: b}}}}]
"""
PATIENT = {
    "resourceType": "Observation",
    "id": "x",
    "identifier": [{"system": "http://loinc.org", "value": "not a code"}],
    "code": {"coding": [{"system": "urn:oid:2.16.578.1.12.4.1.1.7170", "code": "R95"}]},
    "valueQuantity": {"system": "http://unitsofmeasure.org", "code": "kg", "value": 1},
}


def built(guide: str = ""):
    core = open_core().value
    made = build_guide({"guide.yaml": GUIDE + guide.encode(), "model/x.yaml": VALUE_SET.encode()}, core, core)
    assert made.issues == ()
    return made.value


def test_a_reader_of_the_package_alone_sees_the_terms():
    guide = built(
        "license: CC0-1.0\ncopyright: {nb: © Etaten, en: © The Agency}\nnotice: {nb: Utkast., en: Draft.}\n"
    )
    files = guide.files([PATIENT]).value
    text = files["package/other/NOTICE.md"].decode()
    norwegian, english = text.split("\n\n---\n\n")
    for part, expected in (
        (
            norwegian,
            [
                "# Eksempel",
                "Utkast.",
                "Lisens: CC0-1.0",
                "© Etaten",
                "Brukes i: ValueSet/ex-tema",
                "varemerker",
            ],
        ),
        (
            english,
            [
                "# Example",
                "Draft.",
                "Licence: CC0-1.0",
                "© The Agency",
                "Used in: Observation/x",
                "trademarks",
            ],
        ),
    ):
        for words in expected:
            assert words in part
    assert english.index("### SNOMED CT") < english.index("### UCUM") < english.index("### ICPC-2")
    assert "LOINC" not in text, "an identifier is no code"
    assert b"SNOMED" in files["package/ValueSet-ex-tema.json"]


def test_where_nothing_is_said_that_is_said():
    text = built().files().value["package/other/NOTICE.md"].decode()
    assert "Licence: not stated" in text
    assert "no.example.guide#0.1.0 · Eksempel · draft" in text


def test_a_notice_of_one_s_own_goes_before():
    files = built().files(other={"other/NOTICE.md": b"mine"}).value
    assert files["package/other/NOTICE.md"] == b"mine"


STRUCTURE = {"resourceType": "StructureDefinition"}
SCT = "http://snomed.info/sct"


@pytest.mark.parametrize(
    ("element", "systems"),
    [
        ({"path": "A.b.coding.system", "fixedUri": SCT}, [SCT]),
        ({"path": "A.b.coding.system", "patternUri": SCT}, [SCT]),
        ({"path": "A.identifier.system", "fixedUri": SCT}, []),
        ({"path": "A.b", "patternCodeableConcept": {"coding": [{"system": SCT}]}}, [SCT]),
        ({"path": "A.b", "fixedCoding": {"system": SCT}}, [SCT]),
        ({"path": "A.b", "patternIdentifier": {"system": SCT, "value": "1"}}, []),
        (
            {"path": "A.b", "patternQuantity": {"system": "http://unitsofmeasure.org", "code": "kg"}},
            ["http://unitsofmeasure.org"],
        ),
        ({"path": "A.b", "binding": {"valueSet": f"{SCT}?fhir_vs=isa/1|2.0"}}, [SCT]),
        ({"path": "A.b", "binding": {"valueSet": "http://example.org/vs"}}, []),
        (
            {"path": "A.b", "constraint": [{"expression": "a.where(system = 'http://loinc.org')"}]},
            ["http://loinc.org"],
        ),
        ({"path": "A.b", "definition": SCT}, []),
    ],
)
def test_content_of_an_element(element, systems):
    assert list(systems_of({**STRUCTURE, "differential": {"element": [element, element]}})) == systems


@pytest.mark.parametrize(
    ("resource", "systems"),
    [
        ({"resourceType": "ValueSet"}, []),
        (
            {"resourceType": "ValueSet", "compose": {"include": [{"valueSet": ["http://loinc.org/vs/LL1"]}]}},
            ["http://loinc.org"],
        ),
        (
            {"resourceType": "ValueSet", "compose": {"include": [], "exclude": [{"system": "urn:x"}]}},
            ["urn:x"],
        ),
        (
            {"resourceType": "CodeSystem", "jurisdiction": [{"coding": [{"system": "urn:x", "code": "NO"}]}]},
            [],
        ),
        ({"resourceType": "Patient", "telecom": [{"system": "phone", "value": "1"}]}, []),
        (PATIENT, ["urn:oid:2.16.578.1.12.4.1.1.7170", "http://unitsofmeasure.org"]),
    ],
)
def test_content_of_a_resource(resource, systems):
    assert list(systems_of(resource)) == systems
