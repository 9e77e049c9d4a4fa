"""DBEP2047: where content of a licensed code system stands, and which statements name it. `«` and `»` as in test_model_faults."""

import re

import pytest

from dbep_ig.guide.authoring.licensed_systems import LICENSED_SYSTEMS, system_at
from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE
from tests.unit.authoring.small_classes import without_mandatory

HEAD = "title: {nb: a, en: b}\ndefinition: {nb: a, en: b}\n"
VALUE_SET = "valueset: ex-vs\n" + HEAD
EXTENSION = "extension: ex-ext\n" + HEAD + "context: [CarePlan]\n"
CLASS = (
    "class: Plan\nmaps: CarePlan\n"
    + HEAD
    + """elements:
  kategori:
    title: {nb: a, en: b}
    definition: {nb: a, en: b}
    type: CodeableConcept
    cardinality: 0..*
    maps: CarePlan.category
"""
)
SUBCLASS = "class: Underplan\nextends: Plan\n" + HEAD
PROFILE = "profile: ex-plan\nimplements: Plan\nparent: CarePlan\n"
PATTERN = "rules:\n  category: {pattern: {coding: [{system: «'http://snomed.info/sct'», code: '1'}]}}\n"
INVARIANT = """invariants:
  ex-1:
    severity: error
    text: {nb: Noe kreves., en: Something is required.}
    expression: """
LOINC_EXPRESSION = "«\"category.coding.where(system = 'http://loinc.org' and code = '1-8').exists()\"»\n"
WEIGHT = """\
profile: ex-vekt
parent: Observation
rules:
  value[x]: {type: Quantity, pattern: {system: «http://unitsofmeasure.org», code: kg}}
"""
SNOMED_BINDING = "«http://snomed.info/sct?fhir_vs=isa/138875005 (preferred)»"


def included(*systems: str) -> str:
    return (
        VALUE_SET
        + "include:\n"
        + "".join(
            f"  - system: {system}\n    concepts: {{'1': {{display: {{nb: a, en: b}}}}}}\n"
            for system in systems
        )
    )


# What is written -> the systems that must be reported, in order; the marks are where.
REPORTED = {
    "codes in a value set": (included("«http://snomed.info/sct»"), ["SNOMED CT"]),
    "a whole system": (VALUE_SET + "include: [{system: «http://loinc.org»}]\n", ["LOINC"]),
    "an edition and version": (
        VALUE_SET + "include: [{system: «http://snomed.info/sct/51000202101/version/20251215»}]\n",
        ["SNOMED CT"],
    ),
    "codes that are taken out": (
        VALUE_SET + "include: [{system: 'http://hl7.org/fhir/goal-status'}]\n"
        "exclude: [{system: «http://hl7.org/fhir/sid/icd-10»}]\n",
        ["ICD-10"],
    ),
    "a value set of the system's own": (
        VALUE_SET + "include: [{valuesets: «http://loinc.org/vs/LL715-4»}]\n",
        ["LOINC"],
    ),
    "several such value sets": (
        VALUE_SET + "include: [{valuesets: ['http://example.org/ValueSet/goal-status', "
        "«'http://snomed.info/sct?fhir_vs'»]}]\n",
        ["SNOMED CT"],
    ),
    "a pattern": (PROFILE + PATTERN, ["SNOMED CT"]),
    "a pattern in short form": (
        PROFILE + "rules: {category: {pattern: «'urn:oid:2.16.578.1.12.4.1.1.7170#R95'»}}\n",
        ["ICPC-2"],
    ),
    "a unit": (WEIGHT, ["UCUM"]),
    "a binding of a rule": (
        PROFILE + f"rules: {{category: {{binding: {SNOMED_BINDING}}}}}\n",
        ["SNOMED CT"],
    ),
    "a fixed system alone": (
        PROFILE + "rules: {category.coding.system: {fixed: «http://hl7.org/fhir/sid/icpc-2»}}\n",
        ["ICPC-2"],
    ),
    "an expression of a profile": (PROFILE + INVARIANT + LOINC_EXPRESSION, ["LOINC"]),
    "an expression of a class": (CLASS + INVARIANT + LOINC_EXPRESSION, ["LOINC"]),
    "a binding of an element": (CLASS + f"    binding: {SNOMED_BINDING}\n", ["SNOMED CT"]),
    "an expression that a subclass inherits": (
        CLASS + INVARIANT + LOINC_EXPRESSION + "# file: model/u.yaml\n" + SUBCLASS,
        ["LOINC"],
    ),
    "a binding that a subclass inherits": (
        CLASS + f"    binding: {SNOMED_BINDING}\n# file: model/u.yaml\n" + SUBCLASS,
        ["SNOMED CT"],
    ),
    "a binding of an extension": (
        EXTENSION + "type: CodeableConcept\nbinding: «http://loinc.org/vs (example)»\n",
        ["LOINC"],
    ),
    "a binding of a part of an extension": (
        EXTENSION
        + "parts:\n  a: {title: {nb: a, en: b}, definition: {nb: a, en: b}, type: code, cardinality: 0..1, "
        "binding: «http://unitsofmeasure.org/vs (required)»}\n",
        ["UCUM"],
    ),
    "several systems": (
        included("«http://snomed.info/sct»", "«urn:oid:2.16.578.1.12.4.1.1.7110»"),
        ["SNOMED CT", "ICD-10"],
    ),
    "one of them is named": (
        included("http://snomed.info/sct", "«http://loinc.org»") + "copyright: SNOMED CT\n",
        ["LOINC"],
    ),
    "the first place of many": (
        included("«http://snomed.info/sct»", "http://snomed.info/sct"),
        ["SNOMED CT"],
    ),
    "a statement that names it in one language": (
        included("«http://snomed.info/sct»")
        + "copyright: {nb: Koder fra SNOMED CT., en: Codes of others.}\n",
        ["SNOMED CT"],
    ),
    "a statement of another": (included("«http://loinc.org»") + "copyright: [© ICD-10]\n", ["LOINC"]),
}


