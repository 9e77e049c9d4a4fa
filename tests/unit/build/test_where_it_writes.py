"""Where a build writes: never over what people wrote, whatever is in its way, whatever files are called."""

import os
import sys

import pytest

from dbep_ig import build

from .guides import as_new_process, built, files_of, write_small_guide


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "guide"
    write_small_guide(folder)
    return folder


def test_the_folder_of_a_guide_is_not_written_to(folder, monkeypatch):
    before = files_of(folder)
    monkeypatch.chdir(folder)
    for into in (folder, "."):
        made = build.guide(folder, into=into, site=False)
        assert [issue.code for issue in made.report.issues] == ["DBEP6022"]
        assert made.folder is None
    with pytest.raises(ValueError, match=r"guide\.yaml"):
        build.guide(folder, site=False).write(folder)
    assert files_of(folder) == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
def test_the_name_of_a_file_need_not_be_utf_8(folder):
    before = built(folder)
    os.rename(
        os.fsencode(folder / "examples" / "lapper.yaml"),
        os.fsencode(folder / "examples") + b"/lapper\xe6.yaml",
    )
    after = built(folder)
    assert after.report.ok
    assert after.counts == before.counts


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("where", ["examples/valid/kort.json", "package/example"])
def test_a_link_to_nowhere_is_not_in_the_way(folder, where):
    built(folder)
    first = files_of(folder / "build")
    as_new_process()
    link = folder / "build" / where
    if link.is_dir():
        link.rename(folder / "elsewhere")
    link.unlink(missing_ok=True)
    link.symlink_to(folder / "gone" / "there")
    assert built(folder).report.ok
    assert files_of(folder / "build") == first
    assert not link.is_symlink()


def test_archives_of_others_stay_and_its_own_earlier_one_goes(folder, tmp_path):
    into = tmp_path / "releases"
    into.mkdir()
    (into / "another-1.0.0.tgz").write_bytes(b"released")
    first = built(folder, into)
    guide = folder / "guide.yaml"
    guide.write_text(
        guide.read_text(encoding="utf-8").replace("version: ", "version: 9", 1), encoding="utf-8"
    )
    second = built(folder, into)
    (old,), (new,) = ([path for path in made.files if path.endswith(".tgz")] for made in (first, second))
    assert old != new
    assert {path.name for path in into.glob("*.tgz")} == {"another-1.0.0.tgz", new}
    as_new_process()
    assert built(folder, into).files == second.files


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
def test_a_full_disk_is_named_with_the_file(folder):
    (folder / "build" / "schema").mkdir(parents=True)
    full = folder / "build" / "schema" / "guide.json"
    full.symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"guide\.json") as raised:
        built(folder)
    assert raised.value.filename == str(full)
