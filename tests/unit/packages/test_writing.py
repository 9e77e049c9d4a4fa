"""Writing a package: what stands where, in which order, and the same bytes again."""

import json
from decimal import Decimal

import pytest

from dbep_ig.engine.packages import MemoryFiles, open_package, read_archive
from dbep_ig.engine.packages.writing import Manifest, pack_tgz, package_date, rewrite_package, write_package

from .made import package_files, value_set

MANIFEST = Manifest(
    name="example.guide",
    version="0.1.0",
    date=package_date(1_763_806_500),
    license="CC0-1.0",
    canonical="http://x",
    not_for_publication=True,
    url="http://x/ig",
    title="Guide",
    description="A guide (built today)",
    dependencies={"example.base": "1.2.x"},
    author="Someone",
    maintainers=({"name": "Someone", "url": "http://x"},),
    homepage="http://x",
    jurisdiction="urn:iso:std:iso:3166#NO",
)
PROFILE = {
    "resourceType": "StructureDefinition",
    "id": "p",
    "url": "http://x/p",
    "version": "0.1.0",
    "kind": "resource",
    "type": "Patient",
    "derivation": "constraint",
    "abstract": False,
}


def test_the_manifest_has_the_fields_that_hl7s_tools_write_in_their_order():
    written = MANIFEST.to_json()
    assert list(written) == [
        "name", "version", "tools-version", "type", "date", "license", "canonical", "notForPublication", "url", "title",
        "description", "fhirVersions", "dependencies", "author", "maintainers", "homepage", "directories", "jurisdiction",
    ]  # fmt: skip
    assert written["date"] == "20251122101500"
    assert written["type"] == "IG"
    assert written["fhirVersions"] == ["4.0.1"]
    assert list(written["dependencies"].items()) == [("hl7.fhir.r4.core", "4.0.1"), ("example.base", "1.2.x")]


def test_what_is_empty_is_left_out():
    assert list(Manifest("a", "1").to_json()) == [
        "name", "version", "tools-version", "type", "fhirVersions", "dependencies", "directories",
    ]  # fmt: skip


def test_the_files_of_a_package():
    examples = [{"resourceType": "Patient", "id": "e"}]
    written = write_package(MANIFEST, [PROFILE, value_set("a")], examples, {"openapi/x.json": b"{}"})
    assert list(written.value) == [
        "package/package.json",
        "package/.index.json",
        "package/StructureDefinition-p.json",
        "package/ValueSet-a.json",
        "package/example/Patient-e.json",
        "package/openapi/x.json",
    ]
    index = json.loads(written.value["package/.index.json"])
    assert index["index-version"] == 2
    assert [list(each) for each in index["files"]] == [
        ["filename", "resourceType", "id", "url", "version", "kind", "type", "derivation"],
        ["filename", "resourceType", "id", "url"],
    ]


def test_what_is_written_is_read_and_written_again_with_the_same_bytes():
    profile = {
        **PROFILE,
        "extension": [{"url": "http://x", "valueDecimal": Decimal("1.10")}],
        "title": "æøå \u2028 😀",
    }
    first = write_package(
        MANIFEST, [value_set("a"), profile], [{"resourceType": "Patient", "id": "e"}], {"other/a": b"x"}
    ).value
    archive = pack_tgz(first, seconds=0)
    read = open_package("p", read_archive("p", archive).value, with_examples=True).value
    assert read.manifest == open_package("p", MemoryFiles.of(first)).value.manifest
    second = rewrite_package(read).value
    assert list(second.items()) == list(first.items())
    assert pack_tgz(second, seconds=0) == archive
    assert read.issues == ()


def test_the_order_in_which_resources_come_is_no_matter():
    resources = [PROFILE, value_set("a"), value_set("b")]
    assert write_package(MANIFEST, resources).value == write_package(MANIFEST, reversed(resources)).value


def test_another_tools_package_keeps_its_names_and_members_when_written_anew():
    files = package_files("p#1", extra={"kept": True}) | {
        "package/profile.json": json.dumps({"resourceType": "ValueSet", "url": "http://x/a"}).encode(),
        "package/broken.json": b"{",
        "package/._x.json": b"\xb0",
    }
    once = rewrite_package(open_package("p", MemoryFiles.of(files)).value).value
    assert set(once) == {
        "package/package.json",
        "package/.index.json",
        "package/profile.json",
        "package/broken.json",
    }
    assert json.loads(once["package/package.json"])["extra"] == {"kept": True}
    assert rewrite_package(open_package("p", MemoryFiles.of(once)).value).value == once


@pytest.mark.parametrize(
    ("resources", "code"),
    [
        ([{"resourceType": "ValueSet"}], "DBEP3025"),
        ([{"resourceType": "ValueSet", "id": "../a"}], "DBEP3025"),
        ([{"resourceType": "ValueSet", "id": "a/b"}], "DBEP3025"),
        ([{"resourceType": "ValueSet", "id": 7}], "DBEP3025"),
        ([value_set("a"), value_set("a")], "DBEP3026"),
    ],
)
def test_resources_that_cannot_be_filed(resources, code):
    written = write_package(MANIFEST, [value_set("z"), *resources])
    assert written.value is None
    assert [issue.rule.code for issue in written.issues] == [code]


def test_half_a_character_is_written_so_that_it_can_be_read():
    resource = json.loads(json.dumps(value_set("a", title="\ud800")))
    written = write_package(MANIFEST, [resource]).value
    assert json.loads(written["package/ValueSet-a.json"]) == resource
