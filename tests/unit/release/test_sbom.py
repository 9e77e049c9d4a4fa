"""The CycloneDX list of components."""

import json
import tomllib
from pathlib import Path

import pytest
from tools.release import ReleaseError
from tools.release.checking import check_sbom
from tools.release.sbom import BUNDLED, bundled, component, sbom_text

ROOT = Path(__file__).parents[3]

# What cyclonedx-py writes of an environment with the wheel and PyYAML, the parts that matter.
NEEDED = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {"component": {"type": "application", "name": "dbep-ig", "bom-ref": "root-component"}},
    "components": [{"type": "library", "name": "PyYAML", "version": "6.0.4", "bom-ref": "PyYAML==6.0.4"}],
    "dependencies": [
        {"ref": "PyYAML==6.0.4"},
        {"ref": "root-component", "dependsOn": ["PyYAML==6.0.4"]},
    ],
}
CORE = {
    "id": "core",
    "name": "FHIR R4",
    "version": "4.0.1",
    "owner": "HL7",
    "copyright": "© HL7",
    "licence": "CC0-1.0",
    "source": "https://hl7.org/fhir/R4/license.html",
    "by": "a package",
    "in": ["repository", "wheel", "sdist"],
    "what": {"nb": "Definisjonene.", "en": "The definitions."},
}
THEME = {
    "id": "theme",
    "name": {"nb": "Tema", "en": "Theme"},
    "owner": "Somebody",
    "licence": "",
    "source": "site/theme",
    "in": ["site"],
    "what": {"nb": "Utseendet.", "en": "Looks."},
    "note": {"nb": "Ikke kontrollert.", "en": "Not verified."},
}
DIGEST = "0" * 64


def test_what_is_needed_and_what_is_held_stand_in_one_list():
    sbom = json.loads(sbom_text(NEEDED, [THEME, CORE], DIGEST))
    assert [one["bom-ref"] for one in sbom["components"]] == [
        "PyYAML==6.0.4",
        "bundled:core",
        "bundled:theme",
    ]
    depends = {one["ref"]: one.get("dependsOn") for one in sbom["dependencies"]}
    assert depends["root-component"] == ["PyYAML==6.0.4", "bundled:core", "bundled:theme"]
    assert depends.keys() == {"root-component", *(one["bom-ref"] for one in sbom["components"])}


def test_a_component_with_all_that_can_be_said_of_it():
    assert component(CORE) == {
        "bom-ref": "bundled:core",
        "type": "data",
        "name": "FHIR R4",
        "version": "4.0.1",
        "purl": "pkg:generic/core@4.0.1",
        "description": "The definitions.",
        "supplier": {"name": "HL7"},
        "copyright": "© HL7",
        "licenses": [{"expression": "CC0-1.0"}],
        "externalReferences": [{"type": "website", "url": "https://hl7.org/fhir/R4/license.html"}],
        "properties": [
            {"name": "dbep-ig:in", "value": "wheel"},
            {"name": "dbep-ig:in", "value": "sdist"},
            {"name": "dbep-ig:taken-from", "value": "a package"},
        ],
    }


def test_a_component_under_its_owner_s_own_terms():
    found = component(THEME)
    assert (found["type"], found["name"], found["purl"]) == ("library", "Theme", "pkg:generic/theme")
    assert found["licenses"] == [
        {"license": {"name": "Terms of Somebody", "text": {"content": "Not verified."}}}
    ]
    assert not {"version", "copyright", "externalReferences"} & found.keys()


def test_the_same_content_gives_the_same_text_and_another_wheel_another_number():
    text = sbom_text(NEEDED, [CORE, THEME], DIGEST)
    assert text == sbom_text(NEEDED, [THEME, CORE], DIGEST)
    other = json.loads(sbom_text(NEEDED, [CORE, THEME], "1" * 64))
    assert other["serialNumber"] != json.loads(text)["serialNumber"]
    assert json.loads(text)["serialNumber"].startswith("urn:uuid:")


def test_what_is_given_is_not_changed():
    before = json.dumps(NEEDED)
    sbom_text(NEEDED, [CORE], DIGEST)
    assert json.dumps(NEEDED) == before


def test_a_list_that_breaks_the_schema_is_refused():
    with pytest.raises(ReleaseError, match=r"does not follow CycloneDX 1\.6"):
        sbom_text(NEEDED | {"components": [{"type": "thing", "name": "x"}]}, [], DIGEST)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["PyYAML>=6.0.2"]\n')
    (tmp_path / BUNDLED).parent.mkdir(parents=True)
    rows = ('[[component]]\nid = "core"\n', '[[component]]\nid = "theme"\n')
    (tmp_path / BUNDLED).write_text("".join(rows))
    return tmp_path


@pytest.mark.parametrize(
    ("needed", "rows", "missing"),
    [
        (NEEDED, [CORE, THEME], None),
        (NEEDED, [CORE], r"lacks bundled:theme\."),
        (NEEDED | {"components": []}, [CORE, THEME], r"lacks pyyaml\."),
    ],
)
def test_a_list_that_lacks_something_is_refused(project, needed, rows, missing):
    sbom = project / "x.cdx.json"
    sbom.write_text(sbom_text(needed, rows, DIGEST), encoding="utf-8")
    if missing is None:
        assert "1 the wheel needs, 2 the artefacts hold" in check_sbom(sbom, project)
    else:
        with pytest.raises(ReleaseError, match=missing):
            check_sbom(sbom, project)


def test_the_project_s_own_list():
    sbom = json.loads(sbom_text(NEEDED, bundled(ROOT), DIGEST))
    held = {one["bom-ref"] for one in sbom["components"]}
    assert {"bundled:hl7-fhir-r4-core", "bundled:ucum", "bundled:unicode-cldr"} <= held
    rows = tomllib.loads((ROOT / BUNDLED).read_text(encoding="utf-8"))["component"]
    assert len(held) == 1 + len(rows)
