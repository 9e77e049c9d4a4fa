"""Mistakes that authors make, each in the guide of tests/cases/authoring, through the door that a build has.

A row: `change` is what is done to the guide, path -> the whole file, or {what is there: what is written instead}, or null for a
file that is taken away; `move` gives files another path. `issues` are all that the build says, in its order. `«` and `»` stand
round what the first of them must point at, and are not in the files; `at` says it where they cannot.
"""

import re
from pathlib import Path

import pytest
import yaml

from dbep_ig import build
from dbep_ig.engine.diagnostics import Severity

CASES = Path(__file__).parents[2] / "cases" / "authoring"
GUIDE = CASES / "guide"
MOST = 2  # messages for one slip
FEWEST_ROWS = 120


def _rows() -> list:
    return [
        pytest.param(row, id=f"{path.stem}: {row['desc']}")
        for path in sorted((CASES / "slips").glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _changed(row) -> dict[str, str]:
    files = {
        path.relative_to(GUIDE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(GUIDE.rglob("*"))
        if path.is_file()
    }
    for path, other in row.get("move", {}).items():
        files[other] = files.pop(path)
    for path, change in row.get("change", {}).items():
        if change is None:
            del files[path]
        elif isinstance(change, str):
            files[path] = change
        else:
            for old, new in change.items():
                assert old in files[path], f"{path} has no {old!r}"
                files[path] = files[path].replace(old, new, 1)
    return files


def _marked(files: dict[str, str]) -> str | None:
    """`path:line:column` of the first mark."""
    for path, text in files.items():
        before, mark, _ = text.partition("«")
        if mark:
            return f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    return None


def _built(files: dict[str, str], folder: Path):
    for path, text in files.items():
        written = folder / path
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(re.sub("[«»]", "", text), encoding="utf-8")
    return build.guide(folder, site=False).report


def test_the_guide_itself_has_no_fault(tmp_path):
    assert [issue.message("en") for issue in _built(_changed({"change": {}}), tmp_path).issues] == []


def test_there_are_many_rows():
    assert len(_rows()) >= FEWEST_ROWS


@pytest.mark.parametrize("row", _rows())
def test_slip(row, tmp_path):
    files = _changed(row)
    report = _built(files, tmp_path)
    found = [issue for issue in report.issues if issue.severity is not Severity.INFORMATION]
    assert [issue.rule.code for issue in found] == [wanted["code"] for wanted in row["issues"]], [
        issue.message("en") for issue in found
    ]
    assert 1 <= len(found) <= MOST
    assert not report.beyond
    assert found[0].is_error is not row.get("warning", False)
    marked = _marked(files) or row.get("at")
    if marked is not None:
        place = found[0].location.place()
        assert place is not None
        assert f"{place.source.name}:{place.span.line}:{place.span.column}" == marked
    for issue, wanted in zip(found, row["issues"], strict=True):
        assert wanted.get("says", "") in issue.message("en")
