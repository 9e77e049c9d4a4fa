"""The schema of the examples says what their compiler says, as far as names and listed codes go."""

import json
from pathlib import Path

import jsonschema
import pytest

from dbep_ig.guide.authoring import read_model, read_yaml_documents
from dbep_ig.guide.generation.scenario_schema import scenario_schema
from dbep_ig.guide.scenarios import reading
from dbep_ig.host.core_data import open_core
from tests.unit.authoring.test_keywords import plain
from tests.unit.generation.test_building import own_files

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(ROOT.glob("examples/*.yaml"))


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(scenario_schema(read_model(own_files(), open_core().value).value))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_it_accepts_our_examples(path, validator):
    documents = read_yaml_documents(path.name, path.read_bytes()).value
    assert documents
    for document in documents:
        validator.validate(plain(document.root))


BASE = "scenario: a\ntitle: {nb: a, en: b}\nplan:\n  class: Behandlingsplan\n"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        (BASE + "  tittel: x\n", True),
        (BASE + "  titel: x\n", False),
        (BASE + "  formaal: x\n", True),
        (BASE + "  status: active\n", True),
        (BASE + "  status: aktiv\n", False),
        (BASE + "  periode: {start: 2026-01-01}\n", True),
        (BASE + "  periode: {strat: 2026-01-01}\n", False),
        (BASE.replace("Behandlingsplan", "Behandlingplan"), False),
        (BASE.replace("Behandlingsplan", "Plan"), False),  # abstract
        (BASE + "lege:\n  class: Practitioner\n  name: [{text: x}]\n", True),
        (BASE + "lege:\n  class: Practitoner\n", False),
        (BASE.replace("  class: Behandlingsplan", "  tittel: x"), False),
        ("invalid: a\nof: b\nchange: {plan.status: x}\nexpect: [{rule: r, at: CarePlan}]\n", True),
        ("invalid: a\nof: b\nchange: {plan.status: x}\nexpect: [{rule: r}]\n", False),
        ("invalid: a\nchange: {plan.status: x}\nexpect: []\n", False),
        ("invalid: a\nof: b\nchange: {}\nexpect: []\nendring: {}\n", False),
    ],
)
def test_names_and_codes(text, accepted, validator):
    (document,) = read_yaml_documents("x", text.encode()).value
    assert validator.is_valid(plain(document.root)) == accepted


def test_the_keys_are_those_that_are_read(validator):
    assert set(validator.schema["else"]["properties"]) == set(reading._SCENARIO_KEYS)
    assert set(validator.schema["then"]["properties"]) == set(reading._INVALID_KEYS)
