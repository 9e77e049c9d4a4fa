"""`dbep resolve`: where a canonical leads."""

import json
from pathlib import Path

import pytest

from dbep_ig.engine.fhir.uris import core_canonical
from tests.command import dbep
from tests.unit.packages.made import package_files, tgz, value_set


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for version in ("1.0.0", "2.0.0"):
        files = package_files(f"a#{version}", value_set("a", version=version, title="Colours"))
        Path(f"a-{version}.tgz").write_bytes(tgz(files))

    def run(*words: str) -> tuple[int, str, str]:
        return dbep("resolve", *words, DBEP_PACKAGES=str(tmp_path / "cache"))

    return run


def test_r4s_own(call):
    code, out, _ = call("CarePlan", "--format", "json")
    assert code == 0
    assert json.loads(out) == {
        "canonical": "http://hl7.org/fhir/StructureDefinition/CarePlan",
        "resourceType": "StructureDefinition",
        "id": "CarePlan",
        "version": "4.0.1",
        "title": "CarePlan",
        "status": "draft",
        "package": "hl7.fhir.r4.core#4.0.1",
        "snapshot": True,
        "others": [],
    }


def test_the_newest_unless_a_version_or_a_package_says_otherwise(call):
    both = ("--package", "a-1.0.0.tgz", "--package", "a-2.0.0.tgz", "--format", "json")
    facts = json.loads(call("http://x/a", *both)[1])
    assert (facts["package"], facts["file"]) == ("a#2.0.0", "ValueSet-a.json")
    assert facts["others"] == [{"package": "a#1.0.0", "version": "1.0.0"}]
    assert json.loads(call("http://x/a|1.0.0", *both)[1])["package"] == "a#1.0.0"
    assert json.loads(call("http://x/a", "--within", "a#1.0.0", *both)[1])["package"] == "a#1.0.0"


def test_the_resource_itself(call):
    code, out, _ = call("http://x/a", "--package", "a-1.0.0.tgz", "--format", "resource")
    assert code == 0
    assert json.loads(out) == value_set("a", version="1.0.0", title="Colours")


def test_text(call):
    code, out, _ = call("http://x/a", "--package", "a-1.0.0.tgz", "--lang", "nb")
    assert code == 0
    assert "ValueSet/a  Colours" in out
    assert "pakke      a#1.0.0" in out


def test_the_type_counts(call):
    assert call("http://hl7.org/fhir/ValueSet/request-status", "--type", "CodeSystem")[0] == 1
    assert call("http://hl7.org/fhir/ValueSet/request-status", "--type", "ValueSet")[0] == 0


@pytest.mark.parametrize(
    ("canonical", "hint"),
    [
        ("CarePlann", "CarePlan"),
        ("http://hl7.org/fhir/StructureDefinition/CarePlan|5.0.0", "4.0.1"),
        ("http://x/a|9", "1.0.0"),
        ("http://nothing.example/like-it", "no canonical resembles it"),
        ("http://hl7.no/fhir/StructureDefinition/ep-plan", "no canonical resembles it"),
        ("http://hl7.org/fhir/StructureDefinition/zzz", "no canonical resembles it"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest(call, canonical, hint):
    """DBEP3060."""
    code, out, _ = call(canonical, "--package", "a-1.0.0.tgz")
    assert code == 1
    assert "DBEP3060" in out
    assert hint in out


def test_a_package_that_cannot_be_opened(call):
    code, out, err = call("CarePlan", "--package", "nothing")
    assert (code, out) == (2, "")
    assert "DBEP3030" in err


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("resolve {}", "http://hl7.org/fhir/StructureDefinition/"),
        ("expand {}", "http://hl7.org/fhir/ValueSet/"),
        ("lookup {} code", "http://hl7.org/fhir/"),
    ],
)
@pytest.mark.parametrize(
    ("asked", "is_address"),
    [("urn:oid:1.2", True), ("git+ssh://h/x", True), ("no-such", False), ("a/b:c", False), ("3:x", False)],
)
def test_what_is_no_absolute_uri_is_a_name(words, base, asked, is_address):
    """RFC 3986 §4.3, as in a resource (`tests/unit/validation/test_absolute_uris.py`)."""
    code, out, _ = dbep(*words.format(asked).split(), "--lang", "en")
    assert code == 1
    assert f" {asked if is_address else base + asked}" in out


def test_the_canonical_of_a_type():
    assert core_canonical("Patient") == "http://hl7.org/fhir/StructureDefinition/Patient"
    for address in ("http://x/a", "urn:oid:1.2"):  # logical models have types with an address
        assert core_canonical(address) == address
