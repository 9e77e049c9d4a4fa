"""Versions in order, and which one a range means."""

from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.packages.versions import best_version, is_exact, is_range, version_key

CASES = Path(__file__).parents[2] / "cases" / "packages"


@pytest.mark.parametrize(
    "case", yaml.safe_load((CASES / "versions.yaml").read_text()), ids=lambda case: case["desc"]
)
def test_best_version(case):
    assert best_version(case["wanted"], case["available"]) == case["best"]
    assert best_version(case["wanted"], reversed(case["available"])) == case["best"]


@pytest.mark.parametrize("versions", yaml.safe_load((CASES / "version_order.yaml").read_text()), ids=str)
def test_order(versions):
    newest_first = versions[::-1]
    assert sorted(newest_first, key=version_key) == versions


@pytest.mark.parametrize(
    "wanted", ["1.2.3", "1.2.x", "1.x", "x", "latest", "current", "dev", "1.0.0-ballot", "2024.1+build"]
)
def test_ranges(wanted):
    assert is_range(wanted)
    assert is_exact(wanted) == (wanted not in ("1.2.x", "1.x", "x", "latest"))


@pytest.mark.parametrize("wanted", ["^1.2", "~1", ">=1", "1 - 2", "", "../1", "1/2", "1 || 2", "git+ssh://x"])
def test_what_is_no_range(wanted):
    assert not is_range(wanted)


@pytest.mark.parametrize("version", ["", "..", "1..2", "x" * 10_000, "9" * 50, "१.२", "-1"])
def test_any_text_has_a_place_in_the_order(version):
    assert sorted([version, "1.0.0"], key=version_key)
