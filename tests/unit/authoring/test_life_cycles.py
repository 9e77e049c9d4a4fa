"""`states:` of a class: what is wrong with it and where that is shown (tests/cases/life-cycles/faults.yaml), and what is published."""

import re
from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.fhir.life_cycle import LIFE_CYCLE, life_cycles_of
from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE
from tests.unit.authoring.small_classes import without_mandatory

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "life-cycles" / "faults.yaml").read_text(encoding="utf-8")
)
VALUE_SET = """\
valueset: planstatus
title: {nb: Planstatus, en: Plan status}
definition: {nb: a, en: b}
include:
  - system: http://hl7.org/fhir/request-status
    concepts:
      draft: {display: {nb: Utkast, en: Draft}}
      active: {display: {nb: Aktiv, en: Active}}
      completed: {display: {nb: Avsluttet, en: Completed}}
"""
ELEMENT = {
    "name": "status",
    "type": "code",
    "cardinality": "1..1",
    "maps": "CarePlan.status",
    "binding": "planstatus (required)",
}


def class_file(name: str, states: str, element: dict | None = None, above: str = "") -> str:
    lines = [f"class: {name}", f"extends: {above}" if above else "maps: CarePlan"]
    lines += [f"title: {{nb: {name}, en: {name}}}", "definition: {nb: a, en: b}"]
    if element is not None:
        said = {**ELEMENT, **element}
        lines += ["elements:", f"  {said['name']}:"]
        lines += ["    title: {nb: status, en: status}", "    definition: {nb: a, en: b}"]
        lines += [
            f"    {key}: {said[key]}" for key in ("type", "cardinality", "maps", "binding") if said[key]
        ]
    return "\n".join([*lines, f"states: {states}" if states else "phase: 1", ""])


def profile_file(name: str, parent: str = "CarePlan") -> str:
    return f"profile: {name.lower()}\nimplements: {name}\nparent: {parent}\n"


def built(files: dict[str, str]):
    core = open_core().value
    assert core is not None
    given = {"guide.yaml": GUIDE, **{path: text.encode() for path, text in files.items()}}
    return without_mandatory(build_guide(given, core, core))


def files_of(case: dict) -> dict[str, str]:
    files = {
        "model/plan.yaml": class_file("Plan", case["states"], case.get("element", {})),
        "model/planstatus.yaml": VALUE_SET,
    }
    if case.get("profile", True):
        files["profiles/plan.yaml"] = profile_file("Plan")
    if "subclass" in case:
        files["model/under.yaml"] = class_file("Under", case["subclass"], above="Plan")
        files["profiles/under.yaml"] = profile_file("Under", "plan")
    return files


@pytest.mark.parametrize("case", [pytest.param(one, id=one["desc"]) for one in CASES])
def test_fault(case):
    marked = files_of(case)
    places = []
    for path, text in marked.items():
        starts = [found.start() for found in re.finditer("«", text)]
        before = [text[:at].replace("«", "").replace("»", "") for at in starts]
        places += [(path, one.count("\n") + 1, len(one) - one.rfind("\n")) for one in before]
    if "shown" in case:
        text = marked["model/plan.yaml"]
        places.append(("model/plan.yaml", text[: text.index(f"\n{case['shown']}:") + 1].count("\n") + 1, 1))
    result = built({path: text.replace("«", "").replace("»", "") for path, text in marked.items()})
    issues = list(result.issues)
    assert [one.rule.code for one in issues] == [one["code"] for one in case["issues"]], [
        one.message("en") for one in issues
    ]
    for issue, wanted in zip(issues, case["issues"], strict=True):
        assert wanted.get("says", "") in issue.message("en")
    found = [
        (place.source.name, place.span.line, place.span.column)
        for one in issues
        if (place := one.location.place()) is not None
    ]
    assert sorted(found) == sorted(places)


def cycles(result, name: str) -> list:
    (found,) = [one.resource for one in result.value.resources if one.resource["id"] == f"ex-{name}"]
    return list(life_cycles_of(found))


WHOLE = (
    "{element: status, initial: draft, transitions: {draft: [active, {to: completed, by: lege, title: {nb: avslutte, en: complete}, "
    "text: {nb: a, en: b}, expression: title = %before.title}], active: completed}, roles: {lege: {nb: Lege, en: Doctor}}}"
)


