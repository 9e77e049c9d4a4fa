"""Faults of the model and where they are shown: `«` and `»` stand round what the caret must point at."""

import re

import pytest

from dbep_ig.guide.authoring import read_model
from dbep_ig.guide.authoring.lint import check_model
from dbep_ig.guide.authoring.lint.mandatory_elements import MANDATORY_ELEMENT_MISSING
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE

PLAN = """\
class: Plan
maps: CarePlan
title: {nb: Plan, en: Plan}
definition: {nb: En plan., en: A plan.}
elements:
  tittel:
    title: {nb: tittel, en: title}
    definition: {nb: Tittelen., en: The title.}
    type: string
    cardinality: 1..1
    maps: CarePlan.title
"""
CODES = """\
codesystem: ex-farge
title: {nb: Farge, en: Colour}
definition: {nb: En farge., en: A colour.}
concepts:
  roed: {display: {nb: Rød, en: Red}}
"""
PROFILE = "profile: ex-plan\nimplements: Plan\nparent: CarePlan\nrules:\n"
SUBCLASS = """\
class: Underplan
extends: Plan
title: {nb: a, en: b}
definition: {nb: a, en: b}
elements:
  tittel:
"""
EXPRESSION = """\
invariants:
  ex-1:
    severity: error
    text: {nb: Noe kreves., en: Something is required.}
    expression: """


def element(rest: str, name: str = "x") -> str:
    lines = "".join(f"    {line}\n" for line in rest.splitlines())
    return f"{PLAN}  {name}:\n    title: {{nb: a, en: b}}\n    definition: {{nb: a, en: b}}\n{lines}"


