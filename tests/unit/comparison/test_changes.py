"""Each row of `tests/cases/comparison`, by one run of `dbep diff` over all of them."""

import json
from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.comparison import KINDS
from dbep_ig.engine.fhir.life_cycle import LIFE_CYCLE
from tests.command import dbep

CASES = Path(__file__).parents[2] / "cases" / "comparison"
CORE = "http://hl7.org/fhir/StructureDefinition"
BASE = "http://example.org"


def rows(name):
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))["tests"]


def profile(number, kind, elements):
    differential = [{"id": kind, "path": kind}]
    for one in elements:
        path = ".".join(part.partition(":")[0] for part in one["id"].split("."))
        differential.append({"path": path, **one})
    return {
        "resourceType": "StructureDefinition",
        "id": f"case-{number}",
        "url": f"{BASE}/StructureDefinition/case-{number}",
        "name": f"Case{number}",
        "status": "active",
        "fhirVersion": "4.0.1",
        "kind": "resource",
        "abstract": False,
        "type": kind,
        "baseDefinition": f"{CORE}/{kind}",
        "derivation": "constraint",
        "differential": {"element": differential},
    }


def part(url, *inside):
    return {"url": url, "extension": list(inside)}


def with_life_cycle(number, said):
    """A profile with the life cycle of a row."""
    made = {**profile(0, "CarePlan", []), "id": f"cycle-{number}", "name": f"Cycle{number}"}
    made["url"] = f"{BASE}/StructureDefinition/cycle-{number}"
    if said is None:
        return made
    initial, ways = said["initial"].split(), [way.split() for way in said["to"]]
    parts = [{"url": "element", "valueString": "CarePlan.status"}]
    for code in dict.fromkeys([*initial, *(code for way in ways for code in way)]):
        first = [{"url": "initial", "valueBoolean": True}] if code in initial else []
        parts.append(part("state", {"url": "code", "valueCoding": {"code": code}}, *first))
    for source, target in ways:
        more = []
        if (source, target) == ("a", "b"):
            more += [{"url": "by", "valueCode": role} for role in said.get("by", "").split()]
            more += [{"url": "title", "valueString": said["title"]}] if "title" in said else []
            condition = {"language": "text/fhirpath", "expression": said.get("if")}
            more += [{"url": "condition", "valueExpression": condition}] if "if" in said else []
        way = {"url": "from", "valueCode": source}, {"url": "to", "valueCode": target}
        parts.append(part("transition", *way, *more))
    return {**made, "extension": [part(LIFE_CYCLE, *parts)]}


def value_set(name, *codes):
    include = {"system": f"{BASE}/CodeSystem/two", "concept": [{"code": code} for code in codes]}
    return {
        "resourceType": "ValueSet",
        "id": name,
        "url": f"{BASE}/ValueSet/{name}",
        "compose": {"include": [include]},
    }


SHARED = [
    {"resourceType": "CodeSystem", "id": "two", "url": f"{BASE}/CodeSystem/two", "content": "complete",
     "concept": [{"code": "one"}, {"code": "two"}]},
    value_set("both", "one", "two"), value_set("all", "two", "one"), value_set("one", "one"), value_set("other", "two"),
]  # fmt: skip


def with_url(resource):
    return {"url": f"{BASE}/{resource['resourceType']}/{resource['id']}", **resource}


@pytest.fixture(scope="module")
def changes(tmp_path_factory):
    """Id of a resource -> its changes."""
    folder = tmp_path_factory.mktemp("versions")
    for side in ("old", "new"):
        (folder / side).mkdir()
        made = [profile(n, row["type"], row[side]) for n, row in enumerate(rows("elements"))]
        made += [with_url(row[side]) for row in rows("definitions") if row[side] is not None]
        made += [with_life_cycle(n, row[side]) for n, row in enumerate(rows("life-cycles"))]
        for one in [*SHARED, *made]:
            path = folder / side / f"{one['resourceType']}-{one['id']}.json"
            path.write_text(json.dumps(one), encoding="utf-8")
    _, out, trouble = dbep("diff", str(folder / "old"), str(folder / "new"), "--format", "json")
    assert out, trouble
    found = {}
    for change in json.loads(out)["changes"]:
        found.setdefault(change["id"], []).append(change)
    return found


def kinds(changes):
    return sorted(change["kind"] for change in changes)


@pytest.mark.parametrize(
    "number", range(len(rows("elements"))), ids=[row["desc"] for row in rows("elements")]
)
def test_an_element(changes, number):
    assert kinds(changes.get(f"case-{number}", [])) == sorted(rows("elements")[number]["changes"])


@pytest.mark.parametrize(
    "number", range(len(rows("life-cycles"))), ids=[row["desc"] for row in rows("life-cycles")]
)
def test_a_life_cycle(changes, number):
    found = changes.get(f"cycle-{number}", [])
    assert kinds(found) == sorted(rows("life-cycles")[number]["changes"])
    assert {one["element"] for one in found} <= {"CarePlan.status", "CarePlan.status (a → b)"}


@pytest.mark.parametrize("row", rows("definitions"), ids=[row["desc"] for row in rows("definitions")])
def test_a_definition(changes, row):
    assert kinds(changes.get((row["new"] or row["old"])["id"], [])) == sorted(row["changes"])


def test_nothing_else_has_changed(changes):
    assert {one["id"] for one in SHARED} & changes.keys() == set()


def test_every_kind_of_change_has_a_row():
    named = {
        kind
        for name in ("elements", "definitions", "life-cycles")
        for row in rows(name)
        for kind in row["changes"]
    }
    assert named == KINDS.keys()
