"""Seventy single defects: each is one change in a right plan Bundle, and is reported once, at its place, with its code.

The table is `tests/cases/defects/single-defects.yaml`. What is not found is in it too, with the reason.
"""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from dbep_ig import build
from dbep_ig.host.packages import PackageSettings
from dbep_ig.validator import Validator
from tests.command import dbep

from .changing import changed, without_claims

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases" / "defects"
DEFECTS = yaml.safe_load((CASES / "single-defects.yaml").read_text(encoding="utf-8"))
MOST, AVERAGE = 2, 1.2  # errors for one defect; on average over those that are found
CLAIMED = {"as they come": False, "with their claims": True}


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    """The project's own guide, built."""
    folder = tmp_path_factory.mktemp("guide")
    for name in ("model", "profiles", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "guide.yaml", folder)
    built = build.guide(
        folder, into=folder / "build", site=False, package_settings=PackageSettings(folder / "no-cache")
    )
    assert not built.report.has_errors
    return built.folder


@pytest.fixture(scope="module")
def validator(guide):
    return Validator.open([str(guide / "package")], folder=guide)


@pytest.fixture(scope="module")
def examples(guide):
    return {
        file.stem: json.loads(file.read_text(encoding="utf-8"))
        for file in (guide / "examples" / "valid").glob("*.json")
    }


def payload(name: str, examples: dict, *, with_claims: bool = False) -> bytes:
    change = DEFECTS[name]["change"]
    example = examples[change.get("of", "pal-gronn-staer")]
    bundle = changed(example if with_claims else without_claims(example), change, example)
    return json.dumps(bundle, ensure_ascii=False).encode()


def errors(name: str, validator: Validator, examples: dict, *, with_claims: bool = False) -> list[str]:
    report = validator.check(name, payload(name, examples, with_claims=with_claims))
    return [f"{issue.rule.code} {issue.location.expression}" for issue in report.issues if issue.is_error]


def test_the_examples_themselves_are_right(validator, examples):
    for example in examples.values():
        for bundle in (example, without_claims(example)):
            assert not validator.check("x", json.dumps(bundle).encode()).has_errors


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_reported_as_the_table_says(name, validator, examples):
    row = DEFECTS[name]
    assert ("found" in row) != ("missed" in row), "found with codes and places, or missed with the reason"
    assert errors(name, validator, examples) == row.get("found", [])
    wanted = row.get("with-claims", row.get("found", []))
    assert errors(name, validator, examples, with_claims=True) == wanted


@pytest.mark.parametrize("with_claims", CLAIMED.values(), ids=CLAIMED)
def test_one_fault_is_one_message(with_claims, validator, examples):
    counts = {
        name: len(errors(name, validator, examples, with_claims=with_claims)) for name in sorted(DEFECTS)
    }
    found = [count for count in counts.values() if count]
    table = "\n".join(
        f"{count}  {name}" if count else f"–  {name}: {DEFECTS[name].get('missed')}"
        for name, count in counts.items()
    )
    summary = f"\n{table}\n{len(found)} of {len(counts)} found, {sum(found) / len(found):.2f} errors on average, at most {max(found)}"
    assert len(counts) == 70
    assert max(found) <= MOST, summary
    assert sum(found) / len(found) <= AVERAGE, summary


def test_the_command_says_the_same(guide, examples, tmp_path):
    names = [name for name in DEFECTS if name[1:3] in ("01", "21", "24", "41", "47", "51", "55")]
    assert len(names) == 7
    for name in names:
        (tmp_path / f"{name}.json").write_bytes(payload(name, examples))
    words = ["validate", str(tmp_path), "--package", str(guide / "package"), "--format", "json"]
    code, out, _ = dbep(*words)
    assert code == 1
    told: dict[str, list[str]] = {name: [] for name in names}
    for issue in json.loads(out)["issues"]:
        if issue["severity"] == "error":
            told[Path(issue["document"]).stem].append(f"{issue['code']} {issue['expression']}")
    assert told == {name: DEFECTS[name].get("found", []) for name in names}