@pytest.mark.parametrize("system", LICENSED_SYSTEMS, ids=lambda one: one.name)
def test_each_address_of_each_system_with_and_without_its_statement(system):
    for address in system.addresses:
        text = included(f"«{address}»")
        assert reported(text) == [(system.name, marked(text)[0])]
        assert reported(text + f"copyright: [{system.name}]\n") == []


@pytest.mark.parametrize(("text", "systems"), REPORTED.values(), ids=REPORTED)
def test_reported(text, systems):
    assert reported(text) == list(zip(systems, marked(text), strict=True))


SILENT = {
    "the guide names it": (included("http://snomed.info/sct"), "copyright: [SNOMED CT]\n"),
    "the guide names it in its own words": (
        included("http://loinc.org"),
        "copyright: {nb: Bruker LOINC® fra Regenstrief., en: Uses LOINC® of Regenstrief.}\n",
    ),
    "several are named in one text": (
        included("http://snomed.info/sct", "http://loinc.org")
        + "copyright: SNOMED CT og LOINC brukes her.\n",
        "",
    ),
    "a value set of R4, whose own copyright says it": (
        PROFILE + "rules: {category: {binding: http://hl7.org/fhir/ValueSet/condition-code (example)}}\n",
        "",
    ),
    "a value set of the guide, which has its own": (
        VALUE_SET + "include: [{valuesets: ex-other}]\n"
        "# file: model/o.yaml\n"
        + included("http://snomed.info/sct").replace("ex-vs", "ex-other")
        + "copyright: [SNOMED CT]\n",
        "",
    ),
    "an address that only begins the same": (
        included(
            "http://hl7.org/fhir/sid/icd-10-cm",
            "urn:oid:2.16.578.1.12.4.1.1.71701",
            "http://loinc.org.example/x",
        ),
        "",
    ),
    "an address in a text for people": (
        PROFILE + "definition: {nb: Se http://snomed.info/sct, en: See http://snomed.info/sct}\n",
        "",
    ),
    "codes of the guide's own": (
        "codesystem: ex-farge\n" + HEAD + "concepts: {roed: {display: {nb: Rød, en: Red}}}\n",
        "",
    ),
}


@pytest.mark.parametrize(("text", "guide"), SILENT.values(), ids=SILENT)
def test_silent(text, guide):
    assert reported(text, guide) == []


