"""Resources in FHIR's own words: what comes of them, and where their slips are shown."""

from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.diagnostics import Location
from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE
from tests.unit.authoring.small_classes import without_mandatory

CASES = Path(__file__).parents[2] / "cases" / "fhir-resources"
HEAD = "title: {nb: a, en: b}\ndefinition: {nb: A., en: B.}\n"
AROUND = {
    "model/cs.yaml": f"codesystem: farge\n{HEAD}concepts: {{roed: {{display: {{nb: Rød, en: Red}}}}}}\n",
    "model/vs.yaml": f"valueset: farge\n{HEAD}include: [{{system: farge}}]\n",
    "profiles/e.yaml": f"extension: merke\n{HEAD}context: [CarePlan]\ntype: code\nbinding: farge (required)\n",
}


def built(text: str):
    core = open_core().value
    files = {"guide.yaml": GUIDE, **{path: one.encode() for path, one in AROUND.items()}}
    return build_guide({**files, "model/x.yaml": text.encode()}, core, core)


def resource(text: str) -> dict:
    made = built(text)
    assert made.issues == ()
    found = next(
        one for one in made.value.resources if one.origin.root.document.source.name == "model/x.yaml"
    )
    return found.resource


@pytest.mark.parametrize(
    "case", yaml.safe_load((CASES / "faults.yaml").read_text())["tests"], ids=lambda one: one["desc"]
)
def test_slips(case):
    text = case["text"]
    start, stop = text.index("«"), text.index("»") - 1
    plain = text.replace("«", "").replace("»", "")
    (issue,) = built(plain).issues
    assert issue.rule.code == case["code"]
    span = issue.location.place().span
    lines = plain[:start].split("\n")
    assert (span.line, span.column) == (len(lines), len(lines[-1]) + 1)
    lines = plain[:stop].split("\n")
    assert (span.end_line, span.end_column) == (len(lines), len(lines[-1]) + 1)
    if "hint" in case:
        assert f"`{case['hint']}`" in issue.message("en")


def test_what_the_guide_says_is_filled_in():
    found = resource("resource: ConceptMap\nid: fra-farge\ndescription: {nb: Farger., en: Colours.}\n")
    assert found["id"] == "ex-fra-farge"
    assert found["url"] == "http://example.org/fhir/ConceptMap/ex-fra-farge"
    assert (found["name"], found["status"], found["version"]) == ("ExFraFarge", "draft", "0.1.0")
    assert found["description"] == "Farger."
    assert found["_description"]["extension"][0]["extension"][1] == {
        "url": "content",
        "valueString": "Colours.",
    }
    assert "<p>Farger.</p>" in found["text"]["div"]


def test_what_its_author_says_is_kept():
    text = "resource: ConceptMap\nid: a\nurl: http://other.example/cm\nname: Other\nversion: '2'\nstatus: active\npublisher: Others\n"
    found = resource(text)
    assert [found[key] for key in ("url", "name", "version", "status", "publisher")] == [
        "http://other.example/cm", "Other", "2", "active", "Others",
    ]  # fmt: skip
    assert "_publisher" not in found


def test_canonicals_of_what_an_id_names():
    text = "resource: ConceptMap\nid: a\nsourceCanonical: farge\ntargetUri: ValueSet(ex-farge)\ngroup: {source: farge|1, target: 'urn:x:y', element: {code: roed}}\n"
    found = resource(text)
    assert found["sourceCanonical"] == found["targetUri"] == "http://example.org/fhir/ValueSet/ex-farge"
    (group,) = found["group"]
    assert group["source"] == "http://example.org/fhir/CodeSystem/ex-farge|1"
    assert (group["target"], group["element"]) == ("urn:x:y", [{"code": "roed"}])


def test_a_canonical_may_be_written_out_or_lead_to_what_is_contained():
    text = "resource: Questionnaire\nid: a\nstatus: active\nitem:\n  - {linkId: '1', type: choice, answerValueSet: '#vs'}\n  - {linkId: '2', type: choice, answerValueSet: 'http://x.org/vs'}\n"
    assert [one["answerValueSet"] for one in resource(text)["item"]] == ["#vs", "http://x.org/vs"]


def test_codes_and_extensions_by_short_forms():
    text = "resource: Basic\nid: a\ncode: farge#roed\nsubject: Patient/1\nextension: {url: merke, valueCode: roed}\n"
    found = resource(text)
    assert found["code"]["coding"] == [
        {"system": "http://example.org/fhir/CodeSystem/ex-farge", "code": "roed"}
    ]
    assert found["subject"] == {"reference": "Patient/1"}
    assert found["extension"][0]["url"] == "http://example.org/fhir/StructureDefinition/ex-merke"
    assert "url" not in found
    assert "publisher" not in found


def test_an_expression_with_the_canonical_of_an_extension():
    text = "resource: SearchParameter\nid: a\ncode: a\nbase: [CarePlan]\ntype: token\ndescription: x\nexpression: CarePlan.extension(merke).value\n"
    assert "'http://example.org/fhir/StructureDefinition/ex-merke'" in resource(text)["expression"]


