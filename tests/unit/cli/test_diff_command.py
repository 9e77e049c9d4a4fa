"""`dbep diff` between what people name: revisions, folders, packages."""

import json
import shutil
import subprocess

import pytest

from dbep_ig.host import git_revisions
from tests.command import dbep
from tests.unit.scenarios.small_guide import FOLDER


def git(folder, *words):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def guide(tmp_path, monkeypatch):
    """A small guide in git, with a tag, below the folder of the repository."""
    folder = tmp_path / "repository" / "guide"
    shutil.copytree(FOLDER, folder)
    git(folder.parent, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x")
    git(folder, "tag", "v1")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DBEP_PACKAGES", str(tmp_path / "no-cache"))
    return folder


def run(*words):
    return dbep("diff", *words)


def edit(folder, old, new):
    for file in (folder / "model").rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            return
    raise AssertionError(old)


def kinds(*words):
    code, out, trouble = run(*words, "--format", "json")
    assert out, trouble
    return code, [(change["kind"], change.get("model", "")) for change in json.loads(out)["changes"]]


def test_nothing_has_changed_since_the_last_commit(guide):
    code, out, _ = run()
    assert code == 0
    assert "0 breaking, 0 other, 0 in texts." in out
    assert out.count("\n") == 1


def test_a_change_is_reported_in_the_model_s_words_with_its_path_and_whom_it_breaks(guide):
    edit(guide, "cardinality: 0..1", "cardinality: 1..1")
    code, found = kinds()
    assert code == 1
    assert [kind for kind, _ in found] == ["min-raised"]
    assert "." in found[0][1]
    code, out, _ = run("--lang", "nb")
    assert "høyere minste antall: 0 → 1" in out
    assert "[brytende for sendere]" in out
    assert run("--exit-zero")[0] == 0


def test_two_revisions_and_the_way_back(guide):
    edit(guide, "cardinality: 0..1", "cardinality: 1..1")
    git(guide, "commit", "-qam", "y")
    assert kinds("v1", "HEAD")[1][0][0] == "min-raised"
    assert kinds("HEAD", "v1")[1][0][0] == "min-lowered"
    assert kinds("HEAD") == (0, [])
    assert kinds("HEAD~1", "v1") == (0, [])


def test_a_text_alone_breaks_nobody(guide):
    text = next((guide / "model").rglob("*.yaml")).read_text(encoding="utf-8")
    definition = next(line for line in text.splitlines() if "definition: {nb: " in line)
    edit(guide, definition, definition.replace("{nb: ", "{nb: Ny ", 1))
    code, found = kinds()
    assert code == 0
    assert {kind for kind, _ in found} == {"text-changed"}


def test_a_package_and_what_is_written_now(guide, tmp_path):
    assert dbep("build", "--no-site")[0] == 0
    package = next((guide / "build").glob("*.tgz"))
    assert kinds(str(package)) == (0, [])
    edit(guide, "cardinality: 0..1", "cardinality: 1..1")
    assert kinds("build/package")[1][0][0] == "min-raised"
    assert kinds(str(package), "build/package") == (0, [])
    assert kinds("build/package", str(guide))[1][0][0] == "min-raised"


def test_markdown_into_a_file(guide, tmp_path):
    edit(guide, "cardinality: 0..1", "cardinality: 1..1")
    target = tmp_path / "changes.md"
    code, out, _ = run("--format", "markdown", "-o", str(target))
    assert (code, out) == (1, "")
    text = target.read_text(encoding="utf-8")
    assert "| Element | FHIR | Change | Before | Now | Breaking |" in text
    assert "breaks senders" in text
    code, _, trouble = run("-o", str(tmp_path / "not-there" / "x"))
    assert code == 2
    assert "not-there" in trouble


@pytest.mark.parametrize("asked", ["v9", "--upload-pack=x", "main:model", "no such"])
def test_what_is_neither_a_package_nor_a_revision_is_an_error(guide, asked):
    code, out, trouble = run("--", asked)
    assert (code, out) == (2, "")
    assert "DBEP6072" in trouble


def test_without_git_a_revision_is_none_and_the_message_says_so(guide, monkeypatch):
    monkeypatch.setattr(git_revisions, "which", lambda _: None)
    code, _, trouble = run("v1")
    assert code == 2
    assert "DBEP6072" in trouble
    assert "git is not installed" in trouble


def test_without_a_guide_and_with_no_package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, trouble = run("v1")
    assert code == 2
    assert "has no guide" in trouble


def test_a_revision_that_git_cannot_read_is_an_error(guide):
    for file in (guide.parent / ".git" / "objects").rglob("*"):
        if file.is_file():
            data = subprocess.run(
                ["git", "cat-file", "-t", file.parent.name + file.name],
                cwd=guide,
                capture_output=True,
                check=False,
            )
            if data.stdout.strip() == b"blob":
                file.unlink()
    code, _, trouble = run("v1")
    assert code == 2
    assert "DBEP6073" in trouble


def test_a_version_with_errors_cannot_be_compared(guide):
    edit(guide, "cardinality: 0..1", "cardinality: 1..0")
    code, out, trouble = run()
    assert (code, out) == (2, "")
    assert "DBEP6074" in trouble
    assert "model/" in trouble


def test_a_revision_without_a_guide_is_an_error(guide):
    git(guide, "rm", "-q", "--cached", "guide.yaml")
    git(guide, "commit", "-qm", "z")
    code, _, trouble = run("HEAD")
    assert code == 2
    assert "DBEP6072" in trouble
    assert "guide.yaml is missing" in trouble
