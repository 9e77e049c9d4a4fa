"""`releases/`: what is read, and what is wrong with a file that is not (DBEP3045)."""

import os

import pytest

from dbep_ig.engine.packages.tar_writing import pack_tgz
from dbep_ig.host.releases import read_releases

from .guides import as_json, in_releases


def found(checkout):
    result = read_releases(checkout)
    return [one.package.label for one in result.value], [
        (issue.rule.code, os.path.basename(issue.location.document), issue.params["reason"].en)
        for issue in result.issues
    ]


def test_each_archive_is_a_release_and_nothing_else_is(tmp_path):
    in_releases(tmp_path, "g#0.2.0")
    in_releases(tmp_path, "g#0.1.0")
    (tmp_path / "releases" / "README.md").write_text("# Releases\n", encoding="utf-8")
    (tmp_path / "releases" / "old.tgz").mkdir()
    assert found(tmp_path) == (["g#0.1.0", "g#0.2.0"], [])


def test_a_checkout_without_any_has_none(tmp_path):
    assert found(tmp_path) == ([], [])
    (tmp_path / "releases").write_text("a file", encoding="utf-8")
    assert found(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "DBEP3010"),
        (b"not an archive", "DBEP3010"),
        (pack_tgz({"package/package.json": as_json({"name": "g"})}, seconds=0), "DBEP3021"),
        (pack_tgz({"package/x.json": b"{}"}, seconds=0), "DBEP3020"),
        (pack_tgz({"package/package.json": b"{"}, seconds=0), "DBEP3021"),
    ],
)
def test_a_damaged_one_is_one_issue_with_the_reason(tmp_path, content, code):
    """DBEP3045"""
    in_releases(tmp_path, "g#0.1.0")
    (tmp_path / "releases" / "g-0.2.0.tgz").write_bytes(content)
    labels, issues = found(tmp_path)
    assert labels == ["g#0.1.0"]
    assert [one[:2] for one in issues] == [("DBEP3045", "g-0.2.0.tgz")]
    (issue,) = read_releases(tmp_path).issues
    assert issue.message("en").endswith("cannot be used as a released version: it cannot be read")
    assert issue.message("nb").endswith("kan ikke brukes som utgitt versjon: den kan ikke leses")
    assert [why.rule.code for why in issue.detail] == [code]


def test_one_that_is_cut_off_is_damaged(tmp_path):
    file = in_releases(tmp_path, "g#0.1.0")
    file.write_bytes(file.read_bytes()[:100])
    assert [code for code, _, _ in found(tmp_path)[1]] == ["DBEP3045"]


def test_one_of_another_name_is_told_the_right_one(tmp_path):
    in_releases(tmp_path, "g#0.1.0", "g-0.1.tgz")
    assert found(tmp_path) == (
        [],
        [("DBEP3045", "g-0.1.tgz", "it contains g#0.1.0 and must be named g-0.1.0.tgz")],
    )


def test_two_of_one_version_are_one_issue(tmp_path):
    in_releases(tmp_path, "g#0.1.0")
    in_releases(tmp_path, "g#0.1.0", "g-0.1.0b.tgz")
    assert found(tmp_path) == (
        ["g#0.1.0"],
        [("DBEP3045", "g-0.1.0b.tgz", "it contains g#0.1.0, as g-0.1.0.tgz does")],
    )


def test_a_link_to_nothing_is_no_release(tmp_path):
    file = in_releases(tmp_path, "g#0.1.0")
    file.unlink()
    file.symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == ([], [])
