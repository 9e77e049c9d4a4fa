"""`--guide`: which of the available versions is meant, and what is said when none is (DBEP3044)."""

import shutil

import pytest

from dbep_ig.host import guide_source
from dbep_ig.host.guide_choice import available_guides, choose_guide
from dbep_ig.host.packages import PackageSettings
from dbep_ig.host.packed_guides import pack_guides
from dbep_ig.validator import CouldNotOpen, Validator

from .guides import guide_package, in_build, in_cache, in_releases


@pytest.fixture
def settings(tmp_path):
    return PackageSettings(tmp_path / "cache")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with a build of 0.3.0 and a release; an installation with two versions; a cache with two."""
    packed = tmp_path / "installed" / "_data" / "guides"
    monkeypatch.setattr(guide_source, "PACKED", packed)
    monkeypatch.setattr(guide_source, "PROGRAM", tmp_path / "installed")
    pack_guides(guide_package("g#0.2.1"), [guide_package("g#0.1.0"), guide_package("g#0.2.0")], packed)
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "guide.yaml").write_text("id: g\n", encoding="utf-8")
    in_build(folder, "g#0.3.0")
    in_releases(folder, "g#0.2.0")
    in_cache(tmp_path / "cache", "g#0.0.1")
    in_cache(tmp_path / "cache", "g#0.2.0")
    in_cache(tmp_path / "cache", "other#9.0.0")
    return folder


@pytest.mark.parametrize(
    ("asked", "label", "origin"),
    [
        ("0.3.0", "g#0.3.0", "built"),
        ("0.2.0", "g#0.2.0", "release"),
        ("0.2.1", "g#0.2.1", "included"),
        ("0.1.0", "g#0.1.0", "included"),
        ("0.0.1", "g#0.0.1", "cache"),
        ("g#0.2.0", "g#0.2.0", "release"),
        ("g@0.2.0", "g#0.2.0", "release"),
        ("0.2.x", "g#0.2.1", "included"),
        ("0.x", "g#0.3.0", "built"),
        ("latest", "g#0.3.0", "built"),
        ("g#latest", "g#0.3.0", "built"),
        ("g", "g#0.3.0", "built"),
        ("other#9.0.0", "other#9.0.0", "cache"),
        ("other#9.x", "other#9.0.0", "cache"),
    ],
)
def test_a_version_is_looked_for_in_order(checkout, settings, asked, label, origin):
    chosen = choose_guide(asked, checkout, settings).value
    assert (chosen.label, chosen.origin) == (label, origin)


def test_a_release_goes_before_a_build_of_the_same_version(checkout, settings):
    """The build is the same, or is from before the release."""
    in_build(checkout, "g#0.2.0")
    assert choose_guide("0.2.0", checkout, settings).value.origin == "release"


def test_another_guides_release_of_the_same_version_does_not(checkout, settings):
    in_build(checkout, "mine#0.2.0")
    (checkout / "releases" / "g-0.2.0.tgz").unlink()
    assert choose_guide("0.2.0", checkout, settings).value.label == "mine#0.2.0"
    assert choose_guide("g#0.2.0", checkout, settings).value.origin == "included"


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("0.5.0", "mine#0.5.0"),
        ("latest", "mine#0.5.0"),
        ("*", "mine#0.5.0"),
        ("0.x", "mine#0.5.0"),
        ("g", "g#0.9.0"),
    ],
)
def test_without_an_id_the_versions_of_other_guides_do_not_count(checkout, settings, asked, label):
    in_build(checkout, "mine#0.5.0")
    in_releases(checkout, "g#0.9.0")
    assert choose_guide(asked, checkout, settings).value.label == label


@pytest.mark.parametrize("asked", ["0.2.1", "0.2.x"])
def test_a_version_that_only_another_guide_has_is_not_available_and_the_others_are_named(
    checkout, settings, asked
):
    """DBEP3044"""
    in_build(checkout, "mine#0.5.0")
    chosen = choose_guide(asked, checkout, settings)
    (issue,) = chosen.issues
    assert chosen.value is None
    assert {"g#0.2.1", "mine#0.5.0"} <= set(issue.params["available"])
    assert " (did you mean g#0.2." in issue.params["hint"].en


def test_where_nothing_can_be_the_default_the_first_release_says_whose_versions_are_meant(
    checkout, settings, monkeypatch
):
    monkeypatch.setattr(guide_source, "PACKED", checkout / "none")
    shutil.rmtree(checkout / "build")
    assert choose_guide("latest", checkout, settings).value.label == "g#0.2.0"


@pytest.mark.parametrize("asked", ["", " "])
def test_an_empty_value_is_called_so(checkout, settings, asked):
    """DBEP3044"""
    (issue,) = choose_guide(asked, checkout, settings).issues
    assert issue.message("en").startswith(
        "The guide without a name (an empty value) is not available; available: g#0.3.0"
    )
    assert issue.message("nb").startswith(
        "Guiden uten navn (tom verdi) er ikke tilgjengelig; tilgjengelig: g#0.3.0"
    )
    assert issue.location.document == "--guide"


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("0.2.3", " (did you mean g#0.2.1?)"),
        ("g#0.2.2", " (did you mean g#0.2.1?)"),
        ("h#0.3.0", " (did you mean g#0.3.0?)"),
        ("9.x", ""),
        ("", ""),
        ("../../etc", ""),
        ("a#b#c", ""),
        ("zzz", ""),
    ],
)
def test_what_is_not_available_is_one_issue_that_lists_what_is(checkout, settings, asked, hint):
    """DBEP3044"""
    chosen = choose_guide(asked, checkout, settings)
    (issue,) = chosen.issues
    assert (chosen.value, issue.rule.code) == (None, "DBEP3044")
    assert issue.params["available"] == ["g#0.3.0", "g#0.2.0", "g#0.2.1", "g#0.1.0", "g#0.0.1"]
    assert issue.params["hint"].en == hint


def test_where_there_is_no_guide_at_all_none_is_listed(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(guide_source, "PACKED", tmp_path / "none")
    monkeypatch.setattr(guide_source, "PROGRAM", tmp_path)
    (issue,) = choose_guide("0.1.0", tmp_path, settings).issues
    assert issue.message("en") == "The guide 0.1.0 is not available; available: none"
    assert issue.message("nb") == "Guiden 0.1.0 er ikke tilgjengelig; tilgjengelig: ingen"


def test_every_available_one_is_listed_in_order_of_precedence(checkout, settings):
    assert [(one.version, one.origin) for one in available_guides(checkout, settings).value] == [
        ("0.3.0", "built"),
        ("0.2.0", "release"),
        ("0.2.1", "included"),
        ("0.2.0", "included"),
        ("0.1.0", "included"),
        ("0.2.0", "cache"),
        ("0.0.1", "cache"),
    ]


def test_a_release_that_cannot_be_used_is_a_warning_beside_the_guide_that_can(checkout, settings):
    """DBEP3045"""
    (checkout / "releases" / "g-0.4.0.tgz").write_bytes(b"damaged")
    report = Validator.open(guide="0.2.0", folder=checkout, package_settings=settings).check("x.json", b"{}")
    assert [issue.severity.code for issue in report.issues if issue.rule.code == "DBEP3045"] == ["warning"]
    with pytest.raises(CouldNotOpen) as refused:
        Validator.open(guide="0.4.0", folder=checkout, package_settings=settings)
    assert {issue.rule.code for issue in refused.value.issues} == {"DBEP3044", "DBEP3045"}


def test_the_library_opens_the_version_and_the_packages_beside_it(checkout, settings, tmp_path):
    in_cache(tmp_path / "cache", "mine#1.0.0", version="1.0.0")
    opened = Validator.open(["mine#1.0.0"], guide="0.2.0", folder=checkout, package_settings=settings)
    assert opened.guide == "g#0.2.0"
    assert [package.label for package in opened.packages.packages] == ["g#0.2.0", "mine#1.0.0"]
    assert [note.en.partition(",")[0] for note in opened.notes] == [
        "The guide is g#0.2.0 (draft)",
        "Package: mine#1.0.0 (draft).",
    ]
    assert Validator.open(folder=checkout, package_settings=settings).guide == "g#0.3.0"
    beside = Validator.open(["mine#1.0.0"], folder=checkout, package_settings=settings)
    assert beside.guide == "g#0.3.0"
    alone = Validator.open(["mine#1.0.0"], without_guide=True, folder=checkout, package_settings=settings)
    assert (alone.guide, [note.nb for note in alone.notes]) == (None, ["Pakke: mine#1.0.0 (utkast)."])
