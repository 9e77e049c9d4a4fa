"""tests/cases/terminology/*.yaml: resources given, questions asked, answers and rules expected."""

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import dbep_ig.engine.terminology
from dbep_ig.engine.diagnostics import Rule
from dbep_ig.host.core_data import open_core

from .asking import ask, terminology_of

CASES = Path(__file__).parents[2] / "cases" / "terminology"


def _cases():
    for file in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for number, test in enumerate(content["tests"]):
            yield pytest.param(content, test, id=f"{file.stem}-{number}-{test['desc']}")


@pytest.mark.parametrize(("content", "test"), list(_cases()))
def test_case(content, test):
    core = open_core().value if content.get("core") else None
    terminology = terminology_of(content.get("given", []), core)
    told = ask(terminology, test)
    expected = {"rules": [], **test.get("expect", {})}
    assert {key: told[key] for key in expected} == expected


def test_every_rule_of_the_room_has_a_case_that_raises_it():
    raised = {
        code
        for file in CASES.glob("*.yaml")
        for test in yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]
        for code in test.get("expect", {}).get("rules", ())
    }
    elsewhere = {
        "DBEP5107",  # tests/unit/host/test_terminology_service.py
        "DBEP5110",  # test_terminology_bounds.py
    }
    room = {
        value.code
        for module in pkgutil.walk_packages(
            dbep_ig.engine.terminology.__path__, "dbep_ig.engine.terminology."
        )
        for value in vars(import_module(module.name)).values()
        if isinstance(value, Rule)
    }
    assert room - raised - elsewhere == set()
