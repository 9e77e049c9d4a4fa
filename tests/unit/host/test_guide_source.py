"""The guide that is meant when none is named, and what a report says of it."""

from pathlib import Path

import pytest

from dbep_ig.host import guide_source
from dbep_ig.host.guide_source import NO_GUIDE, GuideSource, find_guide, guides_here
from dbep_ig.host.packed_guides import pack_guides, packed_guides
from dbep_ig.validator import Validator

from .guides import guide_package, in_build, in_releases


@pytest.fixture
def packed(tmp_path, monkeypatch):
    """Where an installation has its guides; the folder is not there yet."""
    folder = tmp_path / "installed" / "_data" / "guides"
    monkeypatch.setattr(guide_source, "PACKED", folder)
    monkeypatch.setattr(guide_source, "PROGRAM", tmp_path / "installed")
    return folder


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "checkout"
    (folder / "model").mkdir(parents=True)
    (folder / "guide.yaml").write_text("id: x\n", encoding="utf-8")
    return folder


def test_the_one_that_was_built_in_the_checkout_comes_first(packed, checkout):
    pack_guides(guide_package("g#0.1.0"), [], packed)
    package = in_build(checkout, "g#0.2.0")
    found = find_guide(checkout / "model")
    assert (found.package, found.id, found.version, found.is_stale) == (str(package), "g", "0.2.0", False)


def test_a_checkout_that_is_not_built_leaves_the_installed_one(packed, checkout):
    pack_guides(guide_package("g#0.1.0"), [], packed)
    in_releases(checkout, "g#0.3.0")  # a release is used when it is asked for
    assert find_guide(checkout).package == str(packed / "g#0.1.0")


def test_a_program_that_runs_from_a_checkout_uses_what_was_built_there(
    packed, checkout, tmp_path, monkeypatch
):
    pack_guides(guide_package("g#0.1.0"), [], packed)
    package = in_build(checkout, "g#0.2.0")
    monkeypatch.setattr(guide_source, "PROGRAM", checkout / "src" / "dbep_ig")
    assert find_guide(tmp_path).package == str(package)
    monkeypatch.setattr(
        guide_source, "PROGRAM", checkout / ".venv" / "dbep_ig"
    )  # installed, below a checkout
    assert find_guide(tmp_path).package == str(packed / "g#0.1.0")


def test_where_there_is_none_the_report_says_so(packed, checkout):
    assert find_guide(checkout) is None
    opened = Validator.open(folder=checkout)
    assert NO_GUIDE in opened.notes
    assert opened.guide is None
    assert NO_GUIDE not in Validator.open(folder=checkout, without_guide=True).notes


def test_of_several_packed_guides_the_one_of_the_yaml_is_the_default(packed, tmp_path):
    """Also where a release is newer: the wheel of a maintenance branch."""
    releases = [guide_package(f"g#{version}") for version in ("0.1.0", "0.10.0", "0.9.0")]
    pack_guides(guide_package("g#0.1.1"), releases, packed)
    assert [(one.label, one.is_released) for one in packed_guides(packed)] == [
        ("g#0.1.1", False),
        ("g#0.10.0", True),
        ("g#0.9.0", True),
        ("g#0.1.0", True),
    ]
    assert find_guide(tmp_path).version == "0.1.1"


def test_a_guide_that_is_built_and_released_is_packed_once(packed):
    pack_guides(guide_package("g#0.2.0"), [guide_package("g#0.1.0"), guide_package("g#0.2.0")], packed)
    assert [(one.label, one.is_released) for one in packed_guides(packed)] == [
        ("g#0.2.0", True),
        ("g#0.1.0", True),
    ]
    assert sorted(path.name for path in packed.iterdir()) == ["g#0.1.0", "g#0.2.0", "guides.json"]


def test_packing_into_a_folder_that_cannot_be_written_says_why(packed):
    packed.parent.mkdir(parents=True)
    packed.write_text("a file", encoding="utf-8")
    assert [issue.rule.code for issue in pack_guides(guide_package("g#0.2.0"), [], packed).issues] == [
        "DBEP3036"
    ]
    assert packed_guides(packed) == ()


def test_all_that_is_here_in_order_of_precedence(packed, checkout):
    pack_guides(guide_package("g#0.1.0"), [guide_package("g#0.0.9")], packed)
    in_build(checkout, "g#0.2.0")
    in_releases(checkout, "g#0.1.0")
    in_releases(checkout, "g#0.0.9")
    found = guides_here(checkout)
    assert found.issues == ()
    assert [(one.version, one.origin, one.is_released) for one in found.value] == [
        ("0.2.0", "built", False),
        ("0.0.9", "release", True),
        ("0.1.0", "release", True),
        ("0.1.0", "included", False),
        ("0.0.9", "included", True),
    ]


PLACE = Path("/home/x")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (GuideSource("p", "g#1.0.0", "built", PLACE), "The guide is g#1.0.0 (draft), built in /home/x."),
        (
            GuideSource("p", "g#1.0.0", "built", PLACE, is_stale=True),
            "The guide is g#1.0.0 (draft), last built in /home/x; the YAML has changed since: run `dbep build`.",
        ),
        (
            GuideSource("p", "g#1.0.0", "release", PLACE, is_released=True),
            "The guide is g#1.0.0 (draft), released version in /home/x.",
        ),
        (
            GuideSource("p", "g#1.0.0", "included", PLACE, is_released=False),
            "The guide is g#1.0.0 (draft), which comes with dbep.",
        ),
        (
            GuideSource("p", "g#1.0.0", "included", PLACE, is_released=True),
            "The guide is g#1.0.0 (draft), released version that comes with dbep.",
        ),
        (
            GuideSource("g#1.0.0", "g#1.0.0", "cache", PLACE),
            "The guide is g#1.0.0 (draft), in the FHIR cache.",
        ),
    ],
)
def test_a_report_names_the_guide_its_status_and_where_it_is_from(source, said):
    note = source.note("draft")
    assert note.en == said
    assert note.nb.startswith("Guiden er g#1.0.0 (utkast), ")
    assert source.note(None).en == said.replace(" (draft)", "")
    assert source.note("active").nb.startswith("Guiden er g#1.0.0 (gjeldende), ")
    assert source.note("unheard-of").en.startswith("The guide is g#1.0.0 (unheard-of), ")


@pytest.mark.parametrize("content", ["{}", "[]", "{", '{"name": 1}', ""])
def test_a_damaged_build_is_reported_when_it_is_opened_and_not_before(packed, checkout, content):
    """DBEP3021"""
    from dbep_ig.validator import CouldNotOpen

    (in_build(checkout, "g#0.2.0") / "package.json").write_text(content, encoding="utf-8")
    assert find_guide(checkout).origin == "built"
    with pytest.raises(CouldNotOpen) as refused:
        Validator.open(folder=checkout)
    assert [issue.rule.code for issue in refused.value.issues] == ["DBEP3021"]