def test_what_inherits_the_content_inherits_the_statement():
    bound = CLASS.replace("maps: CarePlan\n", "maps: CarePlan\ncopyright: [SNOMED CT]\n", 1)
    bound += f"    binding: {SNOMED_BINDING}\n".replace("«", "").replace("»", "")
    profiles = PROFILE + "copyright: [LOINC]\n# file: profiles/u.yaml\n"
    profiles += "profile: ex-under\nimplements: Underplan\nparent: ex-plan\ncopyright: © Under\n"
    made = built(
        f"{bound}# file: model/u.yaml\n{SUBCLASS}# file: profiles/p.yaml\n{profiles}", "copyright: © Guide\n"
    )
    assert [issue.rule.code for issue in made.issues] == []
    said = {
        one.resource["id"]: [part.split(" ")[0:3] for part in one.resource["copyright"].split("\n\n")]
        for one in made.value.resources
    }
    snomed, loinc, guide = ["Har", "innhold", "fra"], ["Har", "innhold", "fra"], ["©", "Guide"]
    assert said == {
        "Plan": [snomed, guide],
        "Underplan": [snomed, guide],
        "ex-plan": [loinc, snomed, guide],
        "ex-under": [["©", "Under"], loinc, snomed, guide],
        "no.example.guide": [guide],
    }


def test_a_resource_says_it_in_both_languages_and_each_statement_once():
    text = included("http://loinc.org") + "copyright: [LOINC, {nb: © Norsk, en: © English}, LOINC]\n"
    made = built(text, "copyright: [LOINC]\n")
    value_set = made.value.resources[0].resource
    assert value_set["copyright"].split("\n\n")[1:] == ["© Norsk"]
    (translation,) = value_set["_copyright"]["extension"]
    content = {
        part["url"]: part.get("valueString", part.get("valueCode")) for part in translation["extension"]
    }
    assert content["lang"] == "en"
    english = content["content"].split("\n\n")
    assert english[0].startswith(
        "This material contains content from LOINC (http://loinc.org). LOINC is copyright ©"
    )
    assert english[1:] == ["© English"]
    keys = list(value_set)
    assert keys.index("description") < keys.index("copyright") < keys.index("compose")


def test_nobody_says_anything_where_nobody_has_said_anything():
    made = built("codesystem: ex-farge\n" + HEAD + "concepts: {roed: {display: {nb: Rød, en: Red}}}\n")
    assert all("copyright" not in one.resource for one in made.value.resources)


def test_the_table_is_whole():
    addresses = [address for system in LICENSED_SYSTEMS for address in system.addresses]
    assert len(addresses) == len(set(addresses))
    for system in LICENSED_SYSTEMS:
        assert system.is_named_in(system.statement), system.name
        assert [one.name for one in LICENSED_SYSTEMS if one.is_named_in(system.statement)] == [system.name]
        assert system.terms.startswith("http")
        for text in system.statement:
            assert text.endswith(".")
        for address in system.addresses:
            assert system_at(address) is system
            assert system_at(f"{address}|1.0") is system
    assert system_at("http://hl7.org/fhir/goal-status") is None


def built(text: str, guide: str = ""):
    files = {"guide.yaml": GUIDE + guide.encode(), "model/plan.yaml": CLASS.encode()}
    parts = re.split(r"^# file: (\S+)\n", text.replace("«", "").replace("»", ""), flags=re.MULTILINE)
    files["model/plan.yaml" if parts[0].startswith("class:") else "model/x.yaml"] = parts[0].encode()
    for path, content in zip(parts[1::2], parts[2::2], strict=True):
        files[path] = content.encode()
    if parts[0].startswith(("codesystem:", "valueset:", "extension:")):
        del files["model/plan.yaml"]
    core = open_core().value
    return without_mandatory(build_guide(files, core, core))


def reported(text: str, guide: str = "") -> list[tuple[str, str]]:
    """(system, what the caret points at) of each finding; there is no other."""
    made = built(text, guide)
    assert {issue.rule.code for issue in made.issues} <= {"DBEP2047"}, [i.message("en") for i in made.issues]
    assert made.value is not None, "a warning stops nothing"
    found = []
    for issue in made.issues:
        place = issue.location.place()
        first, start, _, end = place.span
        found.append((issue.params["system"], place.source.line(first)[start - 1 : end - 1]))
    return found


def marked(text: str) -> list[str]:
    return re.findall("«(.+?)»", text)
