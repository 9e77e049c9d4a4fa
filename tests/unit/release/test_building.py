"""The site's archive, the comparison of two builds, the environment they are made in, and the checksums."""

import os
import shutil
import subprocess
import zipfile

import pytest
from tools.release import ReleaseError
from tools.release.building import build_environment, pack_site, same_bytes
from tools.release.checksums import verify_checksums, write_checksums

NOON = 1_795_953_600  # 2026-11-29 12:00 UTC
FILES = {"index.html": "start", "nb/index.html": "å", "assets/x.css": "x" * 5000}


def site(folder, files=FILES):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_the_site_is_one_folder_of_sorted_files_with_one_time(tmp_path):
    archive = tmp_path / "guide-1.0.0-site.zip"
    pack_site(site(tmp_path / "site", {**FILES, ".made-from": "x", "nb/.hidden/x": "x"}), archive, NOON)
    with zipfile.ZipFile(archive) as packed:
        assert packed.namelist() == [
            "guide-1.0.0-site/assets/x.css",
            "guide-1.0.0-site/index.html",
            "guide-1.0.0-site/nb/index.html",
        ]
        assert packed.read("guide-1.0.0-site/nb/index.html").decode() == "å"
        assert {entry.date_time for entry in packed.infolist()} == {(2026, 11, 29, 12, 0, 0)}
        assert packed.testzip() is None
    assert archive.stat().st_size < 2000


def test_the_archive_of_a_site_depends_on_its_content_alone(tmp_path):
    one = site(tmp_path / "one")
    other = site(tmp_path / "other", dict(reversed(FILES.items())))
    os.utime(other / "index.html", (0, 0))
    (other / "index.html").chmod(0o600)
    for folder in (one, other):
        (tmp_path / f"{folder.name}.archives").mkdir()
        pack_site(folder, tmp_path / f"{folder.name}.archives" / "site.zip", NOON)
    same_bytes(tmp_path / "one.archives", tmp_path / "other.archives")
    pack_site(other, tmp_path / "other.archives" / "site.zip", NOON + 2)
    with pytest.raises(ReleaseError, match=r"differ in site\.zip"):
        same_bytes(tmp_path / "one.archives", tmp_path / "other.archives")


def test_a_file_that_one_build_lacks_is_a_difference(tmp_path):
    site(tmp_path / "one", {"a": "1", "b": "2", "c": "3"})
    site(tmp_path / "other", {"a": "1", "b": "x"})
    with pytest.raises(ReleaseError, match=r"differ in b, c: compare .*one and .*other\."):
        same_bytes(tmp_path / "one", tmp_path / "other")
    same_bytes(tmp_path / "one", tmp_path / "one")


def test_the_machine_s_own_settings_do_not_reach_a_build(tmp_path, monkeypatch):
    for name in ("DBEP_PACKAGES", "DBEP_REGISTRY", "DBEP_TERMINOLOGY_SERVICE", "DBEP_LANG"):
        monkeypatch.setenv(name, "of this machine")
    monkeypatch.setenv("DBEP_R4_CORE", "/core.tgz")
    monkeypatch.setenv("PATH", "/bin")
    environment = build_environment(tmp_path, NOON)
    assert "of this machine" not in environment.values()
    assert environment["DBEP_R4_CORE"] == "/core.tgz"
    assert environment["PATH"] == "/bin"
    assert environment["PYTHONPATH"] == str(tmp_path / "src")
    assert environment["SOURCE_DATE_EPOCH"] == str(NOON)


def test_checksums(tmp_path):
    site(tmp_path, {"b-1.0.0+x.whl": "b", "a.tar.gz": "a"})
    write_checksums(tmp_path)
    lines = (tmp_path / "SHA256SUMS").read_text().splitlines()
    assert lines == [
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.tar.gz",
        "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b-1.0.0+x.whl",
    ]
    write_checksums(tmp_path)
    assert (tmp_path / "SHA256SUMS").read_text().splitlines() == lines
    verify_checksums(tmp_path)


def test_sha256sum_reads_the_checksums(tmp_path):
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum on this machine")
    site(tmp_path, {"a.whl": "a", "b.zip": "b"})
    write_checksums(tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "a").write_text("changed"),
        lambda folder: (folder / "a").unlink(),
        lambda folder: (folder / "c").write_text("new"),
        lambda folder: (folder / "SHA256SUMS").write_text(""),
        lambda folder: (folder / "SHA256SUMS").open("a").write("no digest\n"),
    ],
)
def test_checksums_that_do_not_fit(tmp_path, damage):
    site(tmp_path, {"a": "1", "b": "2"})
    write_checksums(tmp_path)
    damage(tmp_path)
    with pytest.raises(ReleaseError, match="does not fit the files beside it"):
        verify_checksums(tmp_path)
