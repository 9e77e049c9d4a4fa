"""Two versions of a resource through the library's door: tests/cases/life-cycles.

life_cycles: short forms of what a StructureDefinition publishes; profiles: canonical -> {type, base, life_cycles}
tests:       [{desc, before, after, by, profile, profiles, entry, issues: [{code, expression}]}]. CarePlan unless another type is given;
             `after` claims `profile` (the first of the file without one); `entry` puts it into a transaction. Listed are all
             issues of the range DBEP49.
"""

import json
from functools import cache
from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.fhir.life_cycle import LIFE_CYCLE, life_cycles_of
from dbep_ig.engine.validation import Settings
from tests.catalogue.stages.validate import validator

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "life-cycles" / "changes.yaml").read_text(encoding="utf-8")
)
STATUS = "http://hl7.org/fhir/request-status"
FIRST = "http://example.org/p"


def published(said: dict) -> dict:
    """The extension of a short form."""
    parts = [{"url": "element", "valueString": said["element"]}]
    for code, kind in said["states"].items():
        state = [{"url": "code", "valueCoding": {"system": said.get("system", STATUS), "code": code}}]
        parts.append(
            {"url": "state", "extension": state + ([{"url": kind, "valueBoolean": True}] if kind else [])}
        )
    for one in said["transitions"]:
        transition = [{"url": "from", "valueCode": one["from"]}, {"url": "to", "valueCode": one["to"]}]
        transition += [{"url": "by", "valueCode": role} for role in one.get("by", ())]
        if "condition" in one:
            condition = {"language": "text/fhirpath", "expression": one["condition"]}
            condition |= {key: one[key] for key in ("description",) if key in one}
            transition.append({"url": "condition", "valueExpression": condition})
        parts.append({"url": "transition", "extension": transition})
    for code, title in said.get("roles", {}).items():
        role = [{"url": "code", "valueCode": code}, {"url": "title", "valueString": title}]
        parts.append({"url": "role", "extension": role})
    return {"url": LIFE_CYCLE, "extension": parts}


def structure(url: str, said: dict) -> dict:
    core = "http://hl7.org/fhir/StructureDefinition/"
    cycles = [
        CASES["life_cycles"][one] if isinstance(one, str) else one for one in said.get("life_cycles", ())
    ]
    definition = {
        "resourceType": "StructureDefinition",
        "id": url.rpartition("/")[2],
        "extension": [published(one) for one in cycles],
        "url": url,
        "name": "P",
        "status": "active",
        "kind": "resource",
        "abstract": False,
        "type": said["type"],
        "baseDefinition": said.get("base", core + said["type"]),
        "derivation": "constraint",
        "differential": {"element": [{"id": said["type"], "path": said["type"]}]},
    }
    return definition if cycles else {key: value for key, value in definition.items() if key != "extension"}


@cache
def door():
    resources = [json.dumps(structure(url, said)) for url, said in CASES["profiles"].items()]
    return validator(resources, Settings(warn_without_profile=False))


def whole(resource: dict) -> dict:
    return {"resourceType": "CarePlan", **resource}


def issues_of(test: dict) -> list:
    after = whole(test["after"])
    claimed = test.get("profile", FIRST)
    if claimed:
        after["meta"] = {"profile": [claimed], **after.get("meta", {})}
    if "entry" in test:
        entry = {"request": {"method": "PUT", "url": "CarePlan/a"}, **test["entry"], "resource": after}
        after = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
    before = test.get("before")
    if before is not None:
        before = [whole(one) for one in before] if isinstance(before, list) else whole(before)
    report = door().check(after, profiles=test.get("profiles", "auto"), before=before, by=test.get("by"))
    assert not [one for one in report.issues if one.code == "DBEP9001"]
    return [one for one in report.issues if one.code.startswith("DBEP49")]


@pytest.mark.parametrize("test", [pytest.param(one, id=one["desc"]) for one in CASES["tests"]])
def test_change(test):
    found = issues_of(test)
    wanted = test.get("issues", [])
    keys = {key for one in wanted for key in one} or {"code", "expression"}
    told = [
        {
            "code": one.code,
            "expression": one.expression,
            "nb": one.message("nb").removesuffix(" (P)"),
            "en": one.message("en").removesuffix(" (P)"),
        }
        for one in found
    ]
    expected = [{key: one[key] for key in keys} for one in told]
    assert expected == wanted


def test_what_is_published_is_read_again():
    said = CASES["life_cycles"]["plan"]
    (cycle,) = life_cycles_of({"extension": [published(said)]})
    assert cycle.path == "CarePlan.status"
    assert [one.code for one in cycle.states] == list(said["states"])
    assert cycle.initial == ("draft", "active")
    assert [one.code for one in cycle.states if one.is_final] == ["completed", "revoked"]
    assert cycle.transitions[0].by == ("behandler",)
    assert cycle.transitions[0].description.nb == "En aktiv plan har en tittel"
    assert list(cycle.roles) == ["behandler", "pasient"]


@pytest.mark.parametrize(
    "extension",
    [
        {},
        {"extension": "x"},
        {"extension": [{"url": "element", "valueString": 3}]},
        {
            "extension": [
                {"url": "element", "valueString": "CarePlan.status"},
                "x",
                {"url": "state"},
                {"url": "transition"},
            ]
        },
        {
            "extension": [
                {"url": "element", "valueString": "CarePlan.status"},
                {"url": "state", "extension": [{"url": "code", "valueCoding": {"code": 3}}]},
                {"url": "transition", "extension": [{"url": "from", "valueCode": "a"}, {"url": "to"}]},
            ]
        },
    ],
)
def test_what_is_incomplete_is_left_out(extension):
    cycles = list(life_cycles_of({"extension": [{"url": LIFE_CYCLE, **extension}]}))
    assert all(not one.states and not one.transitions for one in cycles)


def test_a_role_without_an_earlier_version_is_refused():
    with pytest.raises(ValueError, match="before"):
        door().check(whole({"status": "active"}), by="behandler")


def test_an_earlier_version_that_cannot_be_read_is_reported_and_nothing_is_new():
    after = whole({"id": "a", "meta": {"profile": [FIRST]}, "status": "completed", "intent": "plan"})
    codes = [one.code for one in door().check(after, before="{").issues]
    assert "DBEP4904" not in codes
    assert any(one.startswith("DBEP40") for one in codes)
