"""DBEP1104: what R4 demands and a class leaves out."""

import pytest

from dbep_ig.guide.authoring import read_model
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.lint.mandatory_elements import check_mandatory_elements
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE


def text(indent: str = "") -> str:
    return f"{indent}title: {{nb: a, en: b}}\n{indent}definition: {{nb: a, en: b}}\n"


def a_class(resource: str, *maps: str, head: str = "") -> str:
    elements = "".join(
        f"  e{number}:\n{text('    ')}    type: {path.partition('=')[2] or 'string'}\n    cardinality: 0..1\n    maps: {resource}.{path.partition('=')[0]}\n"
        for number, path in enumerate(maps)
    )
    return f"class: A\nmaps: {resource}\n{head}{text()}" + (f"elements:\n{elements}" if elements else "")


def found(one: str, profile: str = "profile: a\nimplements: A\nparent: Goal\n", **files: str):
    core = open_core().value
    assert core is not None
    given = {"guide.yaml": GUIDE.decode(), "model/a.yaml": one, "profiles/a.yaml": profile} | {
        f"model/{name}.yaml": data for name, data in files.items()
    }
    read = read_model({path: data.encode() for path, data in given.items() if data}, core)
    assert read.value is not None, [issue.message("en") for issue in read.issues]
    return [
        (str(issue.location.place().span.line), issue.message("en"))
        for issue in check_mandatory_elements(Bearings(read.value, core, core))
    ]


GOAL = ("lifecycleStatus=code", "description=CodeableConcept", "subject=Reference(Patient)")


def test_what_r4_demands_and_the_class_leaves_out():
    assert found(a_class("Goal", "statusReason")) == [
        (
            "2",
            "FHIR R4 requires Goal.lifecycleStatus (1..1), Goal.description (1..1), Goal.subject (1..1), but no element of `A` maps there, and no rule fixes the value",
        )
    ]
    assert found(a_class("Goal", *GOAL)) == []


@pytest.mark.parametrize(
    "rules",
    ["lifecycleStatus: {pattern: active}", "lifecycleStatus: {fixed: active}"],
)
def test_what_a_profile_fixes_is_there(rules):
    profile = f"profile: a\nimplements: A\nparent: Goal\nrules:\n  {rules}\n"
    assert found(a_class("Goal", *GOAL[1:]), profile) == []


def test_an_element_below_is_enough_and_so_is_an_inherited_one():
    assert found(a_class("Goal", GOAL[0], "description.text", GOAL[2])) == []
    parent = a_class("Goal", *GOAL).replace("class: A", "class: B\nabstract: true")
    assert found(f"class: A\nextends: B\n{text()}", b=parent) == []


def test_groups_that_are_used_are_looked_into():
    plan = ("status=code", "intent=code", "subject=Reference(Patient)")
    profile = "profile: a\nimplements: A\nparent: CarePlan\n"
    assert found(a_class("CarePlan", *plan), profile) == []
    ((_, message),) = found(a_class("CarePlan", *plan, "activity.detail.description"), profile)
    assert message.startswith("FHIR R4 requires CarePlan.activity.detail.status (1..1), but")
    assert (
        found(
            a_class("CarePlan", *plan, "activity.detail.description", "activity.detail.status=code"), profile
        )
        == []
    )


def test_nobody_writes_instances_of_an_abstract_class_or_one_without_a_profile():
    assert found(a_class("Goal", head="abstract: true\n")) == []
    assert found(a_class("Goal"), "") == []
