"""Two guides of somebody who is new to the tool (tests/cases/guides): one in English alone, one in Swedish and English.

Nothing is reported for them, and nothing of another guide or another language is in what they become.
"""

import json
import re
import shutil

import pytest

from dbep_ig import build
from dbep_ig.engine.diagnostics import Severity
from dbep_ig.engine.fhir.life_cycle import LIFE_CYCLE
from dbep_ig.host.packages import PackageSettings

from .guides import ROOT, as_new_process

GUIDES = ROOT / "tests" / "cases" / "guides"
OBLIGATION = "http://hl7.org/fhir/StructureDefinition/obligation"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Name of the guide -> what it became."""
    found = {}
    for name in ("observation", "vaccination"):
        folder = tmp_path_factory.mktemp(name)
        shutil.copytree(GUIDES / name, folder, dirs_exist_ok=True)
        as_new_process()
        found[name] = build.guide(folder, site=False, package_settings=PackageSettings(folder / "no-cache"))
    return found


def structure(made, name: str) -> dict:
    return json.loads(made.files[f"package/StructureDefinition-{name}.json"])


def states(structure: dict) -> list[dict]:
    (cycle,) = [one for one in structure["extension"] if one["url"] == LIFE_CYCLE]
    codings = [
        part["valueCoding"]
        for one in cycle["extension"]
        if one["url"] == "state"
        for part in one["extension"]
        if part["url"] == "code"
    ]
    return sorted(codings, key=lambda one: one["code"])


@pytest.mark.parametrize("name", ["observation", "vaccination"])
def test_nothing_is_reported(made, name):
    report = made[name].report
    # The package that defines obligations is not installed here.
    others = [one for one in report.issues if OBLIGATION not in one.message("en")]
    assert [one.message("en") for one in others] == []
    assert all(one.severity is Severity.INFORMATION for one in report.issues)
    invalid = [path for path in made[name].files if path.startswith("examples/invalid/")]
    assert len(invalid) == {"observation": 2, "vaccination": 5}[name]


@pytest.mark.parametrize("name", ["observation", "vaccination"])
def test_nothing_of_another_guide_or_language_is_in_it(made, name):
    languages = {"observation": {"sv", "en"}, "vaccination": {"en"}}[name]
    for path, data in made[name].files.items():
        if path.startswith("schema/") or path.endswith(".tgz"):
            continue
        text = data.decode()
        marked = re.findall(r'(?:xml:)?lang=\\"([a-z-]+)\\"|"language": "([a-z-]+)"', text)
        assert {one or other for one, other in marked} - languages - {""} <= {"text"}, path
        assert "dbep" not in text.replace(LIFE_CYCLE, ""), path
        if name == "vaccination":
            assert "StructureDefinition/translation" not in text, path


def test_a_class_a_profile_an_extension_and_a_code_system_are_four_files(made):
    written = [one for folder in ("model", "profiles") for one in (GUIDES / "observation" / folder).iterdir()]
    assert len(written) == 4
    package = {path for path in made["observation"].files if path.startswith("package/StructureDefinition-")}
    assert {path.partition("-")[2] for path in package} == {
        "Maetning.json",
        "life-cycle.json",
        "mat-atgard.json",
        "mat-matning.json",
    }


def test_states_are_of_the_value_set_that_r4_binds(made):
    assert states(structure(made["vaccination"], "vac-vaccination")) == [
        {"system": "http://hl7.org/fhir/event-status", "code": code}
        for code in ("completed", "entered-in-error", "not-done")
    ]
    assert {one["system"] for one in states(structure(made["observation"], "mat-matning"))} == {
        "http://hl7.org/fhir/observation-status"
    }


def test_a_value_that_must_be_there_leaves_the_choice_one_type(made):
    snapshot = {one["id"]: one for one in structure(made["vaccination"], "vac-titre")["snapshot"]["element"]}
    assert [one["code"] for one in snapshot["Observation.value[x]"]["type"]] == ["Quantity"]
    assert snapshot["Observation.value[x]:valueQuantity.value"]["min"] == 1


def test_a_guide_of_guide_yaml_alone_is_built(tmp_path):
    shutil.copy(GUIDES / "vaccination" / "guide.yaml", tmp_path)
    as_new_process()
    made = build.guide(tmp_path, site=False, package_settings=PackageSettings(tmp_path / "no-cache"))
    assert [issue.message("en") for issue in made.report.issues] == []


def test_pages_show_properties_of_codes_and_the_names_of_extensions(tmp_path):
    shutil.copytree(GUIDES / "vaccination", tmp_path, dirs_exist_ok=True)
    as_new_process()
    build.guide(tmp_path, package_settings=PackageSettings(tmp_path / "no-cache"))
    pages = tmp_path / "build" / "site" / "en"
    codes = (pages / "codesystems" / "vac-vaccine.html").read_text(encoding="utf-8")
    assert "status: retired" in codes
    assert "doses: 2" in codes
    example = (pages / "examples" / "yellow-fever.html").read_text(encoding="utf-8")
    assert "extension(vac-journey)" in example
    assert "«" not in example
