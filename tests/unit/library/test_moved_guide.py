"""A guide that has moved, from package to report: payloads with its earlier address are validated as if they had the new one."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from dbep_ig import build
from dbep_ig.engine.fhir.json.writing import write_json
from dbep_ig.host.packages import PackageSettings
from dbep_ig.validator import Validator

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    """The project's own guide, built, with one more earlier address."""
    folder = tmp_path_factory.mktemp("guide")
    for name in ("model", "profiles", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    text = (ROOT / "guide.yaml").read_text(encoding="utf-8")
    assert text.count("canonicalAliases: [") == 1
    text = text.replace("canonicalAliases: [", "canonicalAliases: [http://earliest.example/, ")
    (folder / "guide.yaml").write_text(text, encoding="utf-8")
    built = build.guide(
        folder, into=folder / "build", site=False, package_settings=PackageSettings(folder / "no-cache")
    )
    assert not built.report.has_errors
    return built.folder


@pytest.fixture(scope="module")
def manifest(guide):
    return json.loads((guide / "package" / "package.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator(guide):
    return Validator.open([str(guide / "package")], folder=guide, without_guide=True)


def facts(report):
    """What is said, where, of all but the earlier addresses."""
    return sorted(
        (issue.rule.code, issue.severity, issue.location.document, issue.location.pointer)
        for issue in report.issues
        if issue.rule.code != "DBEP4526"
    )


def test_the_package_says_its_earlier_addresses_without_the_slash_at_the_end(manifest):
    assert manifest["canonicalAliases"][0] == "http://earliest.example"
    assert len(manifest["canonicalAliases"]) >= 2
    assert set(manifest["notice"]) == {"nb", "en"}


def examples(guide):
    files = sorted((guide / "examples").rglob("*.json"))
    assert len(files) > 3
    return files


@pytest.mark.parametrize("number", [0, 1])
def test_every_example_with_an_earlier_address_gives_the_same_and_one_warning_each(
    guide, manifest, validator, number
):
    """DBEP4526, on the valid examples and on the invalid ones."""
    alias, canonical = manifest["canonicalAliases"][number], manifest["canonical"]
    known = set(validator.packages.urls())
    for file in examples(guide):
        text = file.read_text(encoding="utf-8")
        before = validator.check(file.name, text.encode())
        moved = text.replace(f"{canonical}/", f"{alias}/")
        after = validator.check(file.name, moved.encode())
        assert facts(after) == facts(before), file.name
        assert [(one.resource, one.profiles) for one in after.held] == [
            (one.resource, one.profiles) for one in before.held
        ]
        used = {url for url in known if f'"{url}"' in text}
        told = [issue.params["address"] for issue in after.issues if issue.rule.code == "DBEP4526"]
        assert used
        assert sorted(told) == sorted(used)
        # a profile that imposes another is named as it is now: that is the profile's word, not the document's
        shown = {issue.message("en") for issue in after.issues if issue.rule.code == "DBEP4523"}
        assert shown == {issue.message("en") for issue in before.issues if issue.rule.code == "DBEP4523"}
        shown = {issue.message("en") for issue in after.issues if issue.rule.code != "DBEP4526"}
        expected = {issue.message("en") for issue in before.issues}
        for sentence in shown - expected:  # the others do not show the value
            assert alias in sentence
            assert sentence.replace(f"{alias}/", f"{canonical}/") in expected


def test_an_example_of_the_guide_itself_may_use_it_and_is_told_at_its_line(tmp_path, manifest):
    """DBEP4526 at the YAML."""
    for name in ("model", "profiles", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "guide.yaml", tmp_path)
    file = tmp_path / "examples" / "pal-gronn-staer.yaml"
    text = file.read_text(encoding="utf-8")
    alias = manifest["canonicalAliases"][-1]
    short, written = "[samtykkekategori#", f"[{alias}/CodeSystem/dbep-samtykkekategori#"
    line = text[: text.index(short)].count("\n") + 1
    file.write_text(text.replace(short, written), encoding="utf-8")
    built = build.guide(
        tmp_path, into=tmp_path / "build", site=False, package_settings=PackageSettings(tmp_path / "no-cache")
    )
    assert not built.report.has_errors
    (issue,) = [one for one in built.report.issues if one.rule.code == "DBEP4526"]
    place = issue.location.place()
    assert (place.source.name, place.span.line) == ("examples/pal-gronn-staer.yaml", line)


def test_xml_and_ndjson_are_recognised_alike(validator, manifest):
    alias = manifest["canonicalAliases"][0]
    profile = next(
        url for url in validator.packages.urls() if url.endswith("/StructureDefinition/dbep-pasient")
    ).replace(manifest["canonical"], alias)
    patient = {"resourceType": "Patient", "meta": {"profile": [profile]}, "active": True}
    xml = f'<Patient xmlns="http://hl7.org/fhir"><meta><profile value="{profile}"/></meta><active value="true"/></Patient>'
    one = validator.check("p.json", write_json(patient).encode())
    two = validator.check("p.xml", xml.encode())
    three = validator.check("p.ndjson", (json.dumps(patient) + "\n" + json.dumps(patient) + "\n").encode())
    for report in (one, two, three):
        assert [issue.rule.code for issue in report.issues].count("DBEP4526") == 1
        assert {held.profiles[0].partition("|")[0] for held in report.held} == {
            profile.replace(alias, manifest["canonical"])
        }
    assert [issue.rule.code for issue in one.issues] == [issue.rule.code for issue in two.issues]


def test_a_misspelled_earlier_address_is_told_the_new_one_that_is_near(validator, manifest):
    wrong = f"{manifest['canonicalAliases'][0]}/StructureDefinition/dbep-pasientt"
    report = validator.check(
        "p.json", json.dumps({"resourceType": "Patient", "meta": {"profile": [wrong]}}).encode()
    )
    (issue,) = [one for one in report.issues if one.rule.code == "DBEP4522"]
    assert (
        f"{wrong} (did you mean {manifest['canonical']}/StructureDefinition/dbep-pasient?)"
        in issue.message("en")
    )


def test_a_guide_that_got_another_prefix_too_recognises_its_payloads(tmp_path):
    """DBEP4526: the guide with another canonical and prefix; the examples as they were before it moved."""
    for name in ("model", "profiles", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    written = yaml.safe_load((ROOT / "guide.yaml").read_text(encoding="utf-8"))
    before, prefix = written["canonical"], written["prefix"]
    written |= {
        "canonical": "http://moved.example/fhir",
        "canonicalAliases": [{"canonical": f"{before}/", "prefix": prefix}, "http://older.example"],
        "prefix": "flyttet",
    }
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False)
    (tmp_path / "guide.yaml").write_text(text, encoding="utf-8")
    built = build.guide(
        tmp_path, into=tmp_path / "build", site=False, package_settings=PackageSettings(tmp_path / "no-cache")
    )
    assert not built.report.has_errors
    package = built.folder / "package"
    manifest = json.loads((package / "package.json").read_text(encoding="utf-8"))
    assert manifest["canonicalAliases"] == [
        {"canonical": before, "ids": {f"{prefix}-": "flyttet-"}},
        "http://older.example",
    ]
    checker = Validator.open([str(package)], folder=tmp_path, without_guide=True)
    for file in examples(built.folder):
        text = file.read_text(encoding="utf-8")
        earlier = re.sub(r"http://moved\.example/fhir/(\w+)/flyttet-", rf"{before}/\1/{prefix}-", text)
        new, old = checker.check(file.name, text.encode()), checker.check(file.name, earlier.encode())
        assert facts(old) == facts(new), file.name
        assert [one.profiles for one in old.held] == [one.profiles for one in new.held]
        used = {url for url in checker.packages.urls() if f'"{url}"' in text and "moved.example" in url}
        assert sorted(one.params["address"] for one in old.issues if one.rule.code == "DBEP4526") == sorted(
            used
        )
        assert used
