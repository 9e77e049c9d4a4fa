"""`dbep new`: what it writes builds without errors and warnings, it never writes over anything, and bad input is an issue."""

import io
import json
from pathlib import Path

import pytest

from dbep_ig.apps.cli.commands import new
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.main import main
from tests.command import dbep


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


GUIDE = (
    "new",
    "guide",
    "--id",
    "example.vaccination",
    "--title",
    "Vaccination record",
    "--publisher",
    "The Agency",
)


def made(*words: str) -> list[str]:
    code, out, err = dbep(*words)
    assert code == 0, err
    return out.split()


def failed(*words: str) -> str:
    code, out, err = dbep(*words)
    assert code == 2, (out, err)
    return " ".join(err.split())


def built() -> tuple[int, list[tuple[str, str]]]:
    code, out, _ = dbep("build", "--no-site", "--format", "json")
    return code, [(one["code"], one["message"]) for one in json.loads(out)["issues"]]


@pytest.mark.parametrize("languages", ["en", "sv,en", "nb,nn,se"])
def test_a_guide_from_nothing(folder, languages):
    assert made(*GUIDE, "--languages", languages) == ["guide.yaml", ".gitignore"]
    expected = [
        (
            "DBEP1101",
            "The tool has no words in `se`: what it writes itself is in English until the guide has site/labels/se.yaml",
        )
    ]
    assert built() == (0, expected if "se" in languages.split(",") else [])
    assert made("new", "class", "Vaccination", "--resource", "Immunization") == ["model/vaccination.yaml"]
    assert made("new", "class", "Plan", "--resource", "CarePlan") == ["model/plan.yaml"]
    assert made("new", "profile", "vaccination", "--class", "Vaccination") == ["profiles/vaccination.yaml"]
    assert made("new", "profile", "plan", "--class", "Plan") == ["profiles/plan.yaml"]
    assert made("new", "extension", "reason", "--context", "Immunization") == ["profiles/reason.yaml"]
    with (folder / "model" / "vaccination.yaml").open(
        "a", encoding="utf-8"
    ) as file:  # one that nothing uses is reported
        title = (
            "Reason"
            if languages == "en"
            else f"{{{', '.join(f'{one}: Reason' for one in languages.split(','))}}}"
        )
        file.write(
            f"  reason:\n    title: {title}\n    definition: {title}\n    type: string\n    cardinality: 0..1\n"
            "    maps: Immunization.extension(reason)\n"
        )
    assert made("new", "codesystem", "dose", "--codes", "first,second") == ["model/dose-codesystem.yaml"]
    assert made("new", "valueset", "dose") == ["model/dose-valueset.yaml"]
    assert made("new", "scenario", "one", "--class", "Vaccination") == ["examples/one.yaml"]
    assert made("new", "scenario", "two", "--class", "Plan") == ["examples/two.yaml"]
    assert built() == (0, expected if "se" in languages.split(",") else [])
    for file in folder.glob("*/*.yaml"):
        if "build" not in file.parts:
            assert file.read_text(encoding="utf-8").startswith(
                "# yaml-language-server: $schema=../build/schema/"
            ), file
            assert (
                folder / "build" / "schema" / file.read_text().split("/schema/")[1].split("\n")[0]
            ).is_file()


@pytest.mark.parametrize(
    "resource",
    [
        "Observation",
        "Condition",
        "Goal",
        "MedicationRequest",
        "Consent",
        "Encounter",
        "Communication",
        "Patient",
        "Questionnaire",
        "RiskAssessment",
        # whose invariants ask for more than their cardinalities do, or whose parts are groups, any resource, or of no usual type
        "AppointmentResponse",
        "Binary",
        "Bundle",
        "CapabilityStatement",
        "DocumentManifest",
        "DocumentReference",
        "EffectEvidenceSynthesis",
        "EventDefinition",
        "Evidence",
        "EvidenceVariable",
        "ImmunizationRecommendation",
        "Linkage",
        "Media",
        "MedicinalProductIndication",
        "NutritionOrder",
        "Parameters",
        "Provenance",
        "ResearchDefinition",
        "StructureDefinition",
        "SubstancePolymer",
        "TerminologyCapabilities",
        "TestReport",
    ],
)
def test_a_class_of_any_resource_and_its_example(folder, resource):
    made(*GUIDE)
    made("new", "class", "A", "--resource", resource)
    made("new", "profile", "a", "--class", "A")
    made("new", "scenario", "x")
    code, issues = built()
    assert (code, [one for one in issues if one[0] not in ("DBEP5102", "DBEP5101")]) == (0, [])


