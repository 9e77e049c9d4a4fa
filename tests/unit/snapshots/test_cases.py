"""The cases of tests/cases/snapshots: what a differential gives, and what it is refused for.

A test has a `profile` (and `given` definitions it builds on) and what is expected of its snapshot:
  elements   id -> properties; null means the property is not there; types may be written by their codes alone
  ids        all ids below a path, in order: {below: Patient.name, are: [id, …]}
  absent     ids that must not be there
  issues     every issue: code, element (its index in the differential) and below it `at`, a JSON pointer; `severity` where it
             is not the rule's own
Without `issues` there are none. A refusal is an issue that is an error: then there is no snapshot.
"""

from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.diagnostics import pointer_text
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.snapshots import Snapshots, generate_snapshot

from .made import core, definition, elements_by_id

FOLDER = Path(__file__).parents[2] / "cases" / "snapshots"


def _cases():
    for file in sorted(FOLDER.glob("*.yaml")):
        for number, test in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]):
            yield pytest.param(test, id=f"{file.stem}-{number}-{test['desc']}")


@pytest.mark.parametrize("test", list(_cases()))
def test_case(test):
    profile = definition(test["profile"])
    given = [definition(each) for each in test.get("given", ())]
    before = repr((profile, given))
    snapshots = Snapshots(DefinitionMap(given, core()), slices_inherit=test.get("slices_inherit", True))
    result = generate_snapshot(profile, snapshots)
    assert repr((profile, given)) == before, "the input is not changed"
    assert _found(result.issues) == [_expected(issue) for issue in test.get("issues", ())]
    for issue, wanted in zip(result.issues, test.get("issues", ()), strict=True):
        assert issue.severity.code == wanted.get("severity", issue.rule.severity.code)
    refused = any(issue.is_error for issue in result.issues)
    assert (result.value is None) == refused
    if refused:
        return
    elements = elements_by_id(result.value)
    assert len(elements) == len(result.value["snapshot"]["element"]), "ids are unique"
    for element_id, wanted in test.get("elements", {}).items():
        assert element_id in elements
        got = {key: _shown(key, elements[element_id].get(key), wanted[key]) for key in wanted}
        assert got == wanted, element_id
    for element_id in test.get("absent", ()):
        assert element_id not in elements
    if "ids" in test:
        below = test["ids"]["below"]
        assert [each for each in elements if each.startswith(below)] == test["ids"]["are"]


def _found(issues):
    return [
        (issue.rule.code, pointer_text(issue.location.pointer).removeprefix("/differential/element/"))
        for issue in issues
    ]


def _expected(issue):
    at = issue.get("at", "")
    return issue["code"], f"{issue['element']}{at}" if "element" in issue else at


def _shown(key, value, wanted):
    """Types as the case writes them: by code alone where it gives codes."""
    if key == "type" and isinstance(wanted, list) and all(isinstance(one, str) for one in wanted):
        return [one["code"] for one in value]
    if key == "constraint" and isinstance(wanted, list) and all(isinstance(one, str) for one in wanted):
        return [one["key"] for one in value]
    return value
