"""A build finds in each example, valid or not, what `dbep validate` finds in the file that the build wrote of it."""

from pathlib import Path

import pytest

from dbep_ig import Validator
from dbep_ig.engine.diagnostics import Issue
from dbep_ig.host.packages import PackageSettings

from .guides import built, write_own_guide, write_small_guide


@pytest.fixture(scope="module", params=[write_own_guide, write_small_guide])
def folder(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide")
    request.param(folder)
    return folder


def facts(issue: Issue) -> tuple:
    said = tuple(issue.message(language) for language in ("nb", "en"))
    where = (issue.location.pointer, issue.expression)
    return issue.code, issue.severity, where, said, tuple(facts(one) for one in issue.detail)


def earlier(file: Path, files: dict[str, Path]) -> tuple[list[Path] | None, str | None]:
    """Of a step of a scenario: the scenario and the valid steps before it, and who does the steps of the guide's example."""
    name, _, number = file.stem.rpartition("-")
    if not number.isdigit() or f"examples/valid/{name}.json" not in files:
        return None, None
    steps = [f"examples/valid/{name}-{one}.json" for one in range(1, int(number))]
    return [
        files[f"examples/valid/{name}.json"],
        *(files[one] for one in steps if one in files),
    ], "helsepersonell"


def test_the_findings_are_the_same(folder):
    made = built(folder)
    validator = Validator.open(folder=folder, package_settings=PackageSettings(folder / "no-cache"))
    files = {
        file.relative_to(made.folder).as_posix(): file for file in (made.folder / "examples").rglob("*.json")
    }
    assert set(files) == set(made.findings)
    assert {file.parent.name for file in files.values()} == {"valid", "invalid"}
    for path, file in files.items():
        before, by = earlier(file, files)
        report = validator.check(file, before=before, by=by)
        assert sorted(map(facts, made.findings[path])) == sorted(map(facts, report.issues)), path


def test_a_profile_is_chosen_for_an_example_that_claims_none(tmp_path):
    write_small_guide(tmp_path)
    made = built(tmp_path)
    assert made.report.ok, made.report.to_text()
    (wrong,) = made.findings["examples/invalid/lapp-annen-hensikt.json"]
    assert (wrong.code, wrong.line) == ("DBEP4204", 13)
