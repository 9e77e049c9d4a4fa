"""The examples in `examples/`, held to the guide they belong to, as `dbep build` does."""

from functools import cache
from pathlib import Path

import pytest

from dbep_ig.engine.diagnostics import Source
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.json.reading import read_json
from dbep_ig.engine.validation.ground.documents import GivenDocuments
from dbep_ig.guide.authoring import read_yaml_documents
from dbep_ig.guide.build import build_guide
from dbep_ig.guide.findings import Findings
from dbep_ig.guide.scenarios import check_examples, compile_scenarios
from dbep_ig.guide.scenarios.sequences import unchanged
from dbep_ig.workbench import Workbench

from .small_guide import core

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "examples").glob("*.yaml"))


@cache
def _outcome():
    paths = [
        ROOT / "guide.yaml",
        *(p for folder in ("model", "profiles") for p in sorted((ROOT / folder).rglob("*.yaml"))),
    ]
    guide = build_guide({p.relative_to(ROOT).as_posix(): p.read_bytes() for p in paths}, core(), core()).value
    assert guide is not None
    documents = [d for p in FILES for d in read_yaml_documents(p.name, p.read_bytes()).value or ()]
    compiled = compile_scenarios(documents, guide.model, core(), guide.definitions)
    validator = Workbench(core(), guide.definitions).validator

    def validate(example):
        source = Source(example.document, "")
        document = Document(source, example.bundle, example.origin, "yaml")
        if example.before is None:
            issues, held = validator.validate(document)
        else:
            earlier = read_json(example.before, example.document).value
            assert earlier is not None
            issues, held = validator.validate_all(
                (document,),
                beside=unchanged(earlier, document.resource),
                earlier=GivenDocuments((earlier,)),
                by=example.by,
            )
        return Findings(tuple(issues), tuple(held))

    return guide, compiled, check_examples(compiled.value, guide.model, validate)


def test_every_example_compiles():
    _, compiled, _ = _outcome()
    assert [issue.message("en") for issue in compiled.issues] == []
    assert len([one for one in compiled.value if one.of is None]) >= 2


def test_valid_examples_are_valid_and_invalid_ones_fail_with_exactly_what_they_say():
    _, _, checked = _outcome()
    assert [(i.rule.code, i.location.expression, i.message("en")) for i in checked.issues if i.is_error] == []


def test_every_invariant_of_the_model_has_an_example_that_fails_with_it():
    guide, compiled, checked = _outcome()
    shown = {expected.rule for one in compiled.value for expected in one.expected}
    keys = {key for one in guide.model.classes.values() for key in one.invariants}
    assert keys <= shown
    assert "DBEP2914" not in [issue.rule.code for issue in checked.issues]


def test_every_resource_is_held_to_the_profile_of_its_class():
    _, _, checked = _outcome()
    for one in checked.value:
        claimed = [
            url
            for e in one.example.bundle["entry"]
            for url in e["resource"].get("meta", {}).get("profile", ())
        ]
        assert claimed
        held = [profile.split("|")[0] for each in one.held for profile in each.profiles]
        assert set(claimed) <= set(held)


@pytest.mark.parametrize("name", ["pal-gronn-staer"])
def test_the_bundle_is_what_it_was(name, golden):
    from dbep_ig.engine.fhir.json.writing import write_json

    _, compiled, _ = _outcome()
    example = next(one for one in compiled.value if one.name == name)
    golden(f"site/{name}.json", write_json(example.bundle))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_examples_fit_the_schema_that_editors_are_given(file):
    import json

    import jsonschema
    import yaml

    guide, _, _ = _outcome()
    schemas = guide.files().value
    assert schemas is not None
    schema = json.loads(schemas["schema/scenario.json"])
    for document in yaml.load_all(file.read_text(encoding="utf-8"), yaml.BaseLoader):
        jsonschema.validate(document, schema)
    assert file.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=../build/schema/scenario.json\n"
    )
