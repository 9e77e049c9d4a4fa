"""The guide that is meant when none is named."""

import pytest

from dbep_ig.host import guide_source
from dbep_ig.host.guide_source import NO_GUIDE, find_guide
from dbep_ig.validator import Validator


@pytest.fixture
def built_in(tmp_path, monkeypatch):
    """Where an installation has its guide; the folder is not there yet."""
    folder = tmp_path / "installed" / "guide"
    monkeypatch.setattr(guide_source, "BUILT_IN", folder)
    monkeypatch.setattr(guide_source, "PROGRAM", tmp_path / "installed")
    return folder


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "checkout"
    (folder / "model").mkdir(parents=True)
    (folder / "guide.yaml").write_text("id: x\n", encoding="utf-8")
    return folder


def test_the_one_that_was_built_in_the_checkout_comes_first(built_in, checkout):
    built_in.mkdir(parents=True)
    package = checkout / "build" / "package"
    package.mkdir(parents=True)
    (package / "package.json").write_text("{}", encoding="utf-8")
    assert find_guide(checkout / "model").package == str(package)


def test_a_checkout_that_is_not_built_leaves_the_installed_one(built_in, checkout):
    built_in.mkdir(parents=True)
    assert find_guide(checkout).package == str(built_in)


def test_a_program_that_runs_from_a_checkout_uses_what_was_built_there(
    built_in, checkout, tmp_path, monkeypatch
):
    built_in.mkdir(parents=True)
    package = checkout / "build" / "package"
    package.mkdir(parents=True)
    (package / "package.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(guide_source, "PROGRAM", checkout / "src" / "dbep_ig")
    assert find_guide(tmp_path).package == str(package)
    monkeypatch.setattr(
        guide_source, "PROGRAM", checkout / ".venv" / "dbep_ig"
    )  # installed, below a checkout
    assert find_guide(tmp_path).package == str(built_in)


def test_where_there_is_none_the_report_says_so(built_in, checkout):
    assert find_guide(checkout) is None
    assert NO_GUIDE in Validator.open(folder=checkout).notes
    assert NO_GUIDE not in Validator.open(folder=checkout, without_guide=True).notes
