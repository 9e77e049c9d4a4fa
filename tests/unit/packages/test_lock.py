"""dbep.lock: the same content has the same digest wherever it lies, and other content is an error."""

import pytest

from dbep_ig.engine.packages import MemoryFiles, loose_package, open_package
from dbep_ig.engine.packages.lock import Lock, lock_of, package_digest, read_lock

from .made import package, package_files, value_set


def codes(issues) -> list[str]:
    return [issue.rule.code for issue in issues]


def test_a_lock_written_is_read_and_holds():
    packages = [package("b#1.0.0", value_set("a")), package("a#2.0.0")]
    lock = lock_of(packages)
    read = read_lock("dbep.lock", lock.text().encode())
    assert read.issues == ()
    assert dict(read.value.digests) == dict(lock.digests)
    assert read.value.text() == lock.text()
    assert list(read.value.digests) == ["a#2.0.0", "b#1.0.0"]
    assert read.value.check(packages, complete=True) == ()
    assert read.value.versions() == {"a": "2.0.0", "b": "1.0.0"}


def test_other_content_is_an_error():
    """DBEP3040."""
    lock = lock_of([package("a#1", value_set("a"))])
    issues = lock.check([package("a#1", value_set("a", title="new"))])
    assert codes(issues) == ["DBEP3040"]
    assert issues[0].is_error
    assert codes(lock.check([package("a#1")])) == ["DBEP3040"]
    assert codes(lock.check([package("a#1", value_set("a"), value_set("b"))])) == ["DBEP3040"]


def test_what_is_not_locked_is_said_when_the_whole_is_asked_for():
    """DBEP3042; loose files cannot be locked."""
    lock = Lock("dbep.lock", {})
    loose = loose_package("folder", MemoryFiles.of({}))
    assert codes(lock.check([package("a#1"), loose])) == []
    assert codes(lock.check([package("a#1"), loose], complete=True)) == ["DBEP3042"]


def test_what_installers_add_does_not_change_the_digest():
    files = package_files("a#1", value_set("a"))
    installed = {**files, "package/.index.json": b"{}", "package/.firely.index.json": b"{}", "other/x": b""}
    digests = {package_digest(open_package("a", MemoryFiles.of(each)).value) for each in (files, installed)}
    assert len(digests) == 1


def test_two_versions_of_one_package_decide_nothing():
    assert Lock("l", {"a#1": "0" * 64, "a#2": "0" * 64, "b#1": "0" * 64}).versions() == {"b": "1"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"lock-version": 2, "packages": {}}',
        b'{"lock-version": 1}',
        b'{"lock-version": 1, "packages": []}',
        b'{"lock-version": 1, "packages": {"a#1": "abc"}}',
        b'{"lock-version": 1, "packages": {"a#1": 7}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_lock_is_said(content):
    """DBEP3041."""
    result = read_lock("dbep.lock", content)
    assert result.value is None
    assert codes(result.issues) == ["DBEP3041"]
