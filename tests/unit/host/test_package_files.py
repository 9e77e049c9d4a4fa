"""Folders and archives as packages; writing a package's files to disk, and never anywhere else."""

import os

import pytest

from dbep_ig.engine.packages import Limits, MemoryFiles
from dbep_ig.host.package_files import FolderFiles, files_of_archive, files_of_folder, write_files
from tests.unit.packages.made import tgz


def codes(result) -> list[str]:
    return [issue.rule.code for issue in result.issues]


def everything(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("prefix", ["", "package"])
def test_a_package_folder_in_both_forms(tmp_path, prefix):
    inner = tmp_path / prefix
    inner.mkdir(exist_ok=True)
    (inner / "package.json").write_bytes(b"{}")
    (inner / "example").mkdir()
    (inner / "example" / "a.json").write_bytes(b"1")
    files = files_of_folder(tmp_path)
    assert list(files.paths()) == ["package/example/a.json", "package/package.json"]
    assert files.read("package/example/a.json") == b"1"


def test_a_folder_of_loose_files(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.json").write_bytes(b"1")
    assert list(files_of_folder(tmp_path).paths()) == ["sub/a.json"]


def test_what_is_installed_into_a_package_is_not_of_it(tmp_path):
    """But the package itself may lie among what a package manager has installed."""
    package = tmp_path / "node_modules" / "my.guide"
    for name in (
        "package.json",
        "a.json",
        "sub/b.json",
        "node_modules/other/c.json",
        "sub/node_modules/d.json",
    ):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(b"{}")
    assert list(files_of_folder(package).paths()) == [
        "package/a.json",
        "package/package.json",
        "package/sub/b.json",
    ]


def test_a_file_that_is_gone_is_a_key_error(tmp_path):
    (tmp_path / "a.json").write_bytes(b"1")
    files = FolderFiles(tmp_path)
    assert list(files.paths()) == ["a.json"]
    (tmp_path / "a.json").unlink()
    with pytest.raises(KeyError):
        files.read("a.json")


def test_an_archive_that_is_too_large_is_not_even_read(tmp_path):
    (tmp_path / "a.tgz").write_bytes(b"x" * 101)
    assert codes(files_of_archive(tmp_path / "a.tgz", Limits(total_bytes=100))) == ["DBEP3012"]


def test_an_archive_that_is_a_folder_or_missing(tmp_path):
    assert codes(files_of_archive(tmp_path)) == ["DBEP3035"]
    assert codes(files_of_archive(tmp_path / "nothing")) == ["DBEP3035"]


def test_files_are_written_whole(tmp_path):
    files = MemoryFiles.of({"package/a.json": b"1", "package/example/b.json": b"2"})
    result = write_files(files, tmp_path / "deep" / "p#1")
    assert result.value == tmp_path / "deep" / "p#1"
    assert everything(tmp_path) == {"deep/p#1/package/a.json", "deep/p#1/package/example/b.json"}


@pytest.mark.parametrize("path", ["../a", "/a", "package/../../a", "..\\a", "c:/a"])
def test_nothing_is_written_outside_the_folder(tmp_path, path):
    """The archive reader refuses such paths already; the writer does not rely on that."""
    target = tmp_path / "inside" / "p#1"
    result = write_files(MemoryFiles.of({"package/ok.json": b"1", path: b"2"}), target)
    assert result.value is None
    assert codes(result) == ["DBEP3013"]
    assert everything(tmp_path) == set()


def test_names_that_collide_are_not_written(tmp_path):
    result = write_files(MemoryFiles.of({"package/a.json": b"1", "package/A.json": b"2"}), tmp_path / "p#1")
    assert codes(result) == ["DBEP3015"]
    assert result.issues[0].is_error
    assert everything(tmp_path) == set()


def test_a_folder_that_is_taken_is_left_alone(tmp_path):
    """DBEP3036; nothing half-written stays behind."""
    (tmp_path / "p#1").mkdir()
    (tmp_path / "p#1" / "mine").write_bytes(b"mine")
    result = write_files(MemoryFiles.of({"package/a.json": b"1"}), tmp_path / "p#1")
    assert codes(result) == ["DBEP3036"]
    assert everything(tmp_path) == {"p#1/mine"}
    assert os.listdir(tmp_path) == ["p#1"]


def test_a_file_where_a_folder_should_be(tmp_path):
    (tmp_path / "p").write_bytes(b"")
    assert codes(write_files(MemoryFiles.of({"a": b"1"}), tmp_path / "p" / "q")) == ["DBEP3036"]


@pytest.mark.parametrize("path", ["../evil", "package/../../evil", "/tmp/evil-dbep-test"])
def test_an_evil_archive_never_reaches_the_disk(tmp_path, path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.tgz").write_bytes(tgz({"package/package.json": b"{}", path: b"evil"}))
    assert codes(files_of_archive(tmp_path / "x" / "a.tgz")) == ["DBEP3013"]
    assert everything(tmp_path) == {"x/a.tgz"}
