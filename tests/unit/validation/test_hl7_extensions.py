"""Extensions under R4's own address, with and without HL7's extensions pack: DBEP4501, DBEP4502, DBEP4515."""

import json

import pytest

from dbep_ig.validator import Validator
from tests.unit.packages.made import package_files, tgz

BASE = "http://hl7.org/fhir/StructureDefinition/"


def _extension(name: str) -> dict:
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": BASE + name,
        "name": "E",
        "status": "active",
        "kind": "complex-type",
        "abstract": False,
        "type": "Extension",
        "baseDefinition": BASE + "Extension",
        "derivation": "constraint",
        "context": [{"type": "element", "expression": "Element"}],
        "differential": {
            "element": [{"id": "Extension.url", "path": "Extension.url", "fixedUri": BASE + name}]
        },
    }


def _validator(folder, label, *names):
    files = package_files(label, *map(_extension, names), fhirVersions=["4.0.1"])
    archive = folder / "package.tgz"
    archive.write_bytes(tgz(files))
    return Validator.open([str(archive)], folder=folder, without_guide=True)


def _codes(validator, name):
    patient = {"resourceType": "Patient", "extension": [{"url": BASE + name, "valueString": "x"}]}
    report = validator.check("p.json", json.dumps(patient).encode(), profiles="none")
    return [issue.rule.code for issue in report.issues]


@pytest.fixture(scope="module")
def with_pack(tmp_path_factory):
    names = ("structuredefinition-imposeProfile", "individual-pronouns")
    return _validator(tmp_path_factory.mktemp("pack"), "hl7.fhir.uv.extensions.r4#5.2.0", *names)


@pytest.fixture(scope="module")
def with_one(tmp_path_factory):
    return _validator(tmp_path_factory.mktemp("one"), "example.own#1.0.0", "individual-pronouns")


def test_with_the_pack_an_extension_of_it_is_known(with_pack):
    assert _codes(with_pack, "individual-pronouns") == []


def test_with_the_pack_an_extension_that_is_nowhere_is_an_error(with_pack):
    assert _codes(with_pack, "patient-placeOfBirth") == ["DBEP4501"]


@pytest.mark.parametrize("name", ["individual-pronoun", "patient-birthplace"])
def test_a_slip_is_told_with_what_was_meant(with_pack, name):
    assert _codes(with_pack, name) == ["DBEP4515"]


def test_without_the_pack_nobody_knows(with_one):
    assert _codes(with_one, "patient-placeOfBirth") == ["DBEP4502"]
    assert _codes(with_one, "individual-pronouns") == []