VALUE_SET = """\
valueset: ex-farger
title: {nb: Farger, en: Colours}
definition: {nb: Farger., en: Colours.}
include:
"""
CASES = {
    "a discriminator that is no element": (
        {"plan": PLAN, "p": PROFILE + '  identifier:\n    slicing: {by: ["value:«systm»"]}\n'},
        "DBEP2004",
    ),
    "a discriminator that is no element further down": (
        {"plan": PLAN, "p": PROFILE + '  identifier:\n    slicing: {by: "value:type.coding.«kode»"}\n'},
        "DBEP2004",
    ),
    "a discriminator below a primitive": (
        {"plan": PLAN, "p": PROFILE + '  identifier:\n    slicing: {by: ["value:system.«value»"]}\n'},
        "DBEP2004",
    ),
    "a discriminator of a type that there is not": (
        {"plan": PLAN, "p": PROFILE + '  identifier:\n    slicing: {by: ["value:ofType(«Codng»).code"]}\n'},
        "DBEP2033",
    ),
    "a discriminator that is no path": (
        {"plan": PLAN, "p": PROFILE + '  identifier:\n    slicing: {by: ["value:«system.exists()»"]}\n'},
        "DBEP2122",
    ),
    "the key of the parent class": (
        {
            "a": PLAN + EXPRESSION + "title.exists()\n",
            "b": SUBCLASS.replace("elements:\n  tittel:\n", "elements: {}\n")
            + EXPRESSION.replace("ex-1", "«1»")
            + "title.exists()\n",
        },
        "DBEP2123",
    ),
    "the key of the class in its profile": (
        {
            "a": PLAN + EXPRESSION + "title.exists()\n",
            "p": PROFILE.replace("rules:\n", "rules: {}\n")
            + EXPRESSION.replace("ex-1", "«ex-1»")
            + "title.exists()\n",
        },
        "DBEP2123",
    ),
    "a value set that is made of itself": (
        {"a": CODES, "v": VALUE_SET + "  - valuesets: [«ex-farger»]\n"},
        "DBEP2124",
    ),
    "value sets in a circle": (
        {
            "v": VALUE_SET + "  - valuesets: [«ex-b»]\n",
            "w": VALUE_SET.replace("ex-farger", "ex-b") + "  - valuesets: [ex-farger]\n",
        },
        "DBEP2124",
    ),
    "another name than the system's": (
        {
            "v": VALUE_SET + "  - system: http://hl7.org/fhir/goal-status\n    concepts:\n"
            "      active: {display: {nb: a, en: «Completed»}}\n"
        },
        "DBEP2125",
    ),
    "a code system where a value set belongs": (
        {
            "plan": PLAN,
            "p": PROFILE + "  category: {binding: «http://hl7.org/fhir/goal-status (preferred)»}\n",
        },
        "DBEP2129",
    ),
    "a value set where a code system belongs": (
        {"v": VALUE_SET + "  - system: «http://hl7.org/fhir/ValueSet/goal-status»\n"},
        "DBEP2129",
    ),
    "an imposed profile of another resource": (
        {
            "plan": PLAN,
            "p": PROFILE.replace(
                "rules:", "imposes: [«http://hl7.org/fhir/StructureDefinition/Patient»]\nrules: {}"
            ),
        },
        "DBEP2129",
    ),
    "a slip in the canonical of a value set": (
        {"v": VALUE_SET + "  - valuesets: [«http://hl7.org/fhir/ValueSet/goal-statsu»]\n"},
        "DBEP2130",
    ),
    "a binding of an extension with a reference": (
        {
            "v": VALUE_SET + "  - system: http://hl7.org/fhir/goal-status\n",
            "e": "extension: ex-e\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\ncontext: [CarePlan]\n"
            "type: Reference(Patient)\nbinding: «ex-farger (required)»\n",
        },
        "DBEP2035",
    ),
    "a binding of an element without a place in FHIR": (
        {
            "v": VALUE_SET + "  - system: http://hl7.org/fhir/goal-status\n",
            "plan": element("type: dateTime\ncardinality: 0..1\nbinding: «ex-farger (required)»"),
        },
        "DBEP2035",
    ),
    "unknown element": ({"plan": PLAN.replace(".title", ".«titel»")}, "DBEP2004"),
    "unknown element further down": (
        {"plan": element("type: date\ncardinality: 0..1\nmaps: CarePlan.period.«slutt»")},
        "DBEP2004",
    ),
    "an element below a choice": (
        {
            "plan": element(
                "type: date\ncardinality: 0..1\nmaps: CarePlan.activity.detail.scheduled[x].«event»"
            )
        },
        "DBEP2070",
    ),
    "unknown resource": (
        {
            "plan": PLAN.replace("maps: CarePlan.title", "maps: «Careplan».title").replace(
                "maps: CarePlan\n", ""
            )
        },
        "DBEP2032",
    ),
    "unknown resource of the class": (
        {
            "plan": PLAN.replace("maps: CarePlan\n", "maps: «Careplan»\n").replace(
                "    maps: CarePlan.title\n", ""
            )
        },
        "DBEP2032",
    ),
    "wider than R4": ({"plan": PLAN.replace("1..1", "«0..*»")}, "DBEP2005"),
    "fewer than R4": (
        {"plan": element("type: code\ncardinality: «0..1»\nmaps: CarePlan.status")},
        "DBEP2005",
    ),
    "type": ({"plan": PLAN.replace("type: string", "type: «boolean»")}, "DBEP2007"),
    "unknown type": ({"plan": PLAN.replace("type: string", "type: «strign»")}, "DBEP2033"),
    "one of several types": (
        {"plan": element("type: «string | code»\ncardinality: 0..1\nmaps: CarePlan.description")},
        "DBEP2007",
    ),
    "reference target": (
        {
            "plan": element(
                "type: «Reference(Patient, Practitioner)»\ncardinality: 1..1\nmaps: CarePlan.subject"
            )
        },
        "DBEP2008",
    ),
    "unknown reference target": (
        {"plan": element("type: «Reference(Pasient)»\ncardinality: 1..1\nmaps: CarePlan.subject")},
        "DBEP2003",
    ),
    "weaker binding": (
        {
            "plan": element(
                "type: code\ncardinality: 1..1\nmaps: CarePlan.status\nbinding: «http://x.org/vs (preferred)»"
            )
        },
        "DBEP2034",
    ),
    "other resource": ({"plan": PLAN.replace("maps: CarePlan.title", "maps: «Goal.note»")}, "DBEP2036"),
    "unknown extension": (
        {"plan": PLAN.replace("maps: CarePlan.title", "maps: CarePlan.extension(«ex-farge»)")},
        "DBEP2037",
    ),
    "circle": (
        {"a": "class: A\nextends: «A»\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\n"},
        "DBEP2001",
    ),
    "unknown parent class": (
        {"a": "class: A\nextends: «B»\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\n"},
        "DBEP2002",
    ),
    "wider than the parent": ({"plan": PLAN, "under": SUBCLASS + "    cardinality: «0..1»\n"}, "DBEP2006"),
    "other type than the parent": (
        {
            "plan": element("type: Reference(Patient)\ncardinality: 1..1\nmaps: CarePlan.subject", "tittel2"),
            "under": SUBCLASS.replace("tittel", "tittel2") + "    type: «Reference(Group)»\n",
        },
        "DBEP2013",
    ),
    "maps elsewhere than the parent": (
        {"plan": PLAN, "under": SUBCLASS + "    maps: «CarePlan.description»\n"},
        "DBEP2014",
    ),
    "incomplete element": ({"plan": PLAN + "  «ny»:\n    type: string\n"}, "DBEP2011"),
    "two classes of one name": ({"a": PLAN, "b": PLAN.replace("class: Plan", "class: «Plan»")}, "DBEP2010"),
    "two names that fold to one": (
        {
            "plan": element("type: string\ncardinality: 0..1\nmaps: CarePlan.description", "mål")
            + "  «maal»:\n    title: {nb: a, en: b}\n    definition: {nb: a, en: b}\n    type: date\n    cardinality: 0..1\n"
        },
        "DBEP2010",
    ),
    "missing Norwegian": (
        {"plan": PLAN.replace("    definition: {nb: Tittelen., en", "    «definition»: {en")},
        "DBEP1023",
    ),
    "unknown function": ({"plan": PLAN + EXPRESSION + "title.«exist()»\n"}, "DBEP2015"),
    "unknown function in a literal block": (
        {"plan": PLAN + EXPRESSION + "|\n      title.exists()\n        and title.«exist()»\n"},
        "DBEP2015",
    ),
    "expression that ends too soon": ({"plan": PLAN + EXPRESSION + "title.exists() an«d»\n"}, "DBEP2015"),
    "profile wider than the model": ({"plan": PLAN, "p": PROFILE + "  title: «0..1»\n"}, "DBEP2009"),
    "profile takes away what is mapped": (
        {"plan": PLAN.replace("1..1", "0..1"), "p": PROFILE + "  title: {cardinality: «0..0»}\n"},
        "DBEP2009",
    ),
    "profile wider than R4": ({"plan": PLAN, "p": PROFILE + "  created: «0..*»\n"}, "DBEP2005"),
    "below a content reference": (
        {
            "c": PLAN.replace("maps: CarePlan\n", "maps: Consent\n")
            .replace("type: string", "type: code")
            .replace("1..1", "0..*")
            .replace("CarePlan.title", "Consent.provision.provision.«typ»")
        },
        "DBEP2004",
    ),
    "a slip, once": ({"plan": PLAN.replace("cardinality", "«cardinalty»")}, "DBEP1007"),
    "a slip in a word that must be there, once": ({"c": CODES.replace("display:", "«dispaly»:")}, "DBEP1007"),
    "profile of an unknown element": ({"plan": PLAN, "p": PROFILE + "  «titel»: 1..1\n"}, "DBEP2004"),
    "unknown class of a profile": (
        {"p": "profile: ex-p\nimplements: «Plan»\nparent: CarePlan\n"},
        "DBEP2002",
    ),
    "two elements in one place": (
        {"plan": element("type: string\ncardinality: 0..1\nmaps: «CarePlan.title»")},
        "DBEP2045",
    ),
    "a subclass in a place that is taken": (
        {
            "plan": PLAN,
            "under": SUBCLASS.replace("tittel", "navn")
            + "    title: {nb: a, en: b}\n    definition: {nb: a, en: b}\n    type: string\n"
            + "    cardinality: 0..1\n    maps: «CarePlan.title»\n",
        },
        "DBEP2045",
    ),
    "a core extension where it may not stand": (
        {
            "plan": element(
                "type: CodeableConcept\ncardinality: 0..1\nmaps: CarePlan.extension(«request-statusReason»)"
            )
        },
        "DBEP2046",
    ),
    "profile with another type than the model": (
        {
            "plan": element(
                "type: CodeableConcept\ncardinality: 0..1\nmaps: CarePlan.activity.detail.product[x]"
            ),
            "p": PROFILE + "  activity.detail.product[x]: {type: «Reference(Medication)»}\n",
        },
        "DBEP2009",
    ),
    "profile that lets other codes in": (
        {
            "plan": element(
                "type: code\ncardinality: 1..1\nmaps: CarePlan.status\nbinding: http://x.org/vs (required)"
            ),
            "p": PROFILE + "  status: {binding: «http://x.org/other (required)»}\n",
        },
        "DBEP2009",
    ),
    "profile of another resource than its class": (
        {"plan": PLAN, "p": "profile: ex-p\nimplements: Plan\nparent: «Goal»\n"},
        "DBEP2044",
    ),
    "unknown parent of a profile": ({"p": "profile: ex-p\nparent: «CarePlann»\n"}, "DBEP2016"),
    "unknown code in a pattern": (
        {"plan": PLAN, "c": CODES, "p": PROFILE + "  category: {pattern: «ex-farge#blaa»}\n"},
        "DBEP2022",
    ),
    "unknown system in a pattern": (
        {"plan": PLAN, "p": PROFILE + "  category: {pattern: {coding: [{system: «ex-farge»}]}}\n"},
        "DBEP2021",
    ),
    "fixed value of another type": ({"plan": PLAN, "p": PROFILE + "  period: {fixed: «plan»}\n"}, "DBEP2030"),
    "slice nobody declared": ({"plan": PLAN, "p": PROFILE + "  «category:farge»: 1..1\n"}, "DBEP2039"),
    "unknown value set": (
        {
            "plan": element(
                "type: CodeableConcept\ncardinality: 0..*\nmaps: CarePlan.category\nbinding: «ex-farge (required)»"
            )
        },
        "DBEP2020",
    ),
    "unknown code in a value set": (
        {
            "c": CODES,
            "v": "valueset: ex-v\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\n"
            "include:\n  - system: ex-farge\n    concepts:\n      «blaa»: {display: {nb: a, en: b}}\n",
        },
        "DBEP2022",
    ),
    "unknown code of R4's own system": (
        {
            "v": "valueset: ex-v\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\n"
            "include:\n  - system: http://hl7.org/fhir/request-status\n    concepts:\n      «aktiv»: {display: {nb: a, en: b}}\n",
        },
        "DBEP2022",
    ),
    "context of an extension": (
        {
            "e": "extension: ex-e\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\n"
            "context: «CarePlan.titel»\ntype: string\n"
        },
        "DBEP2004",
    ),
    "unknown requirement": ({"plan": PLAN + "requirement: [«K-1»]\n"}, "DBEP2018"),
    "unanswered requirement": ({"k": "requirements:\n  «K-1»: {quote: a, source: b}\n"}, "DBEP2019"),
}


