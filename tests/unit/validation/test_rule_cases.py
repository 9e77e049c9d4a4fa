"""Each rule's data file in tests/cases/rules: the element (or definitions), values, and the issues they give.

desc:      what the rule is about
element:   an ElementDefinition; each `value` is checked against what the rules that it turns on say
given:     definitions; each `resource` is validated with them (claiming http://example.org/p claims the first)
tests:     [{desc, value | resource, issues: [{code, expression}]}]; only errors and warnings are listed;
           `nb` and `en` beside them are the message, for what is about words
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from dbep_ig.engine.diagnostics import Severity
from dbep_ig.engine.fhir.json.reading import read_json
from dbep_ig.engine.validation.choosing.profile_choice import Choice
from dbep_ig.engine.validation.compiling.discovery import element_rules
from dbep_ig.engine.validation.ground.call import Call
from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.findings import render
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_index import ReferenceIndex
from dbep_ig.engine.validation.walking.finishing import findings, finish
from dbep_ig.engine.validation.walking.run import DocumentRun

from . import document, held, profile, validator

FOLDER = Path(__file__).parents[2] / "cases" / "rules"
FILES = sorted(FOLDER.glob("*.yaml"))


def _rows():
    rows = []
    for file in FILES:
        case = yaml.safe_load(file.read_text(encoding="utf-8"))
        for number, test in enumerate(case["tests"]):
            rows.append(pytest.param(case, test, id=f"{file.stem}-{number + 1}"))
    return rows


def _exact(value: Any) -> Any:
    """As the JSON reader would give it: decimals exact."""
    import json

    text = json.dumps({"resourceType": "X", "value": value}, ensure_ascii=False)
    read = read_json(text.encode(), "case").value
    assert read is not None
    return read.resource["value"]


def _element_issues(element: dict, value: Any) -> list:
    """What the rules that an element turns on say of a value."""
    steps = element["path"].split(".")
    types = [one["code"] for one in element.get("type", [])]
    checker = validator()
    resource = {"resourceType": steps[0]}
    call = Call(checker.settings, Choice("none", checker.settings))
    run = DocumentRun(ReferenceIndex(document(resource)), checker._schemas, checker._profiles, call)
    frame = run.index.root
    for step in steps[1:]:
        frame = Frame(
            frame, step, -1, value, types[0] if len(types) == 1 else "", element["path"], frame.scope
        )
    ctx = CompileContext(
        checker._world, {"resourceType": "StructureDefinition"}, profile="", type_name=frame.type_name
    )
    for rule in element_rules():
        assertion = rule.compile(element, ctx)
        if assertion is not None:
            assertion.check(value, frame, run)
    finish(run)
    return [render(one, run.document_of, checker._world) for one in findings(run)]


@pytest.mark.parametrize(("case", "test"), _rows())
def test_rule(case, test):
    if "element" in case:
        issues = _element_issues(case["element"], _exact(test["value"]))
    else:
        definitions = [
            profile(
                one["type"],
                *one["elements"],
                **{k: v for k, v in one.items() if k not in ("type", "elements")},
            )
            if "elements" in one
            else one
            for one in case.get("given", [])
        ]
        issues = held(_exact(test["resource"]), *map(_exact, definitions), **case.get("settings", {}))
    found = [
        {
            "code": one.rule.code,
            "expression": one.location.expression,
            "nb": one.message("nb"),
            "en": one.message("en"),
        }
        for one in issues
        if one.severity <= Severity.WARNING
    ]
    wanted = test.get("issues", [])
    keys = {key for one in wanted for key in one} or {"code", "expression"}
    assert sorted(({key: one[key] for key in keys} for one in found), key=_in_order) == sorted(
        wanted, key=_in_order
    )


def _in_order(issue: dict) -> list:
    return sorted(issue.items())


def test_there_are_cases():
    assert len(FILES) > 20