def test_nothing_is_written_over(folder):
    made(*GUIDE)
    before = (folder / "guide.yaml").read_bytes()
    assert "DBEP6031" in failed(*GUIDE)
    made("new", "class", "A", "--resource", "Patient")
    (folder / "model" / "b.yaml").write_text("mine", encoding="utf-8")
    failed("new", "class", "B", "--resource", "Patient")
    assert (folder / "model" / "b.yaml").read_text(encoding="utf-8") == "mine"
    assert (folder / "guide.yaml").read_bytes() == before


def test_a_name_that_is_taken(folder):
    made(*GUIDE)
    made("new", "class", "A", "--resource", "Patient")
    assert "DBEP6035" in failed("new", "class", "A", "--resource", "Patient")
    made("new", "codesystem", "dose")
    assert "model/dose-codesystem.yaml" in failed("new", "codesystem", "vaccination-dose")


def test_without_a_terminal_what_is_missing_is_named(folder):
    assert "DBEP6033 new-option-missing --id is missing" in failed("new", "guide")
    made(*GUIDE)
    assert "--resource is missing" in failed("new", "class", "A")
    assert "NAME is missing" in failed("new", "codesystem")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("guide", "--id", "Vaccination"), "--id: `Vaccination` is not a package id"),
        (("guide", "--id", "a.b", "--languages", "en,norsk"), "--languages: `norsk` is not a language"),
        (
            ("guide", "--id", "a.b", "--languages", "sv,sv"),
            "--languages: `sv` is not a language that is written once",
        ),
        (("guide", "--id", "a.b", "--canonical", "example.org"), "--canonical: `example.org` is not a URI"),
    ],
)
def test_a_value_that_cannot_be_is_reported_before_anything_is_written(folder, words, said):
    reported = failed("new", *words)
    assert "DBEP6034" in reported
    assert said in reported
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("class", "vaccination", "--resource", "Immunization"), "NAME: `vaccination` is not a class name"),
        (("class", "A", "--resource", "Imunization"), "did you mean `Immunization`?"),
        (
            ("class", "A", "--resource", "DomainResource"),
            "is not a resource of FHIR R4 that can have instances",
        ),
        (("profile", "a", "--class", "Vacination"), "--class: `Vacination` is not a class of the model"),
        (("extension", "x y", "--context", "Patient"), "NAME: `x y` is not an id"),
        (("extension", "x", "--context", "Pasient"), "--context: `Pasient`"),
        (("extension", "x", "--context", "Patient", "--type", "strng"), "did you mean `string`?"),
        (("valueset", "x", "--system", "dse"), "--system: `dse` is not a code system of the guide"),
        (("codesystem", "x", "--codes", "a,a"), "--codes: `a` is not a code"),
    ],
)
def test_what_the_guide_does_not_have_is_reported(folder, words, said):
    made(*GUIDE)
    before = sorted(folder.rglob("*"))
    assert said in failed("new", *words)
    assert sorted(folder.rglob("*")) == before


def test_outside_a_guide(folder):
    assert "DBEP6020" in failed("new", "class", "A", "--resource", "Patient")
    code, out, _ = dbep("build")
    assert code == 2
    assert "`dbep new guide` makes one" in " ".join(out.split())


def test_a_folder_that_cannot_be_written_to(folder):
    made(*GUIDE)
    (folder / "model").write_text("a file", encoding="utf-8")
    assert "DBEP6032" in failed("new", "class", "A", "--resource", "Patient")


def test_a_guide_below_a_file(folder):
    (folder / "file").write_text("a file", encoding="utf-8")
    assert "DBEP6032" in failed(*GUIDE, "--folder", "file/guide")


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("answers", [b"", b"example.vaccination\n", b"example.vaccination\n\nsv\n"])
def test_one_who_ends_the_input_is_done(folder, answers):
    err = io.StringIO()
    code = main(
        ("new", "guide"),
        environment={"DBEP_LANG": "en"},
        stdin=Terminal(answers),
        stdout=io.StringIO(),
        stderr=err,
    )
    assert code == 130
    assert err.getvalue().endswith(": \nInterrupted.\n")
    assert list(folder.iterdir()) == []


def test_a_terminal_is_asked(folder):
    answers = Terminal(b"example.vaccination\n\nsv, en\nVaccinationsjournal\nMyndigheten\n\n")
    asked = io.StringIO()
    console = Console(language="en", environment={}, stdin=answers, stdout=io.StringIO(), stderr=asked)
    arguments = {
        "id": None,
        "canonical": None,
        "languages": None,
        "title": None,
        "publisher": None,
        "prefix": None,
        "folder": ".",
    }
    guide = new.run.get_command(None, "guide")
    assert guide.act(new.Arguments(**arguments), console) == 0
    text = Path("guide.yaml").read_text(encoding="utf-8")
    assert "languages: [sv, en]" in text
    assert "canonical: https://example.org/fhir/vaccination" in text
    assert "title: {sv: Vaccinationsjournal, en: Vaccinationsjournal}" in text
    assert "Languages, the main one first [en]: " in asked.getvalue()