def faults(files: dict[str, str]) -> list[tuple[str, str, tuple[int, ...] | None]]:
    read = read_model(
        {"guide.yaml": GUIDE} | {f"model/{name}.yaml": text.encode() for name, text in files.items()}
    )
    core = open_core().value
    found = []
    for issue in (*read.issues, *check_model(read.value, core, core)):
        if issue.rule is MANDATORY_ELEMENT_MISSING:
            continue  # the classes here have just what their case is about
        place = issue.location.place()
        assert issue.message("nb")
        assert issue.message("en")
        found.append((issue.rule.code, issue.location.document, tuple(place.span) if place else None))
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_shown_where_it_is(name):
    files, code = CASES[name]
    (marked,) = [(key, text) for key, text in files.items() if "«" in text]
    key, text = marked
    before, inside, _ = re.split("[«»]", text)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    expected = (code, f"model/{key}.yaml", (line, column, line, column + len(inside)))
    clean = {name: text.replace("«", "").replace("»", "") for name, text in files.items()}
    assert faults(clean) == [expected]


def test_what_follows_from_a_lost_parent_is_not_reported():
    holder = element("type: Reference(Plan)\ncardinality: 0..*\nmaps: CarePlan.partOf", "del")
    user = SUBCLASS.replace("tittel:", "del:") + "    type: Reference(Tredje)\n"
    lost = (
        SUBCLASS.replace("Underplan", "Tredje").replace("extends: Plan", "extends: Tredje")
        + "    cardinality: 1..1\n"
    )
    assert [code for code, _, _ in faults({"plan": holder, "user": user, "lost": lost})] == ["DBEP2001"]


def test_a_path_through_a_content_reference():
    text = PLAN.replace("maps: CarePlan\n", "maps: Consent\n").replace("type: string", "type: code")
    assert (
        faults(
            {"c": text.replace("1..1", "0..*").replace("CarePlan.title", "Consent.provision.provision.type")}
        )
        == []
    )


def test_a_model_without_faults_has_none():
    assert faults({"plan": PLAN, "c": CODES, "p": PROFILE + "  category: {pattern: ex-farge#roed}\n"}) == []


def test_all_faults_of_all_files_in_one_run():
    files = {
        "a": PLAN.replace("CarePlan.title", "CarePlan.titel").replace("type: string", "type: strign"),
        "b": "class: B\n\ttitle: x\n",
        "c": CODES.replace("display", "dispaly"),
        "d": "",
        "e": "class: E\nextends: E\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\n",
    }
    codes = {code for code, _, _ in faults(files)}
    assert codes >= {"DBEP2004", "DBEP2033", "DBEP1002", "DBEP1007", "DBEP1010", "DBEP2001"}
