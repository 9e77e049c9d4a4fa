"""What a user may name, where it is looked for, and what is said when it is not there."""

import json
from pathlib import Path

import pytest

from dbep_ig.engine.packages.lock import lock_of
from dbep_ig.host.core_data import open_core
from dbep_ig.host.package_export import export_package
from dbep_ig.host.packages import (
    PackageCatalog,
    PackageSettings,
    cached_labels,
    load_packages,
    open_named,
    put_into_cache,
)
from tests.unit.packages.made import package, package_files, tgz, value_set


def codes(issues) -> list[str]:
    return [issue.rule.code for issue in issues]


@pytest.fixture
def settings(tmp_path) -> PackageSettings:
    return PackageSettings(cache=tmp_path / "cache")


def archive(folder: Path, label: str, *resources: dict, **manifest: object) -> Path:
    path = folder / f"{label.replace('#', '-')}.tgz"
    path.write_bytes(tgz(package_files(label, *resources, **manifest)))
    return path


def cached(settings: PackageSettings, label: str, *resources: dict, **manifest: object) -> None:
    assert put_into_cache(package(label, *resources, **manifest), settings.cache).value is not None


def labels(result) -> list[str]:
    return [each.label for each in result.value.packages]


def test_an_archive_a_folder_a_file_and_the_cache(tmp_path, settings):
    a = archive(tmp_path, "a#1.0.0", value_set("a"))
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / "b.json").write_text(json.dumps(value_set("b")))
    (tmp_path / "c.json").write_text(json.dumps(value_set("c")))
    cached(settings, "d#1.0.0", value_set("d"))
    cached(settings, "d#1.1.0", value_set("d"))
    loaded = load_packages(
        [str(a), str(tmp_path / "loose"), str(tmp_path / "c.json"), "d#1.0.0"], settings, None
    )
    assert loaded.issues == ()
    assert labels(loaded) == [str(tmp_path / "loose"), str(tmp_path / "c.json"), "a#1.0.0", "d#1.0.0"]
    for name in "abcd":
        assert loaded.value.find(f"http://x/{name}")["id"] == name


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("d", "d#1.10.0"),
        ("d@1.2.0", "d#1.2.0"),
        ("d#1.2.x", "d#1.2.0"),
        ("d#latest", "d#1.10.0"),
        ("d#dev", "d#dev"),
    ],
)
def test_versions_in_the_cache(settings, asked, found):
    for version in ("1.2.0", "1.10.0", "dev"):
        cached(settings, f"d#{version}")
    opened = open_named(asked, settings)
    assert opened.value.label == found


def test_a_build_in_the_cache_may_have_a_version_of_its_own(tmp_path, settings):
    """`~/.fhir/packages/d#current` holds, say, d#2.0.0-cibuild."""
    cached(settings, "d#2.0.0-cibuild", value_set("d"))
    (settings.cache / "d#2.0.0-cibuild").rename(settings.cache / "d#current")
    a = archive(tmp_path, "a#1.0.0", dependencies={"d": "current"})
    loaded = load_packages([str(a)], settings, None)
    assert labels(loaded) == ["a#1.0.0", "d#2.0.0-cibuild"]
    assert loaded.value.find("http://x/d", within="a#1.0.0")["id"] == "d"


def test_dependencies_come_from_the_cache_and_from_what_is_given(tmp_path, settings):
    cached(settings, "b#1.0.0", value_set("b"), dependencies={"c": "2.0.0"})
    c = archive(tmp_path, "c#2.0.0", value_set("c"))
    a = archive(tmp_path, "a#1.0.0", dependencies={"b": "1.0.x"})
    assert codes(load_packages([str(a)], settings, None).issues) == ["DBEP3031"]
    loaded = load_packages([str(a)], settings._replace(given={"c#2.0.0": c}), None)
    assert loaded.issues == ()
    assert labels(loaded) == ["a#1.0.0", "b#1.0.0", "c#2.0.0"]
    assert labels(load_packages([str(a), str(c)], settings, None)) == ["a#1.0.0", "c#2.0.0", "b#1.0.0"]


def test_r4_core_is_built_in(settings):
    loaded = load_packages(["hl7.fhir.r4.core#4.0.1", "hl7.fhir.r4.core"], settings, None)
    assert loaded.issues == ()
    assert labels(loaded) == []


def test_what_is_not_there_is_said_and_the_others_are_opened(tmp_path, settings):
    """DBEP3030."""
    a = archive(tmp_path, "a#1.0.0")
    asked = ["nothing.tgz", "b#1.0.0", "b", "b#^1", "../b#1", "", str(a)]
    loaded = load_packages(asked, settings, None)
    assert codes(loaded.issues) == ["DBEP3030"] * 6 + ["DBEP3037"]
    assert labels(loaded) == ["a#1.0.0"]


def test_a_name_that_leads_out_of_the_cache_opens_nothing(tmp_path, settings):
    """The engine lets no such name through; the catalog does not rely on that."""
    (tmp_path / "x#1").mkdir()
    (tmp_path / "x#1" / "package.json").write_text('{"name": "x", "version": "1"}')
    settings.cache.mkdir()
    assert codes(PackageCatalog(settings).open("../x", "1").issues) == ["DBEP3030"]


def test_a_folder_without_definitions_is_said(tmp_path, settings):
    """DBEP3037."""
    (tmp_path / "empty").mkdir()
    assert codes(load_packages([str(tmp_path / "empty")], settings, None).issues) == ["DBEP3037"]


