"""A guide that uses each word FHIR has a place for (tests/cases/everything), and mistakes in it, each a row of `slips.yaml`.

A row: `file`, the text there and what is written instead; `issues` are all that the model is told. `«` and `»` stand round what the
first of them points at.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from dbep_ig import build
from dbep_ig.engine.diagnostics import Severity
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core

GUIDE = Path(__file__).parents[2] / "cases" / "everything"
ROWS = yaml.safe_load((GUIDE / "slips.yaml").read_text(encoding="utf-8"))
FILES = {
    path.relative_to(GUIDE).as_posix(): path.read_bytes()
    for path in sorted(GUIDE.rglob("*.yaml"))
    if path.name != "slips.yaml" and "examples" not in path.parts
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("everything")
    shutil.copytree(GUIDE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("slips.yaml"))
    made = build.guide(folder, site=False)
    report = made.report
    assert [issue.message("en") for issue in report.issues if issue.is_error] == []
    # A search result without links is what the example is about.
    assert {issue.rule.code for issue in report.issues if issue.severity is Severity.WARNING} == {
        "DBEP4421",
        "DBEP4422",
    }
    return {
        path: json.loads(data)
        for path, data in made.files.items()
        if path.endswith(".json") and not path.startswith("schema/") and "/." not in path
    }


def structure(built, name: str) -> dict[str, dict]:
    resource = built[f"package/StructureDefinition-{name}.json"]
    return {element["id"]: element for element in resource["differential"]["element"]}


def resources(built, example: str) -> dict[str, dict]:
    bundle = built[f"examples/valid/{example}.json"]
    return {entry["resource"]["resourceType"]: entry["resource"] for entry in bundle["entry"]}


def test_below_a_choice_of_one_type_nothing_is_sliced(built):
    elements = structure(built, "x-maaling")
    assert elements["Observation.value[x]"]["type"] == [{"code": "Quantity"}]
    assert elements["Observation.value[x].code"]["fixedCode"] == "%"
    assert "slicing" not in elements["Observation.value[x]"]


def test_a_type_of_several_is_a_slice(built):
    elements = structure(built, "x-maaling")
    sliced = elements["Observation.component.value[x]"]
    assert sliced["slicing"]["discriminator"] == [{"type": "type", "path": "$this"}]
    assert elements["Observation.component.value[x]:valueQuantity"]["type"] == [{"code": "Quantity"}]
    assert elements["Observation.component.value[x]:valueQuantity.code"]["fixedCode"] == "%"
    assert elements["Observation.component.value[x]:valueString"]["max"] == "0"


def test_values_of_examples_are_below_the_choice(built):
    observation = resources(built, "hjemme")["Observation"]
    assert {key: observation["valueQuantity"][key] for key in ("value", "system", "code")} == {
        "value": 92,
        "system": "http://unitsofmeasure.org",
        "code": "%",
    }
    first, second = observation["component"]
    assert first["valueQuantity"]["value"] == 91
    assert first["valueQuantity"]["code"] == "%"
    assert second["valueCodeableConcept"]["coding"][0]["code"] == "gul"


def test_parts_of_an_extension_are_in_model_profile_and_example(built):
    model = structure(built, "Maaling")
    assert model["Maaling.oppfoelging.frist.dato"]["type"] == [{"code": "date"}]
    assert model["Maaling.oppfoelging.frist.dato"]["min"] == 1
    profile = structure(built, "x-maaling")
    part = "Observation.extension:oppfoelging.extension:frist.extension:hvem"
    assert profile[part]["max"] == "1"
    assert profile[f"{part}.value[x]"]["type"][0]["targetProfile"] == [
        "http://example.org/everything/StructureDefinition/x-pasient"
    ]
    (extension,) = resources(built, "hjemme")["Observation"]["extension"]
    zone, deadline, source = extension["extension"]
    assert zone == {"url": "sone", "valueCode": "gul"}
    assert [one["url"] for one in deadline["extension"]] == ["dato", "hvem"]
    assert source["url"] == "http://example.org/everything/StructureDefinition/x-kilde"


def test_a_part_with_parts_has_no_value_and_limits_are_on_the_value(built):
    extension = structure(built, "x-oppfoelging")
    assert extension["Extension.extension:frist.value[x]"]["max"] == "0"
    date = extension["Extension.extension:frist.extension:dato.value[x]"]
    assert date["minValueDate"] == "2020-01-01"
    assert date["example"][0]["valueDate"] == "2026-11-30"
    assert date["example"][0]["label"] == "dato"
    assert "minValueDate" not in extension["Extension.extension:frist.extension:dato"]


def test_contexts(built):
    contexts = built["package/StructureDefinition-x-kilde.json"]["context"]
    base = "http://example.org/everything/StructureDefinition"
    assert contexts == [
        {"type": "extension", "expression": f"{base}/x-oppfoelging"},
        {"type": "extension", "expression": f"{base}/x-merke"},
        {"type": "fhirpath", "expression": "Observation.where(status = 'final')"},
    ]
    assert structure(built, "x-merke").get("Extension.extension") is None  # it may be extended
    assert structure(built, "x-ugyldig")["Extension.extension"]["max"] == "0"


def test_a_modifier_extension(built):
    root = structure(built, "x-ugyldig")["Extension"]
    assert root["isModifier"] is True
    assert root["isModifierReason"] == "Målingen skal ikke brukes."
    assert "modifierExtension" in resources(built, "hjemme")["Observation"]


def test_a_profile_of_a_data_type_is_a_type_and_what_it_fixes_is_filled_in(built):
    identifier = structure(built, "x-pasient")["Patient.identifier"]
    assert identifier["type"] == [
        {"code": "Identifier", "profile": ["http://example.org/everything/StructureDefinition/x-fnr"]}
    ]
    (value,) = resources(built, "hjemme")["Patient"]["identifier"]
    assert value == {"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "14835130194"}
    assert structure(built, "x-fnr")["Identifier.value"]["maxLength"] == 11


def test_entries_of_a_bundle(built):
    entry = structure(built, "x-samling")["Bundle.entry:maaling.resource"]
    assert entry["type"] == [
        {"code": "Observation", "profile": ["http://example.org/everything/StructureDefinition/x-maaling"]}
    ]
    bundle = resources(built, "svar")["Bundle"]
    assert [one["resource"]["resourceType"] for one in bundle["entry"]] == ["Observation", "Patient"]
    assert bundle["entry"][1]["fullUrl"] == "http://example.org/everything/Patient/kari"
    assert "text" not in bundle


def test_sections_of_a_composition(built):
    document = structure(built, "x-dokument")
    assert document["Composition.section"]["slicing"]["rules"] == "closed"
    assert document["Composition.section:maalinger.code"]["patternCodeableConcept"] == {"text": "Målinger"}


def test_what_code_systems_say_of_codes(built):
    system = built["package/CodeSystem-x-sone.json"]
    assert system["hierarchyMeaning"] == "is-a"
    assert system["count"] == 6
    assert [one["code"] for one in system["property"]] == [
        "vekt",
        "fargekode",
        "notSelectable",
        "status",
        "inactive",
    ]
    everything, retired = system["concept"]
    green, yellow, _ = everything["concept"]
    assert green["property"][0] == {"code": "vekt", "valueDecimal": 0}
    assert yellow["concept"][0]["code"] == "oransje"
    assert yellow["designation"][1]["use"]["code"] == "900000000000013009"
    assert {"code": "inactive", "valueBoolean": True} in retired["property"]
    assert built["package/ValueSet-x-sone.json"]["compose"] == {"include": [{"system": system["url"]}]}
    assert system["valueSet"] == built["package/ValueSet-x-sone.json"]["url"]


@pytest.mark.parametrize(
    ("value_set", "codes"),
    [
        ("x-alvorlig", ["gul", "roed"]),
        ("x-begge", ["gul", "roed"]),
        ("x-sone", ["alle", "groenn", "gul", "oransje", "roed", "blaa"]),
    ],
)
def test_the_engine_selects_what_the_filters_say(built, value_set, codes):
    held = [one for path, one in built.items() if path.startswith(("package/CodeSystem", "package/ValueSet"))]
    terminology = Terminology(DefinitionMap(held, open_core().value))
    expansion = terminology.expand(built[f"package/ValueSet-{value_set}.json"])
    assert expansion.value is not None
    assert [entry.code for entry in expansion.value.entries] == codes


def test_texts_limits_and_rules_of_elements(built):
    patient = structure(built, "x-pasient")
    telecom = patient["Patient.contact.telecom"]
    assert telecom["short"] == "Telefon"
    assert telecom["orderMeaning"] == "Den beste først."
    assert telecom["alias"] == ["telefon", "mobil"]
    assert patient["Patient.birthDate"]["minValueDate"] == "1900-01-01"
    assert patient["Patient.birthDate"]["maxValueDate"] == "2100-01-01"
    assert "meaningWhenMissing" not in patient["Patient.birthDate"]
    assert structure(built, "Pasient")["Pasient.foedselsdato"]["meaningWhenMissing"] == "Ingen er spurt."
    (rule,) = structure(built, "x-maaling")["Observation.value[x]"]["constraint"]
    assert (rule["key"], rule["expression"]) == ("x-verdi-1", "value >= 0")


def test_obligations_name_actors_of_the_guide(built):
    extensions = structure(built, "x-maaling")["Observation.status"]["extension"]
    assert [one["url"] for one in extensions] == ["http://hl7.org/fhir/StructureDefinition/obligation"] * 2
    actor = built["package/Basic-x-epj.json"]
    (identifier,) = actor["identifier"]
    assert identifier["system"] == "urn:ietf:rfc:3986"
    url = identifier["value"]
    assert extensions[0]["extension"] == [
        {"url": "code", "valueCode": "SHALL:populate"},
        {"url": "code", "valueCode": "SHOULD:display"},
        {"url": "actor", "valueCanonical": url},
    ]
    assert actor["code"]["text"] == "ActorDefinition"


def test_fhirs_own_words_are_added_to_what_keywords_make(built):
    profile = built["package/StructureDefinition-x-maaling.json"]
    assert profile["purpose"] == "Hjemmemåling."
    assert profile["keyword"][0]["code"] == "fhir-structure"
    binding = structure(built, "x-maaling")["Observation.code"]["binding"]
    assert binding["description"] == "Soner."
    assert structure(built, "x-maaling")["Observation.code"]["requirements"] == "Derfor."
    assert binding["strength"] == "example"
    translatable = structure(built, "x-pasient")["Patient.contact.telecom"]["extension"]
    assert translatable == [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/elementdefinition-translatable",
            "valueBoolean": True,
        }
    ]


def test_the_reason_of_a_prohibition_is_in_the_message(built):
    assert structure(built, "x-pasient")["Patient.photo"]["comment"] == "Bilder lagres et annet sted."


@pytest.mark.parametrize("row", ROWS, ids=[row["desc"] for row in ROWS])
def test_a_slip_is_reported_once_where_it_is(row):
    files = dict(FILES)
    text = files[row["file"]].decode()
    for old, new in row["change"].items():
        assert old in text, old
        text = text.replace(old, new, 1)
    before, mark, _ = text.partition("«")
    files[row["file"]] = re.sub("[«»]", "", text).encode()
    core = open_core().value
    found = [issue for issue in build_guide(files, core, core).issues if issue.is_error]
    assert [issue.rule.code for issue in found] == [row["code"]], [one.message("en") for one in found]
    (issue,) = found
    assert row.get("says", "") in issue.message("en")
    assert mark
    place = issue.location.place()
    expected = (row["file"], before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert (place.source.name, place.span.line, place.span.column) == expected
