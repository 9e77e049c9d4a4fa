"""A guide without definitions, and definitions in FHIR's own words that lack what the generated ones have: findings, never a fault."""

import pytest

from tests.command import dbep

GUIDE = ("new", "guide", "--id", "example.a", "--folder", ".")
STRUCTURE = (
    "resource: StructureDefinition\nid: other\nurl: https://example.org/fhir/a/StructureDefinition/other\nname: Other\n"
    "status: draft\nkind: resource\nabstract: false\ntype: Patient\nderivation: constraint\n"
)
BASE = "baseDefinition: http://hl7.org/fhir/StructureDefinition/Patient\n"


@pytest.fixture
def guide(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert dbep(*GUIDE)[0] == 0
    return tmp_path


def checked() -> tuple[int, str]:
    code, out, err = dbep("check")
    return code, out + err


def test_examples_of_a_model_that_is_gone(guide):
    assert dbep("new", "class", "A", "--resource", "Patient")[0] == 0
    assert dbep("new", "scenario", "one")[0] == 0
    (guide / "model" / "a.yaml").unlink()
    code, said = checked()
    assert code == 1
    assert "DBEP2901" in said
    assert "DBEP9001" not in said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (STRUCTURE + BASE, 0),
        (STRUCTURE + BASE + "differential: {}\n", 1),
        (STRUCTURE, 1),
        (STRUCTURE + BASE + "snapshot: {}\n", 1),
        ("resource: ImplementationGuide\nid: o\ndefinition: {}\n", 1),
    ],
)
def test_a_definition_in_fhirs_own_words_without_its_parts(guide, text, code):
    (guide / "model").mkdir()
    (guide / "model" / "other.yaml").write_text(text, encoding="utf-8")
    found, said = checked()
    assert found == code, said
    assert "DBEP9001" not in said