XML = """<ValueSet xmlns="http://hl7.org/fhir"><id value="x"/><url value="http://x/x"/><status value="draft"/></ValueSet>"""


def test_loose_definitions_may_be_xml(tmp_path, settings):
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "x.xml").write_text(XML)
    (folder / "broken.xml").write_text("<ValueSet")
    (tmp_path / "y.xml").write_text(XML.replace('"x"', '"y"').replace("x/x", "x/y"))
    loaded = load_packages([str(folder), str(tmp_path / "y.xml")], settings, open_core().value)
    assert loaded.issues == ()
    assert loaded.value.find("http://x/x", "ValueSet")["id"] == "x"
    assert loaded.value.find("http://x/y")["status"] == "draft"
    assert codes(loaded.value.issues) == ["DBEP3024"]
    without = load_packages([str(folder)], settings, None)
    assert without.value.find("http://x/x") is None


def test_a_file_that_cannot_be_read_is_said(tmp_path, settings, monkeypatch):
    """DBEP3035."""
    (tmp_path / "a.tgz").write_bytes(b"")
    (tmp_path / "a.json").write_bytes(b"")

    def refuse(self, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    asked = [str(tmp_path / "a.tgz"), str(tmp_path / "a.json")]
    assert codes(load_packages(asked, settings, None).issues) == ["DBEP3035", "DBEP3035"]


def test_a_bad_archive_keeps_no_other_from_being_opened(tmp_path, settings):
    (tmp_path / "bad.tgz").write_bytes(tgz({"../x": b""}))
    (tmp_path / "no.tgz").write_bytes(tgz({"x": b""}))
    good = archive(tmp_path, "a#1.0.0", value_set("a"))
    loaded = load_packages([str(tmp_path / "bad.tgz"), str(tmp_path / "no.tgz"), str(good)], settings, None)
    assert codes(loaded.issues) == ["DBEP3013", "DBEP3020"]
    assert labels(loaded) == ["a#1.0.0"]


def test_the_lock_is_held_and_decides(tmp_path, settings):
    for version in ("1.0.0", "1.1.0"):
        cached(settings, f"b#{version}", value_set("b", version=version))
    a = archive(tmp_path, "a#1.0.0", dependencies={"b": "1.x"})
    assert labels(load_packages([str(a)], settings, None)) == ["a#1.0.0", "b#1.1.0"]
    lock = tmp_path / "dbep.lock"
    lock.write_text(lock_of([package("b#1.0.0", value_set("b", version="1.0.0"))]).text())
    locked = settings._replace(lock=lock)
    loaded = load_packages([str(a)], locked, None)
    assert labels(loaded) == ["a#1.0.0", "b#1.0.0"]
    assert loaded.issues == ()
    (settings.cache / "b#1.0.0" / "package" / "ValueSet-b.json").write_text(
        json.dumps(value_set("b", version="6"))
    )
    changed = load_packages([str(a)], locked, None)
    assert codes(changed.issues) == ["DBEP3040"]
    assert changed.issues[0].is_error
    lock.write_text("{")
    assert codes(load_packages([str(a)], locked, None).issues) == ["DBEP3041"]


def test_settings_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert PackageSettings.of({}).cache == tmp_path / ".fhir" / "packages"
    assert PackageSettings.of({}).registry == ""
    (tmp_path / "dbep.lock").write_text("{}")
    settings = PackageSettings.of({"DBEP_PACKAGES": "/x", "DBEP_REGISTRY": "http://y"}, tmp_path)
    assert (settings.cache, settings.registry, settings.lock) == (
        Path("/x"),
        "http://y",
        tmp_path / "dbep.lock",
    )


def test_the_cache_is_listed_without_other_folders(settings):
    cached(settings, "b#1")
    cached(settings, "a#2")
    (settings.cache / ".dbep-downloads").mkdir()
    (settings.cache / "packages.ini").write_text("")
    assert cached_labels(settings.cache) == ("a#2", "b#1")
    assert cached_labels(settings.cache / "nothing") == ()


def test_export_of_a_package_and_of_its_copy_is_the_same(tmp_path, settings):
    opened = open_named(
        str(archive(tmp_path, "a#1.0.0", value_set("a"), date="20260102030405")), settings
    ).value
    first = export_package(opened, tmp_path / "1.tgz").value
    folder = export_package(opened, tmp_path / "folder").value
    again = export_package(open_named(str(folder), settings).value, tmp_path / "2.tgz").value
    assert first.read_bytes() == again.read_bytes()
    other = export_package(opened, tmp_path / "3.tgz", seconds=7).value
    assert other.read_bytes() != first.read_bytes()
    assert codes(export_package(opened, tmp_path / "folder").issues) == ["DBEP3036"]


def test_export_of_loose_files_needs_a_name(tmp_path, settings):
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "x.json").write_text(json.dumps(value_set("a")))
    (folder / "y.json").write_text('{"resourceType": "Patient", "id": "e"}')
    opened = open_named(str(folder), settings).value
    assert codes(export_package(opened, tmp_path / "a.tgz").issues) == ["DBEP3020"]
    assert codes(export_package(opened, tmp_path / "a.tgz", name="../x#1").issues) == ["DBEP3020"]
    written = export_package(opened, tmp_path / "a.tgz", name="a#1.0.0").value
    back = open_named(str(written), settings).value
    assert back.label == "a#1.0.0"
    assert back.paths() == ["package/ValueSet-a.json"]
    assert back.examples() == ["package/example/Patient-e.json"]
