"""Differentials: what the model and the profile say, once each, in the base's order, with their place in the YAML."""

import json

import pytest

from dbep_ig.guide.authoring import read_model
from dbep_ig.guide.authoring.lint import check_model
from dbep_ig.guide.generation import differentials
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE

HEAD = "title: {nb: Tittel, en: Title}\ndefinition: {nb: Noe., en: Something.}\n"


def elements(*written: str) -> str:
    text = "elements:\n"
    for one in written:
        name, *rest = one.splitlines()
        text += (
            f"  {name}:\n    title: {{nb: {name}, en: {name} in English}}\n    definition: {{nb: a, en: b}}\n"
        )
        text += "".join(f"    {line}\n" for line in rest)
    return text


def generated(files: dict[str, str]) -> dict[str, object]:
    read = read_model(
        {"guide.yaml": GUIDE} | {f"model/{name}.yaml": text.encode() for name, text in files.items()}
    )
    core = open_core().value
    issues = [*read.issues, *check_model(read.value, core, core)]
    assert [issue.message("en") for issue in issues if issue.is_error] == []
    return {one.resource["id"]: one for one in differentials(read.value, core, core)}


def said(one, *ids: str) -> dict[str, dict]:
    """Elements of the differential by id, without what every element has."""
    plain = {"id", "path", "short", "_short", "definition", "_definition", "mapping", "mustSupport"}
    found = {e["id"]: e for e in one.resource["differential"]["element"]}
    return {key: {k: v for k, v in found[key].items() if k not in plain} for key in (ids or found)}


PLAN = f"class: Plan\n{HEAD}" + elements(
    "note\ntype: Annotation\ncardinality: 0..*\nmaps: CarePlan.note",
    "tiltak\ntype: Reference(Task)\ncardinality: 1..*\nmaps: CarePlan.activity.reference",
    "tittel\ntype: string\ncardinality: 1..1\nmaps: CarePlan.title",
    "slutt\ntype: dateTime\ncardinality: 1..1\nmaps: CarePlan.period.end",
)
PROFILE = "profile: ex-plan\nimplements: Plan\nparent: CarePlan\n"


def test_order_is_the_bases_whatever_order_the_model_has():
    profile = generated({"plan": PLAN, "p": PROFILE})["ex-plan"]
    assert list(said(profile)) == [
        "CarePlan",
        "CarePlan.title",
        "CarePlan.period",
        "CarePlan.period.end",
        "CarePlan.activity",
        "CarePlan.activity.reference",
        "CarePlan.note",
    ]


def test_cardinality_stands_where_occurrences_are_counted():
    profile = generated({"plan": PLAN, "p": PROFILE})["ex-plan"]
    found = said(
        profile, "CarePlan.activity", "CarePlan.activity.reference", "CarePlan.period", "CarePlan.period.end"
    )
    assert found["CarePlan.activity"] == {"min": 1}
    assert found["CarePlan.activity.reference"]["min"] == 1
    assert found["CarePlan.period"] == {"min": 1}  # what must be there needs what it stands in
    assert found["CarePlan.period.end"] == {"min": 1}


def test_an_upper_limit_is_that_of_the_list():
    plan = PLAN.replace("1..*\n    maps: CarePlan.activity", "0..3\n    maps: CarePlan.activity")
    found = said(generated({"plan": plan, "p": PROFILE})["ex-plan"])
    assert found["CarePlan.activity"] == {"max": "3"}
    assert "max" not in found["CarePlan.activity.reference"]


def test_where_two_lists_lie_on_the_way_the_inner_is_counted():
    plan = PLAN.replace("0..*\n    maps: CarePlan.note", "0..2\n    maps: CarePlan.activity.progress")
    found = said(generated({"plan": plan, "p": PROFILE})["ex-plan"])
    assert found["CarePlan.activity.progress"] == {"max": "2"}
    assert found["CarePlan.activity"] == {"min": 1}  # that of `tiltak`


def test_a_slice_may_be_missing_where_the_list_may_not():
    consent = f"class: Samtykke\n{HEAD}" + elements(
        "type\ntype: CodeableConcept\ncardinality: 0..1\nmaps: Consent.category:en"
    )
    rules = "rules:\n  category:\n    slicing: {by: ['pattern:$this']}\n    slices: {en: {pattern: 'http://x.org#en'}}\n"
    profile = f"profile: ex-samtykke\nimplements: Samtykke\nparent: Consent\n{rules}"
    found = said(generated({"s": consent, "p": profile})["ex-samtykke"])
    assert (found["Consent.category:en"]["min"], found["Consent.category:en"]["max"]) == (0, "1")
    assert "min" not in found["Consent.category"]


