"""The whole line on the project's own model: no error, the same bytes each time, the package as others need it."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from dbep_ig.guide.authoring.files import authored
from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core

ROOT = Path(__file__).parents[3]


def own_files() -> dict[str, bytes]:
    written = (ROOT / "guide.yaml", *(ROOT / "model").rglob("*.yaml"), *(ROOT / "profiles").rglob("*.yaml"))
    paths = authored(path.relative_to(ROOT).as_posix() for path in written)
    return {path: (ROOT / path).read_bytes() for path in paths}


@pytest.fixture(scope="module")
def guide():
    core = open_core().value
    result = build_guide(own_files(), core, core)
    assert [issue.message("en") for issue in result.issues] == []
    return result.value


def test_every_structure_has_a_snapshot(guide):
    structures = [
        one.resource for one in guide.resources if one.resource["resourceType"] == "StructureDefinition"
    ]
    assert len(structures) >= 2 * len(guide.model.profiles)
    for one in structures:
        assert one["snapshot"]["element"][0]["path"] == one["differential"]["element"][0]["path"]


def test_every_resource_says_under_which_terms_it_is(guide):
    for one in guide.resources:
        assert "CC0 1.0" in one.resource["copyright"], one.resource["id"]
        assert "_copyright" in one.resource, "in English too"
    by_id = {one.resource["id"]: one.resource for one in guide.resources}
    for name, system in (("dbep-tiltaksomraade", "SNOMED CT®"), ("dbep-helseutfordring", "ICPC-2")):
        assert by_id[name]["copyright"].index(system) < by_id[name]["copyright"].index("CC0 1.0")


def test_the_same_files_give_the_same_bytes(guide):
    core = open_core().value
    backwards = dict(reversed(own_files().items()))
    again = build_guide(backwards, core, core).value
    assert again.files().value == guide.files().value


def test_the_package(guide):
    files = guide.files([{"resourceType": "Patient", "id": "pal"}]).value
    manifest = json.loads(files["package/package.json"])
    metadata = guide.model.guide
    assert (manifest["name"], manifest["version"]) == (metadata.id, metadata.version)
    assert next(iter(manifest["dependencies"])) == "hl7.fhir.r4.core"
    optional = {one.package_id for one in metadata.dependencies.values() if one.optional}
    assert not optional & set(manifest["dependencies"])
    assert optional == set(manifest["peerDependencies"])
    index = json.loads(files["package/.index.json"])
    assert index["index-version"] == 2
    assert len(index["files"]) == len(guide.resources)
    packed = gzip.decompress(files[f"{metadata.id}-{metadata.version}.tgz"])
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        assert set(archive.getnames()) == {path for path in files if path.startswith("package/")}
    assert "package/example/Patient-pal.json" in files


def test_the_implementation_guide_names_everything(guide):
    files = guide.files(
        [{"resourceType": "Patient", "id": "pal", "meta": {"profile": ["http://x.org/p"]}}]
    ).value
    metadata = guide.model.guide
    resource = json.loads(files[f"package/ImplementationGuide-{metadata.id}.json"])
    named = [entry["reference"]["reference"] for entry in resource["definition"]["resource"]]
    there = [f"{one.resource['resourceType']}/{one.resource['id']}" for one in guide.resources[:-1]]
    assert named == [*there, "Patient/pal"]
    assert resource["definition"]["resource"][-1]["exampleCanonical"] == "http://x.org/p"
    assert [one["packageId"] for one in resource["dependsOn"]] == [
        one.package_id for one in metadata.dependencies.values() if not one.optional
    ]


@pytest.mark.parametrize("name", ["dbep-plan", "dbep-behandlingsplan", "dbep-tiltak", "dbep-medisintiltak"])
def test_profiles_as_they_are_written(guide, golden, name):
    resource = next(one.resource for one in guide.resources if one.resource["id"] == name)
    written = {key: value for key, value in resource.items() if key != "snapshot"}
    golden(f"profiles/{name}.json", json.dumps(written, ensure_ascii=False, indent=1) + "\n")


def test_a_snapshot_that_is_refused_is_shown_in_the_yaml():
    files = own_files()
    path = "profiles/behandlingsplan.yaml"
    files[path] += b"  identifier:planId: 0..1\n"  # the parent profile demands one: only its snapshot knows
    core = open_core().value
    result = build_guide(files, core, core)
    assert result.value is None
    (issue,) = [one for one in result.issues if one.is_error]
    assert issue.rule.code.startswith("DBEP3")
    place = issue.location.place()
    assert (place.source.name, place.span.line) == (path, files[path].count(b"\n"))


def test_one_error_stops_generation_and_keeps_every_issue():
    core = open_core().value
    files = own_files()
    files["model/plan/plan.yaml"] = files["model/plan/plan.yaml"].replace(
        b"CarePlan.title", b"CarePlan.titel"
    )
    result = build_guide(files, core, core)
    assert result.value is None
    assert "DBEP2004" in {issue.rule.code for issue in result.issues}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"class: Behandlingsplan", b"klasse: Behandlingsplan", "DBEP1026"),
        (b"    cardinality", b"\tcardinality", "DBEP1002"),
        (b"title: {nb: B", b'title: {nb: "B', "DBEP1001"),
        (b"nb: B", b"nb: \xe5B", "DBEP1008"),
    ],
)
def test_names_that_a_lost_file_may_define_are_not_reported(old, new, code):
    core = open_core().value
    files = own_files()
    path = "model/plan/behandlingsplan.yaml"
    assert old in files[path]
    files[path] = files[path].replace(old, new, 1)
    assert [issue.rule.code for issue in build_guide(files, core, core).issues] == [code]


def test_other_faults_are_reported_beside_a_lost_file():
    core = open_core().value
    files = own_files()
    files["model/plan/behandlingsplan.yaml"] = b"class: Behandlingsplan\n\ttitle: x\n"
    files["model/plan/plan.yaml"] = files["model/plan/plan.yaml"].replace(
        b"CarePlan.title", b"CarePlan.titel"
    )
    codes = [issue.rule.code for issue in build_guide(files, core, core).issues]
    assert sorted(codes) == ["DBEP1002", "DBEP2004"]


def test_a_misspelt_requirement_is_one_fault():
    core = open_core().value
    files = own_files()
    path = "model/plan/behandlingsplan.yaml"
    files[path] = files[path].replace(b"K-002", b"K-999")
    assert [issue.rule.code for issue in build_guide(files, core, core).issues] == ["DBEP2018"]
