"""Rows of `tests/cases/fhirpath-lint`: an expression on a type, a backbone or a profile, and what is said of it, at `«…»`."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.linting import Linter, surroundings
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.engine.terminology import Terminology
from dbep_ig.host.core_data import open_core

CASES = Path(__file__).parents[2] / "cases" / "fhirpath-lint"
OWN = "http://example.org/"


def rows() -> list:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        if path.name != "definitions.yaml":
            tests = yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
            found += [pytest.param(row, id=f"{path.stem}: {row['desc']}") for row in tests]
    return found


@cache
def linter() -> Linter:
    core = open_core().value
    resources = yaml.safe_load((CASES / "definitions.yaml").read_text(encoding="utf-8"))
    definitions = Snapshots(DefinitionMap(resources, core))
    return Linter(core, definitions, Terminology(definitions))


def around(on: str, own_base: str | None):
    """`CarePlan`, `CarePlan.activity`, or the id of a profile in `definitions.yaml`."""
    elements = linter().elements
    url = f"{OWN}StructureDefinition/{on}"
    outline = elements.outline(url)
    if outline is not None:
        return surroundings(outline, outline.root, elements, own_base)
    outline = elements.outline(f"http://hl7.org/fhir/StructureDefinition/{on.partition('.')[0]}")
    return surroundings(outline, on, elements, own_base)


@pytest.mark.parametrize("row", rows())
def test_row(row):
    marked = row["expression"]
    text = marked.replace("«", "").replace("»", "")
    found = linter().lint(text, around(row["of"], OWN if row.get("open") else None))
    said = [(one.rule.code, text[one.start : one.end]) for one in found]
    if "code" not in row:
        assert said == []
        return
    start, end = row.get("mark") or (marked.index("«"), marked.index("»") - 1)
    assert [(one.rule.code, one.start, one.end) for one in found] == [(row["code"], start, end)], said
    message = found[0].rule.say(found[0].params, "en")
    assert row.get("says", "") in message
    assert "{" not in message.replace("{}", "")
    assert found[0].rule.say(found[0].params, "nb")