def test_what_is_said_is_what_differs_from_the_base():
    profile = generated({"plan": PLAN, "p": PROFILE})["ex-plan"]
    assert said(profile, "CarePlan.note") == {"CarePlan.note": {}}  # 0..* Annotation is R4's own word
    reference = said(profile, "CarePlan.activity.reference")["CarePlan.activity.reference"]
    assert reference["type"] == [
        {"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Task"]}
    ]


def test_both_languages():
    profile = generated({"plan": PLAN, "p": PROFILE})["ex-plan"]
    title = next(e for e in profile.resource["differential"]["element"] if e["id"] == "CarePlan.title")
    assert title["short"] == "tittel"
    (translation,) = title["_short"]["extension"]
    assert translation["url"] == "http://hl7.org/fhir/StructureDefinition/translation"
    assert [part.get("valueCode") or part["valueString"] for part in translation["extension"]] == [
        "en",
        "tittel in English",
    ]


def test_a_child_profile_says_only_what_its_class_says_anew():
    under = f"class: Underplan\nextends: Plan\n{HEAD}elements:\n  note: {{cardinality: 1..*}}\n"
    child = "profile: ex-under\nimplements: Underplan\nparent: ex-plan\n"
    profile = generated({"plan": PLAN, "p": PROFILE, "under": under, "child": child})["ex-under"]
    assert profile.resource["baseDefinition"] == "http://example.org/fhir/StructureDefinition/ex-plan"
    assert said(profile, "CarePlan.note")["CarePlan.note"] == {"min": 1}
    assert list(said(profile)) == ["CarePlan", "CarePlan.note"]


def test_invariants_stand_once_along_the_parents():
    invariant = "invariants:\n  ex-{n}:\n    severity: warning\n    text: {{nb: a, en: b}}\n    expression: title.exists()\n"
    under = f"class: Underplan\nextends: Plan\n{HEAD}" + invariant.format(n=2)
    child = "profile: ex-under\nimplements: Underplan\nparent: ex-plan\n"
    made = generated({"plan": PLAN + invariant.format(n=1), "p": PROFILE, "under": under, "child": child})

    def keys(name):
        root = made[name].resource["differential"]["element"][0]
        return [(one["key"], one["severity"], one["source"].rpartition("/")[2]) for one in root["constraint"]]

    assert keys("ex-plan") == [("ex-1", "warning", "ex-plan")]
    assert keys("ex-under") == [("ex-2", "warning", "ex-under")]


RULES = """rules:
  category:
    slicing: {by: ["pattern:$this"], others: closed}
    slices:
      en: {cardinality: 1..1, pattern: "http://example.org/cs#en"}
      to: {pattern: "http://example.org/cs#to"}
  intent: {fixed: plan}
  period.start: {cardinality: 1..1, mustSupport: true}
  encounter: 0..0
"""


def test_rules_of_the_profile():
    found = said(generated({"plan": PLAN, "p": PROFILE + RULES})["ex-plan"])
    assert found["CarePlan.category"] == {
        "slicing": {
            "discriminator": [{"type": "pattern", "path": "$this"}],
            "ordered": False,
            "rules": "closed",
        },
        "min": 1,
    }
    assert found["CarePlan.category:en"] == {
        "sliceName": "en",
        "min": 1,
        "max": "1",
        "patternCodeableConcept": {"coding": [{"system": "http://example.org/cs", "code": "en"}]},
    }
    assert found["CarePlan.category:to"]["sliceName"] == "to"
    assert found["CarePlan.intent"] == {"fixedCode": "plan"}
    assert found["CarePlan.encounter"] == {"max": "0"}


def test_slices_keep_the_order_of_the_parent():
    under = f"class: Underplan\nextends: Plan\n{HEAD}"
    child = "profile: ex-under\nimplements: Underplan\nparent: ex-plan\nrules:\n  category:to: {mustSupport: true}\n  category:en: {mustSupport: true}\n"
    profile = generated({"plan": PLAN, "p": PROFILE + RULES, "under": under, "child": child})["ex-under"]
    assert list(said(profile)) == ["CarePlan", "CarePlan.category:en", "CarePlan.category:to"]
    last = child.replace("ex-under", "ex-last").replace("ex-plan", "ex-under")
    files = {
        "plan": PLAN,
        "p": PROFILE + RULES,
        "under": under,
        "child": child.partition("rules")[0],
        "last": last,
    }
    assert list(said(generated(files)["ex-last"])) == [
        "CarePlan",
        "CarePlan.category:en",
        "CarePlan.category:to",
    ]