def test_what_a_class_says_is_in_its_profile():
    (cycle,) = cycles(built(files_of({"states": WHOLE})), "plan")
    assert cycle.path == "CarePlan.status"
    assert [(one.system, one.code, one.is_initial, one.is_final) for one in cycle.states] == [
        ("http://hl7.org/fhir/request-status", "draft", True, False),
        ("http://hl7.org/fhir/request-status", "active", False, False),
        ("http://hl7.org/fhir/request-status", "completed", False, True),
    ]
    assert cycle.states[0].title.en == "Draft"
    assert [(one.source, one.target, one.by, one.expression) for one in cycle.transitions] == [
        ("draft", "active", (), ""),
        ("draft", "completed", ("lege",), "title = %before.title"),
        ("active", "completed", (), ""),
    ]
    assert cycle.transitions[1].title.en == "complete"
    assert cycle.transitions[1].description.nb == "a"
    assert cycle.roles["lege"].en == "Doctor"


def test_the_definition_of_the_extension_is_in_the_package():
    result = built(files_of({"states": WHOLE}))
    (definition,) = [one.resource for one in result.value.resources if one.resource.get("url") == LIFE_CYCLE]
    assert definition["context"] == [{"type": "element", "expression": "StructureDefinition"}]
    assert "snapshot" in definition
    without = built({"model/plan.yaml": class_file("Plan", "", {}), "model/planstatus.yaml": VALUE_SET})
    assert all(one.resource.get("url") != LIFE_CYCLE for one in without.value.resources)


@pytest.mark.parametrize(("parent", "count"), [("plan", 0), ("CarePlan", 1)])
def test_what_is_inherited_is_published_where_the_parent_profile_does_not(parent, count):
    files = files_of({"states": WHOLE})
    files["model/under.yaml"] = class_file("Under", "", above="Plan")
    files["profiles/under.yaml"] = profile_file("Under", parent)
    result = built(files)
    assert len(cycles(result, "plan")) == 1
    assert len(cycles(result, "under")) == count


def test_a_subclass_publishes_its_own_too():
    own = "{element: status, initial: draft, transitions: {draft: completed}}"
    result = built(files_of({"states": WHOLE, "subclass": own}))
    (cycle,) = cycles(result, "under")
    assert [(one.source, one.target) for one in cycle.transitions] == [("draft", "completed")]


ZONES = """\
codesystem: zone
title: {nb: Sone, en: Zone}
definition: {nb: a, en: b}
hierarchyMeaning: is-a
concepts:
  alle:
    display: {nb: Alle, en: All}
    concepts:
      gul: {display: {nb: Gul, en: Yellow}}
      roed: {display: {nb: Rød, en: Red}}
  ingen: {display: {nb: Ingen, en: None}}
"""
CHOSEN = """\
valueset: chosen
title: {nb: Valgt, en: Chosen}
definition: {nb: a, en: b}
include: [{system: zone, filter: {property: concept, op: descendent-of, value: alle}}]
"""


@pytest.mark.parametrize(
    ("transitions", "wrong"), [("gul: roed", []), ("gul: [roed, ingen]", ["no code `ingen`"])]
)
def test_the_codes_that_a_filter_chooses(transitions, wrong):
    element = {"type": "CodeableConcept", "maps": "Observation.bodySite", "binding": "chosen (required)"}
    made = class_file("Plan", f"{{element: status, initial: gul, transitions: {{{transitions}}}}}", element)
    made = made.replace("maps: CarePlan\n", "maps: Observation\n")
    files = {
        "model/plan.yaml": made,
        "model/zone.yaml": ZONES,
        "model/chosen.yaml": CHOSEN,
        "profiles/plan.yaml": profile_file("Plan", "Observation"),
    }
    said = [issue.message("en") for issue in built(files).issues if issue.code in ("DBEP2150", "DBEP2154")]
    assert len(said) == len(wrong), said
    assert all(part in message for part, message in zip(wrong, said, strict=True))


def test_a_profile_without_a_usable_id_publishes_nothing_that_is_missed():
    files = files_of(
        {"states": "{element: status, initial: draft, transitions: {draft: active, active: completed}}"}
    )
    files["profiles/plan.yaml"] = profile_file("Plan").replace("profile: plan", "profile: plån")
    (said,) = [issue.message("en") for issue in built(files).issues]
    assert "did you mean `plaan`?" in said
