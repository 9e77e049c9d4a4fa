"""Against HL7's own engine, where Java and the referee are set up (`make conformance`); see fhirpath_referee.yaml."""

import json
import os
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from dbep_ig.engine.fhirpath import Environment, EvaluationError, compile_expression
from dbep_ig.engine.fhirpath.operators import text_of

from .test_fhirpath_peer import CORE, RESOURCES, cases

pytestmark = pytest.mark.conformance
DIFFERING = yaml.safe_load(Path(__file__).with_name("fhirpath_referee.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def referee(shared):
    home = Path(os.environ.get("DBEP_REFEREE_HOME", Path.home() / ".cache" / "dbep-referee"))
    if not (home / "classes").is_dir():
        pytest.skip("the referee is not set up (../shared/referee/setup)")
    folder = str(shared / "referee")
    sys.path.insert(0, folder)
    try:
        from referee import Referee
    finally:
        sys.path.remove(folder)
    with Referee(heap="2g") as running:
        yield running


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("resources")
    for name, resource in RESOURCES.items():
        (folder / f"{name}.json").write_text(json.dumps(resource), encoding="utf-8")
    return folder


def ours(expression, type_name):
    """Texts of the values (None for complex ones), or the code of the error."""
    compiled = compile_expression(expression, types=CORE, context_type=type_name).value
    if compiled is None:
        return "error"
    resource = RESOURCES[type_name]
    try:
        found = compiled.evaluate(resource, Environment(resource, types=CORE))
    except EvaluationError as error:
        return error.rule.code
    return [None if isinstance(item.value, dict) else text_of(item.value) for item in found]


def theirs(referee, file, expression):
    answer = referee.fhirpath(file, expression)
    return [value for _, value in answer["result"]] if "result" in answer else "error"


@pytest.mark.parametrize("row", DIFFERING, ids=lambda row: row["expression"])
def test_a_difference_is_as_recorded(row, referee, files):
    assert ours(row["expression"], "Patient") == row["ours"]
    assert theirs(referee, files / "Patient.json", row["expression"]) == row["theirs"]
    assert row["specification"].startswith("http")


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(case=cases())
def test_agrees_on_generated_expressions(case, referee, files):
    type_name, expression = case
    if any(
        area in expression
        for area in ("convertsTo", "join(", ".count() = '", " = 1", " = 2.5", " != 1", " != 2.5")
    ):
        return  # rows of the table: empty inputs, numbers as strings
    mine = ours(expression, type_name)
    other = theirs(referee, files / f"{type_name}.json", expression)
    if isinstance(mine, str) or other == "error":
        return  # several items or a wrong type: it is more lenient, or gives up elsewhere
    assert mine == other