def test_an_extension_is_a_slice_by_url():
    plan = (
        PLAN
        + "  farge:\n    title: {nb: a, en: b}\n    definition: {nb: a, en: b}\n    type: string\n    cardinality: 0..1\n    maps: CarePlan.extension(ex-farge)\n"
    )
    extension = f"extension: ex-farge\n{HEAD}context: CarePlan\ntype: string\n"
    made = generated({"plan": plan, "p": PROFILE, "e": extension})
    found = said(made["ex-plan"], "CarePlan.extension", "CarePlan.extension:farge")
    assert found["CarePlan.extension"]["slicing"]["discriminator"] == [{"type": "value", "path": "url"}]
    assert found["CarePlan.extension:farge"] == {
        "sliceName": "farge",
        "min": 0,
        "max": "1",
        "type": [{"code": "Extension", "profile": ["http://example.org/fhir/StructureDefinition/ex-farge"]}],
    }
    assert said(made["ex-farge"]) == {
        "Extension": {},
        "Extension.extension": {"max": "0"},
        "Extension.url": {"fixedUri": "http://example.org/fhir/StructureDefinition/ex-farge"},
        "Extension.value[x]": {"min": 1, "type": [{"code": "string"}]},
    }


def test_a_complex_extension():
    part = "{title: {nb: a, en: b}, definition: {nb: a, en: b}, type: code, cardinality: 1..1}"
    extension = f"extension: ex-farge\n{HEAD}context: CarePlan\nparts: {{navn: {part}}}\n"
    found = said(generated({"e": extension})["ex-farge"])
    assert found["Extension.extension:navn"] == {"sliceName": "navn", "min": 1, "max": "1"}
    assert found["Extension.extension:navn.url"] == {"fixedUri": "navn"}
    assert found["Extension.extension:navn.value[x]"] == {"min": 1, "type": [{"code": "code"}]}
    assert found["Extension.value[x]"] == {"max": "0"}


def test_imposed_profiles():
    profile = generated({"plan": PLAN, "p": PROFILE + "imposes: http://example.org/other\n"})["ex-plan"]
    assert profile.resource["extension"] == [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile",
            "valueCanonical": "http://example.org/other",
        }
    ]


@pytest.mark.parametrize(
    ("element_id", "member", "document", "line"),
    [
        ("CarePlan.title", "min", "model/plan.yaml", 21),
        ("CarePlan.title", None, "model/plan.yaml", 17),
        ("CarePlan.activity.reference", "type", "model/plan.yaml", 14),
        ("CarePlan.encounter", "max", "model/p.yaml", 12),
        ("CarePlan.intent", "fixedCode", "model/p.yaml", 10),
        ("CarePlan.category:en", "patternCodeableConcept", "model/p.yaml", 8),
    ],
)
def test_origin(element_id, member, document, line):
    profile = generated({"plan": PLAN, "p": PROFILE + RULES})["ex-plan"]
    ids = [element["id"] for element in profile.resource["differential"]["element"]]
    pointer = ("differential", "element", ids.index(element_id), *((member,) if member else ()))
    place = profile.origin.locate(pointer)
    assert (place.source.name, place.span.line) == (document, line)
    # A snapshot's message may point deeper than anything that was written: the nearest place stands for it.
    assert profile.origin.locate((*pointer, "x", 0)) == place


def test_logical_model():
    made = generated({"plan": PLAN.replace("tittel", "mål"), "p": PROFILE})["Plan"]
    resource = made.resource
    assert (resource["kind"], resource["derivation"], resource["type"]) == (
        "logical",
        "specialization",
        resource["url"],
    )
    found = {e["id"]: e for e in resource["differential"]["element"]}
    assert list(found) == ["Plan", "Plan.note", "Plan.tiltak", "Plan.maal", "Plan.slutt"]
    assert found["Plan.maal"]["mapping"] == [{"identity": "fhir", "map": "CarePlan.title"}]
    assert (found["Plan.tiltak"]["min"], found["Plan.tiltak"]["max"]) == (1, "*")


def test_every_narrative_is_in_both_languages():
    for one in generated({"plan": PLAN, "p": PROFILE}).values():
        div = one.resource["text"]["div"]
        assert 'lang="nb"' in div
        assert 'lang="en"' in div


def test_resources_are_plain_json():
    for one in generated({"plan": PLAN, "p": PROFILE + RULES}).values():
        assert json.loads(json.dumps(one.resource)) == one.resource