def test_what_stands_beside_a_primitive_value():
    text = "resource: ConceptMap\nid: a\ntitle: {nb: a, en: b}\n_title: {id: t, extension: {url: 'http://x.org/e', valueCode: y}}\n"
    beside = resource(text)["_title"]
    assert beside["id"] == "t"
    assert [one["url"].rpartition("/")[2] for one in beside["extension"]] == ["translation", "e"]


def test_texts_in_a_list_are_translated_each():
    text = "resource: PlanDefinition\nid: a\naction: {reason: {text: {nb: a, en: b}}}\nlibrary: ['http://x.org/l']\n"
    reason = resource(text)["action"][0]["reason"][0]
    assert (reason["text"], reason["_text"]["extension"][0]["extension"][0]["valueCode"]) == ("a", "en")


def test_a_resource_in_another():
    text = "resource: Basic\nid: a\ncode: farge#roed\ncontained:\n  - {resourceType: Patient, id: p, name: {family: Synnes}}\n"
    assert resource(text)["contained"] == [
        {"resourceType": "Patient", "id": "p", "name": [{"family": "Synnes"}]}
    ]


def test_a_structure_definition_gets_its_snapshot():
    text = (
        "resource: StructureDefinition\nid: a\nkind: resource\nabstract: false\ntype: Patient\nfhirVersion: 4.0.1\n"
        "baseDefinition: http://hl7.org/fhir/StructureDefinition/Patient\nderivation: constraint\n"
        "differential: {element: [{id: Patient.name, path: Patient.name, min: 1}]}\n"
    )
    elements = resource(text)["snapshot"]["element"]
    assert next(one for one in elements if one["id"] == "Patient.name")["min"] == 1


def test_two_of_one_type_and_id():
    core = open_core().value
    files = {
        "guide.yaml": GUIDE,
        "model/a.yaml": b"resource: Basic\nid: a\n",
        "model/b.yaml": b"resource: Basic\nid: ex-a\n",
    }
    (issue,) = build_guide(files, core, core).issues
    assert (issue.rule.code, issue.location.document) == ("DBEP2010", "model/b.yaml")
    assert isinstance(issue.related[0], Location)


def test_each_resource_is_named_in_the_guide():
    made = built("resource: SearchParameter\nid: a\ncode: a\nbase: CarePlan\ntype: token\ndescription: x\n")
    (entry,) = [
        one
        for one in made.value.resources[-1].resource["definition"]["resource"]
        if one["reference"]["reference"] == "SearchParameter/ex-a"
    ]
    assert (entry["name"], entry["description"]) == ("SearchParameter/ex-a", "x")


def test_keywords_name_what_is_in_fhirs_own_words():
    files = {
        "model/v.yaml": "resource: ValueSet\nid: tone\nstatus: active\ncompose: {include: {system: farge}}\n",
        "model/p.yaml": "resource: StructureDefinition\nid: grunn\nkind: resource\nabstract: false\ntype: CarePlan\n"
        "baseDefinition: http://hl7.org/fhir/StructureDefinition/CarePlan\nderivation: constraint\n"
        "differential: {element: [{id: CarePlan.title, path: CarePlan.title, min: 1}]}\n",
        "model/e.yaml": "resource: StructureDefinition\nid: flagg\nkind: complex-type\nabstract: false\ntype: Extension\n"
        "baseDefinition: http://hl7.org/fhir/StructureDefinition/Extension\nderivation: constraint\n"
        "context: {type: element, expression: CarePlan}\n"
        "differential: {element: [{id: 'Extension.value[x]', path: 'Extension.value[x]', type: {code: boolean}}]}\n",
        "model/c.yaml": f"class: Plan\nmaps: CarePlan\n{HEAD}elements:\n"
        f"  tone: {{title: {{nb: a, en: b}}, definition: {{nb: a, en: b}}, type: CodeableConcept, cardinality: 0..*, "
        "maps: CarePlan.category, binding: tone (preferred)}\n",
        "profiles/p.yaml": "profile: plan\nimplements: Plan\nparent: grunn\nrules: {extension(flagg): 0..1, extension(merke): 0..1}\n",
    }
    core = open_core().value
    given = {"guide.yaml": GUIDE, **{path: one.encode() for path, one in {**AROUND, **files}.items()}}
    made = without_mandatory(build_guide(given, core, core))
    assert made.issues == ()
    profile = next(one.resource for one in made.value.resources if one.resource["id"] == "ex-plan")
    elements = {one["id"]: one for one in profile["snapshot"]["element"]}
    assert elements["CarePlan.title"]["min"] == 1
    assert elements["CarePlan.category"]["binding"]["valueSet"] == "http://example.org/fhir/ValueSet/ex-tone"
    assert elements["CarePlan.extension:flagg"]["type"][0]["profile"] == [
        "http://example.org/fhir/StructureDefinition/ex-flagg"
    ]
