"""Suspect invariants of a guide, through `build_guide`: each at its part of the expression, however the YAML is written."""

import re

import pytest

from tests.unit.authoring.test_names import STYLES, build, place, rows, with_expression, written

ROWS = rows("suspect-expressions.yaml")
SUSPECT = re.compile(r"DBEP(2042|217\d|2015)")


def found(plan: str, others: dict[str, str] | None = None):
    made = build(written() | (others or {}) | {"model/plan.yaml": plan})
    return [issue for issue in made.issues if SUSPECT.fullmatch(issue.rule.code)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("row", ROWS)
def test_row(row, style):
    if style not in row.get("styles", STYLES):
        return
    text = with_expression(STYLES[style](row["written"]))
    issues = found(text.replace("«", "").replace("»", ""))
    if "code" not in row:
        assert issues == []
        return
    before, inside, _ = re.split("[«»]", text)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    said = [(one.rule.code, place(one)[1:]) for one in issues]
    assert said == [(row["code"], (line, column, line, column + len(inside)))]
    assert row["says"] in issues[0].message("en")
    assert issues[0].message("nb")


def test_an_invariant_of_a_profile():
    profile = written()["profiles/plan.yaml"].replace(
        "partOf.resolve().all(conformsTo(plan))", "partOf.exists(titel = 'x')"
    )
    issues = found(written()["model/plan.yaml"], {"profiles/plan.yaml": profile})
    assert [(one.rule.code, one.location.document) for one in issues] == [("DBEP2042", "profiles/plan.yaml")]


OWN_WORDS = """resource: StructureDefinition
id: barn
url: http://example.org/guide/StructureDefinition/x-barn
name: Barn
title: {nb: Barn, en: Child}
status: draft
kind: resource
abstract: false
type: Patient
baseDefinition: http://hl7.org/fhir/StructureDefinition/Patient
derivation: constraint
differential:
  element:
    - id: Patient
      path: Patient
    - id: Patient.name
      path: Patient.name
      constraint:
        - key: x-plan-1
          severity: error
          human: a
          expression: >-
            extension(samtykke).exists() and
            «given.first() = 1»
"""


def test_an_invariant_of_an_element_in_fhirs_own_words():
    """Its key is another's, and its expression has the guide's short forms too."""
    before, inside, _ = re.split("[«»]", OWN_WORDS)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    clean = OWN_WORDS.replace("«", "").replace("»", "")
    (issue,) = found(written()["model/plan.yaml"], {"profiles/barn.yaml": clean})
    assert issue.rule.code == "DBEP2171"
    assert place(issue) == ("profiles/barn.yaml", line, column, line, column + len(inside))


def test_a_class_without_a_profile_is_linted_on_its_resource():
    files = written()
    del files["profiles/plan.yaml"], files["profiles/roed-plan.yaml"]
    made = build(
        files
        | {
            "model/ting.yaml": files["model/samtykke.yaml"]
            .replace("class: Samtykke", "class: Ting")
            .replace("Consent", "Goal")
            .replace("Goal.status", "Goal.lifecycleStatus")
            + "invariants:\n  ting-1:\n    severity: error\n    text: {nb: a, en: b}\n    expression: titel.exists()\n"
        }
    )
    issues = [issue for issue in made.issues if issue.rule.code == "DBEP2042"]
    assert [issue.location.document for issue in issues] == ["model/ting.yaml"]


def test_what_one_of_the_profiles_allows_is_not_suspect():
    """The class's invariant is in the profiles of both subclasses, and one of them has the element once."""
    files = written()
    plan = files["model/plan.yaml"].replace("class: Plan\n", "class: Plan\nabstract: true\n")
    sub = "class: {0}\nextends: Plan\ntitle: {{nb: a, en: b}}\ndefinition: {{nb: a, en: b}}\n"
    profile = "profile: {0}\nimplements: {1}\nparent: CarePlan\n{2}"
    once = "rules:\n  goal: {cardinality: 0..1}\n"
    del files["profiles/plan.yaml"], files["profiles/roed-plan.yaml"], files["model/plan.yaml"]
    text = plan.replace("status = 'active' implies extension(samtykke).exists()", "goal.reference = 'x'")
    for rules, count in (((once, ""), 0), (("", ""), 1), ((once, once), 0)):
        made = build(
            files
            | {
                "model/plan.yaml": text.replace("category:slag", "category"),
                "model/a.yaml": sub.format("A"),
                "model/b.yaml": sub.format("B"),
                "profiles/a.yaml": profile.format("a", "A", rules[0]),
                "profiles/b.yaml": profile.format("b", "B", rules[1]),
            }
        )
        assert [i.message("en") for i in made.issues if i.is_error] == []
        assert len([i for i in made.issues if i.rule.code == "DBEP2172"]) == count
