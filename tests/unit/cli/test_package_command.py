"""`dbep package …` from the outside: words in, text and exit code out."""

import json
from pathlib import Path

import pytest

from tests.command import dbep
from tests.unit.packages.made import package_files, tgz, value_set


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        return dbep(*words, DBEP_PACKAGES=str(tmp_path / "cache"), SOURCE_DATE_EPOCH="7")

    return run


@pytest.fixture
def archive(tmp_path) -> Path:
    """a#1.0.0, which needs b#1.0.0; both lie in the folder."""
    (tmp_path / "b.tgz").write_bytes(tgz(package_files("b#1.0.0", value_set("b"))))
    path = tmp_path / "a.tgz"
    path.write_bytes(
        tgz(package_files("a#1.0.0", value_set("a"), dependencies={"b": "1.0.0"}, title="First"))
    )
    return path


def test_add_list_verify_and_what_has_changed(call, archive, tmp_path):
    assert call("package", "list") == (0, "", f"0 packages in {tmp_path / 'cache'}\n")
    code, out, err = call("package", "add", "a.tgz", "b.tgz")
    assert (code, out.split()) == (0, ["a#1.0.0", "b#1.0.0"]), err
    assert call("package", "list")[1].split() == ["a#1.0.0", "b#1.0.0"]
    assert json.loads(call("package", "list", "--format", "json")[1])["packages"] == ["a#1.0.0", "b#1.0.0"]
    assert sorted(json.loads(Path("dbep.lock").read_text())["packages"]) == ["a#1.0.0", "b#1.0.0"]
    assert call("package", "verify")[0] == 0
    (tmp_path / "cache" / "b#1.0.0" / "package" / "ValueSet-b.json").write_text("{}")
    code, out, _ = call("package", "verify")
    assert code == 1
    assert "DBEP3040" in out
    assert [
        each["code"] for each in json.loads(call("package", "verify", "--format", "json")[1])["issues"]
    ] == ["DBEP3040"]
    assert call("package", "lock")[0] == 0
    assert call("package", "verify")[0] == 0


def test_add_keeps_what_was_locked_before(call, archive):
    assert call("package", "add", "b.tgz")[0] == 0
    assert call("package", "add", "a.tgz")[0] == 0
    assert sorted(json.loads(Path("dbep.lock").read_text())["packages"]) == ["a#1.0.0", "b#1.0.0"]


GUIDE = """
guide: example.guide
canonical: http://example.org/guide
version: 0.1.0
name: Guide
title: {nb: Guide, en: Guide}
definition: {nb: Guide, en: Guide}
status: draft
date: 2026-11-22
fhirVersion: 4.0.1
languages: [nb, en]
publisher: Someone
prefix: ex
dependencies:
  example.base: {version: 1.0.0, canonical: "http://example.org/base"}
  example.other: {version: 1.0.0, canonical: "http://example.org/other", optional: true}
"""


def test_the_first_lock_of_a_guide_holds_what_it_builds_on(call):
    Path("base.tgz").write_bytes(tgz(package_files("example.base#1.0.0", value_set("b"))))
    code, _, err = call("package", "lock")
    assert code == 2
    assert "DBEP3035" in err  # no packages named, no lock, no guide
    Path("guide.yaml").write_text("guide: example.guide\n")
    assert "DBEP10" in call("package", "lock")[2]
    Path("guide.yaml").write_text(GUIDE)
    code, _, err = call("package", "lock")
    assert code == 2
    assert "DBEP3030" in err
    assert "example.other" not in err
    assert call("package", "add", "base.tgz")[0] == 0
    Path("dbep.lock").unlink()
    code, out, err = call("package", "lock")
    assert (code, out) == (0, "example.base#1.0.0\n"), err
    assert call("package", "verify")[0] == 0


def test_verify_says_what_is_not_locked_or_gone(call, archive, tmp_path):
    assert call("package", "verify")[0] == 2  # there is no lock
    call("package", "lock", "b.tgz")
    code, out, _ = call("package", "verify", "a.tgz", "b.tgz")
    assert code == 0
    assert "DBEP3042" in out
    code, out, _ = call("package", "verify")  # b is in no cache
    assert code == 2
    assert "DBEP3030" in out


def test_info(call, archive):
    code, out, _ = call("package", "info", "a.tgz")
    assert code == 0
    assert "First" in out
    facts = json.loads(call("package", "info", "a.tgz", "--format", "json")[1])
    assert facts["package"] == "a#1.0.0"
    assert facts["resources"] == {"ValueSet": 1}
    assert facts["dependencies"] == {"b": "1.0.0"}
    assert len(facts["sha256"]) == 64
    code, _, err = call("package", "info", "nothing")
    assert code == 2
    assert "DBEP3030" in err


def test_export(call, archive):
    assert call("package", "export", "a.tgz", "-o", "1.tgz") == (0, "1.tgz\n", "")
    assert call("package", "export", "1.tgz", "-o", "folder")[0] == 0
    assert call("package", "export", "folder", "--output", "2.tgz", "--format", "json")[0] == 0
    assert Path("1.tgz").read_bytes() == Path("2.tgz").read_bytes()
    assert call("package", "export", "nothing", "-o", "3.tgz")[0] == 2
    code, _, err = call("package", "export", "a.tgz", "-o", "folder")
    assert code == 2
    assert "DBEP3036" in err


def test_a_bad_archive_changes_nothing(call, tmp_path):
    Path("bad.tgz").write_bytes(tgz(package_files("a#1") | {"../x": b""}))
    code, out, err = call("package", "add", "bad.tgz")
    assert (code, out) == (2, "")
    assert "DBEP3013" in err
    assert not Path("dbep.lock").exists()
    assert not (tmp_path / "cache").exists()


def test_add_refuses_loose_files_and_another_package_of_the_same_name(call, archive, tmp_path):
    Path("loose").mkdir()
    Path("loose/a.json").write_text(json.dumps(value_set("a")))
    code, _, err = call("package", "add", "loose")
    assert code == 2
    assert "DBEP3020" in err
    assert call("package", "add", "b.tgz")[0] == 0
    assert call("package", "add", "b.tgz")[0] == 0
    locked = Path("dbep.lock").read_text()
    Path("b.tgz").write_bytes(tgz(package_files("b#1.0.0", value_set("b", title="another"))))
    code, _, err = call("package", "add", "b.tgz", "--cache", str(tmp_path / "cache"))
    assert code == 2
    assert "DBEP3040" in err  # the lock says so first
    Path("dbep.lock").unlink()
    code, _, err = call("package", "add", "b.tgz")
    assert code == 2
    assert "DBEP3036" in err
    assert not Path("dbep.lock").exists()
    assert "b#1.0.0" in locked


def test_messages_in_norwegian(call):
    _, _, err = call("package", "info", "ingenting", "--lang", "nb")
    assert "feil" in err
    assert "verken en fil" in err


def test_an_action_is_needed(call):
    assert call("package")[0] == 2
    assert call("package", "nothing")[0] == 2
