"""Plans as typed objects; the models are a second opinion on the form of what we make."""

import json
import sys
from pathlib import Path

import pytest

from dbep_ig.engine.fhir.json.writing import json_bytes
from dbep_ig.guide.authoring import read_yaml_documents
from dbep_ig.guide.authoring.files import authored
from dbep_ig.guide.build import build_guide
from dbep_ig.guide.scenarios import compile_scenarios
from dbep_ig.host.core_data import open_core
from dbep_ig.typed import TypedViewMissing, typed

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def bundles():
    """The guide's own valid examples."""
    core = open_core().value
    paths = authored(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/**/*.yaml"))
    guide = build_guide(
        {path: (ROOT / path).read_bytes() for path in ["guide.yaml", *paths]}, core, core
    ).value
    documents = [
        document
        for file in sorted((ROOT / "examples").glob("*.yaml"))
        for document in read_yaml_documents(file.name, file.read_bytes()).value
    ]
    examples = compile_scenarios(documents, guide.model, core, guide.definitions).value
    return [json.loads(json_bytes(one.bundle)) for one in examples if one.of is None]


def test_the_models_take_every_example_and_give_it_back(bundles):
    assert len(bundles) >= 3
    for bundle in bundles:
        assert json.loads(typed(bundle).model_dump_json()) == bundle


def test_a_plan_is_an_object(bundles):
    plan = typed(bundles[-1]).entry[0].resource
    assert (type(plan).__name__, plan.status) == ("CarePlan", "active")


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "fhir.resources.R4B", None)
    with pytest.raises(TypedViewMissing, match=r"\.\[typed\]"):
        typed({"resourceType": "Patient"})
