"""What a canonical means, and to whom."""

from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.packages import MemoryFiles, PackageSet, loose_package, open_package

from .made import package, package_files, value_set

SPEC = yaml.safe_load((Path(__file__).parents[2] / "cases" / "packages" / "resolution.yaml").read_text())


def resources(values: dict[str, str]) -> list[dict]:
    return [
        value_set(f"v{number}", url=url, version=version)
        for number, (url, version) in enumerate(values.items())
    ]


@pytest.fixture(scope="module")
def definitions() -> PackageSet:
    packages = [package(label, *resources(each["values"])) for label, each in SPEC["packages"].items()]
    needs = {label: each["needs"] for label, each in SPEC["packages"].items()}
    return PackageSet(packages, needs, DefinitionMap(resources(SPEC["core"])))


@pytest.mark.parametrize("case", SPEC["tests"], ids=lambda case: case["desc"])
def test_resolution(definitions, case):
    found = definitions.find(case["canonical"], "ValueSet", within=case.get("within"))
    where = None if found is None else definitions.package_of(found) or "core"
    assert where == case["found"]


def test_the_type_counts_and_resources_are_shared():
    both = [value_set("a"), {"resourceType": "CodeSystem", "id": "a", "url": "http://x/a", "status": "draft"}]
    definitions = PackageSet([package("p#1", *both)])
    assert definitions.find("http://x/a", "CodeSystem")["resourceType"] == "CodeSystem"
    assert definitions.find("http://x/a", "ValueSet") is definitions.find("http://x/a", "ValueSet")
    assert definitions.find("http://x/a", "ConceptMap") is None
    assert definitions.find("http://x/a") is not None


def structure(name: str, version: str, **members: object) -> dict:
    url = f"http://hl7.org/fhir/StructureDefinition/{name}"
    return {"resourceType": "StructureDefinition", "id": name, "url": url, "version": version, **members}


@pytest.mark.parametrize(
    ("fhir", "patient", "extension"),
    [(["4.0.1"], "4.0.1", "5.2.0"), (["5.0.0"], "4.0.1", "4.0.1"), ([], "4.0.1", "5.2.0")],
)
def test_r4s_types_are_r4s_and_its_extensions_may_be_newer(fhir, patient, extension):
    core = DefinitionMap(
        [
            structure("Patient", "4.0.1", derivation="specialization"),
            structure("birthPlace", "4.0.1", derivation="constraint"),
        ]
    )
    pack = package(
        "pack#1", structure("Patient", "5.2.0"), structure("birthPlace", "5.2.0"), fhirVersions=fhir
    )
    definitions = PackageSet([pack], core=core)
    assert definitions.find("http://hl7.org/fhir/StructureDefinition/Patient")["version"] == patient
    assert definitions.find("http://hl7.org/fhir/StructureDefinition/birthPlace")["version"] == extension
    assert definitions.find("http://hl7.org/fhir/StructureDefinition/birthPlace|4.0.1")["version"] == "4.0.1"
    assert (
        definitions.find("http://hl7.org/fhir/StructureDefinition/Patient", within="core#4")["version"]
        == "4.0.1"
    )


def test_loose_files_come_first_and_have_no_package():
    loose = loose_package(
        "folder", MemoryFiles.of({"sub/a.json": b'{"resourceType": "ValueSet", "url": "http://x/a"}'})
    )
    definitions = PackageSet([package("p#1", value_set("a", version="9")), loose])
    found = definitions.find("http://x/a")
    assert "version" not in found
    assert definitions.package_of(found) is None
    assert definitions.find("http://x/a", within="p#1")["version"] == "9"


def test_all_is_in_order_and_ends_with_core():
    definitions = PackageSet(
        [package("p#1", value_set("b"), value_set("a")), package("q#1", value_set("c"))],
        core=DefinitionMap([value_set("z")]),
    )
    assert [each["id"] for each in definitions.all("ValueSet")] == ["a", "b", "c", "z"]
    assert list(definitions.all("Patient")) == []


def test_candidates_newest_first():
    definitions = PackageSet(
        [package(f"p#{version}", value_set("a", version=version)) for version in ("2", "10", "1")]
    )
    assert [each.version for each in definitions.candidates("http://x/a")] == ["10", "2", "1"]
    assert [each.version for each in definitions.candidates("http://x/a|2")] == ["2"]


def test_an_index_that_lies_is_found_out_when_a_resource_is_asked_for():
    """DBEP3023: the index says that the file holds another canonical; what is really there is found all the same."""
    files = package_files("p#1", value_set("a"), value_set("b"))
    files["package/.index.json"] = (
        b'{"index-version": 2, "files": ['
        b'{"filename": "ValueSet-a.json", "resourceType": "ValueSet", "url": "http://x/b"},'
        b'{"filename": "ValueSet-b.json", "resourceType": "ValueSet", "url": "http://x/a"}]}'
    )
    opened = open_package("p", MemoryFiles.of(files)).value
    definitions = PackageSet([opened])
    assert definitions.find("http://x/a")["id"] == "a"
    assert definitions.find("http://x/b")["id"] == "b"
    assert [issue.rule.code for issue in definitions.issues] == ["DBEP3023"]


def test_an_index_that_hides_a_file_behind_a_broken_one():
    files = package_files("p#1", value_set("a"), value_set("b"))
    files["package/ValueSet-b.json"] = b"{"
    files["package/.index.json"] = (
        b'{"index-version": 1, "files": ['
        b'{"filename": "ValueSet-a.json", "resourceType": "ValueSet", "url": "http://x/a"},'
        b'{"filename": "ValueSet-b.json", "resourceType": "ValueSet", "url": "http://x/b"}]}'
    )
    definitions = PackageSet([open_package("p", MemoryFiles.of(files)).value])
    assert definitions.find("http://x/b") is None
    assert definitions.find("http://x/a")["id"] == "a"
    assert {issue.rule.code for issue in definitions.issues} == {"DBEP3023", "DBEP3024"}
