"""What other libraries say of a guide is shown at its YAML; without them, how to install them."""

import subprocess
import sys
from pathlib import Path

import pytest

from dbep_ig import build
from dbep_ig.host import second_opinion
from dbep_ig.host.packages import PackageSettings

from .guides import as_new_process, write_own_guide, write_small_guide

INVARIANT = """invariants:
  anna:
    severity: warning
    text: {{nb: Noe kreves., en: Something is required.}}
    expression: {expression}
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "guide"
    write_small_guide(folder)
    as_new_process()
    return folder


def opinions(folder):
    settings = PackageSettings(folder / "no-cache")
    made = build.guide(folder, site=False, second_opinion=True, package_settings=settings)
    return [issue for issue in made.report.issues if issue.code.startswith("DBEP605")]


def with_invariant(folder, expression):
    file = folder / "model" / "plan.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("invariants:\n", INVARIANT.format(expression=expression), 1), encoding="utf-8"
    )


def test_nothing_to_disagree_about(folder):
    assert opinions(folder) == []


def test_of_the_guide_itself(tmp_path):
    write_own_guide(tmp_path)
    as_new_process()
    assert opinions(tmp_path) == []


def test_an_invariant_that_fhirpathpy_answers_otherwise(folder):
    with_invariant(folder, "$this is CarePlan and status.exists()")
    (first, *more) = opinions(folder)
    assert {issue.code for issue in (first, *more)} == {"DBEP6053"}
    assert first.document == "model/plan.yaml"
    assert (
        (folder / first.document)
        .read_text(encoding="utf-8")
        .splitlines()[first.line - 1]
        .strip()
        .startswith("expression:")
    )
    assert "fhirpathpy says that it is violated of t-anna, and we say that it is satisfied" in first.message(
        "en"
    )
    (example,) = first.related
    assert example.place().source.name.startswith("examples/")


def test_an_invariant_that_fhirpathpy_cannot_evaluate_is_said_once(folder):
    with_invariant(folder, "status.hasValue()")
    (only,) = opinions(folder)
    assert (only.code, only.severity.code) == ("DBEP6055", "information")


def test_what_fhirpathpy_prints_is_not_shown(folder, capsys):
    with_invariant(folder, "status.trace('x').exists()")
    assert opinions(folder) == []
    assert capsys.readouterr().out == ""


def test_a_resource_that_a_model_refuses(folder, monkeypatch):
    import fhir.resources.R4B as peer
    from pydantic import BaseModel

    class Subject(BaseModel):
        display: int

    class Plan(BaseModel):
        subject: Subject

    real = peer.get_fhir_model_class
    opinions_on = pytest.importorskip("dbep_ig.host.second_opinion.resources")
    monkeypatch.setattr(
        opinions_on, "get_fhir_model_class", lambda name: Plan if name == "CarePlan" else real(name)
    )
    found = opinions(folder)
    assert {issue.code for issue in found} == {"DBEP6051"}
    assert {issue.document for issue in found} == {"examples/lapper.yaml", "examples/planer.yaml"}
    assert {
        (folder / one.document).read_text(encoding="utf-8").splitlines()[one.line - 1].strip().split(":")[0]
        for one in found
    } == {"pasient"}


def test_a_type_that_there_is_no_model_of(folder, monkeypatch):
    opinions_on = pytest.importorskip("dbep_ig.host.second_opinion.resources")

    def find(name):
        raise LookupError(name)

    monkeypatch.setattr(opinions_on, "get_fhir_model_class", find)
    assert {issue.code for issue in opinions(folder)} == {"DBEP6055"}


def test_a_schema_and_a_file_that_jsonschema_refuses(folder, monkeypatch):
    from dbep_ig.guide import build as values

    real = values.schema_files

    def broken(*given):
        files = real(*given)
        files["schema/class.json"] = b'{"properties": {"maps": {"type": "integer"}}}'
        files["schema/profile.json"] = b'{"type": 3}'
        return files

    monkeypatch.setattr(values, "schema_files", broken)
    found = opinions(folder)
    assert {issue.code for issue in found} == {"DBEP6052", "DBEP6054"}
    at = next(issue for issue in found if issue.document == "model/plan.yaml")
    line = (folder / "model" / "plan.yaml").read_text(encoding="utf-8").splitlines()[at.line - 1]
    assert line[at.column - 1 :] == "CarePlan"


def test_one_that_is_known_is_accepted_with_a_reason(folder):
    with_invariant(folder, "$this is CarePlan and status.exists()")
    guide = folder / "guide.yaml"
    known = "{rule: second-opinion-on-invariant, at: 'model/*', reason: Typen er kjent., owner: Kari Nordmann, until: 2999-01-01}"
    guide.write_text(guide.read_text(encoding="utf-8") + f"accepted: [{known}]\n", encoding="utf-8")
    assert opinions(folder) == []
    unasked = build.guide(folder, site=False, package_settings=PackageSettings(folder / "no-cache"))
    assert "DBEP2142" not in [issue.code for issue in unasked.report.issues]


def test_without_the_libraries_it_says_how_to_get_them(folder, monkeypatch):
    monkeypatch.setitem(second_opinion._LIBRARIES, "fhirpathpy", "fhirpathpy_that_is_not_here")
    (issue,) = opinions(folder)
    assert (issue.code, issue.is_error) == ("DBEP6050", True)
    assert "fhirpathpy" in issue.message("nb")
    assert ".[opinion]" in issue.message("nb")


def test_other_builds_import_none_of_them(folder):
    program = (
        "import sys; from dbep_ig import build; from pathlib import Path\n"
        f"build.guide({str(folder)!r}, site=False)\n"
        "print([name for name in ('fhirpathpy', 'fhir.resources', 'pydantic', 'jsonschema') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert said.stdout.strip() == "[]"
