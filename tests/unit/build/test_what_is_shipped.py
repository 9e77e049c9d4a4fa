"""No build without errors makes a package in which `dbep validate` finds one.

Over every guide that the tests have, and over mistakes of authors, each of which says what the build says of it.
"""

from functools import cache

import pytest
import yaml

from dbep_ig import Validator, build
from dbep_ig.engine.diagnostics import Severity
from dbep_ig.host.packages import PackageSettings

from .guides import ROOT, as_new_process, write_own_guide, write_small_guide

CASES = ROOT / "tests" / "cases"
GUIDES = sorted(file.parent for file in CASES.rglob("guide.yaml") if (file.parent / "model").is_dir())
ROWS = CASES / "shipped" / "mistakes.yaml"
FEWEST_ROWS = 100
# What the small guide of the table leaves out, or does not use.
BESIDE = ("DBEP2043", "DBEP2064", "DBEP2066", "DBEP2914")


@cache
def _rows():
    return yaml.safe_load(ROWS.read_text(encoding="utf-8"))


def _build(folder):
    as_new_process()
    return build.guide(
        folder, into=folder / "build", site=False, package_settings=PackageSettings(folder / "no-cache")
    )


def _errors_of_package(folder):
    """What the library's door says of each file of the package, and of the examples in it."""
    validator = Validator.open(folder=folder, package_settings=PackageSettings(folder / "no-cache"))
    package = folder / "build" / "package"
    files = [
        file
        for file in package.rglob("*.json")
        if file.name not in ("package.json", ".index.json") and "other" not in file.parts
    ]
    assert files
    return [f"{file.name}: {issue!r}" for file in files for issue in validator.check(file).errors]


@pytest.mark.parametrize("source", GUIDES, ids=lambda one: one.relative_to(CASES).as_posix())
def test_a_guide_of_the_tests(source, tmp_path):
    for file in source.rglob("*.yaml"):
        written = tmp_path / file.relative_to(source)
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(file.read_bytes())
    made = _build(tmp_path)
    assert made.counts, made.report.to_text()
    assert _errors_of_package(tmp_path) == []


@pytest.mark.parametrize("write", [write_small_guide, write_own_guide])
def test_a_guide_with_examples(write, tmp_path):
    write(tmp_path)
    assert _build(tmp_path).report.ok
    assert _errors_of_package(tmp_path) == []


def test_there_are_many_rows():
    assert len(_rows()["mistakes"]) >= FEWEST_ROWS


@pytest.mark.parametrize("row", _rows()["mistakes"], ids=lambda row: row["desc"])
def test_a_mistake(row, tmp_path):
    for path, text in {**_rows()["base"], **row["files"]}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    made = _build(tmp_path)
    found = [
        f"{issue.code} {issue.document}:{issue.line}:{issue.column}"
        for issue in made.report.issues
        if issue.severity is not Severity.INFORMATION and issue.code not in BESIDE
    ]
    assert found == row["issues"], made.report.to_text()
    if made.report.ok:
        assert _errors_of_package(tmp_path) == []
