"""The project's own YAML: without faults, named schema in the first line, and accepted by that schema as by the reader."""

import json
import os.path
from pathlib import Path

import jsonschema
import pytest

from dbep_ig import catalogue
from dbep_ig.guide.authoring import read_model, read_yaml
from dbep_ig.guide.authoring.files import authored
from dbep_ig.guide.authoring.json_schema import schema_files
from dbep_ig.guide.authoring.lint import check_model
from dbep_ig.guide.authoring.places import FILES
from dbep_ig.host.core_data import open_core
from tests.catalogue.entries import examples_of
from tests.unit.authoring.test_keywords import plain

ROOT = Path(__file__).parents[3]
PATHS = authored(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "guide.yaml", *(ROOT / "model").rglob("*.yaml"), *(ROOT / "profiles").rglob("*.yaml"))
)
LANGUAGES = ("nb", "en")
SCHEMAS = {path: json.loads(content) for path, content in schema_files(LANGUAGES).items()}
# What an editor can see without knowing FHIR or the other files.
SEEN_BY_EDITORS = {
    "DBEP1007",
    "DBEP1020",
    "DBEP1021",
    "DBEP1022",
    "DBEP1023",
    "DBEP1024",
    "DBEP1025",
    "DBEP1030",
    "DBEP1031",
    "DBEP1032",
}


def schema_and_tree(name: str, text: str) -> tuple[dict, object]:
    root = read_yaml(name, text.encode()).value.root
    kind = next(block for block in FILES if block.name in root)
    return SCHEMAS[f"schema/{kind.name}.json"], plain(root)


def test_there_are_files():
    assert len(PATHS) > 20


def test_the_model_has_no_faults():
    core = open_core().value
    result = read_model({path: (ROOT / path).read_bytes() for path in PATHS}, core, core)
    issues = (*result.issues, *check_model(result.value, core, core))
    assert [(issue.rule.code, issue.message("en")) for issue in issues] == []


def test_ids_are_written_without_the_prefix_so_that_it_can_be_changed():
    prefix = read_model({"guide.yaml": (ROOT / "guide.yaml").read_bytes()}).value.guide.prefix
    examples = [path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("*.yaml")]
    assert examples
    written = [path for path in (*PATHS, *examples) if path != "guide.yaml"]
    assert [path for path in written if f"{prefix}-" in (ROOT / path).read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("path", PATHS)
def test_the_first_line_names_the_schema(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    root = read_yaml(path, text.encode()).value.root
    kind = next(block for block in FILES if block.name in root)
    way = os.path.relpath(f"build/schema/{kind.name}.json", Path(path).parent).replace(os.sep, "/")
    assert text.partition("\n")[0] == f"# yaml-language-server: $schema={way}"


@pytest.mark.parametrize("path", PATHS)
def test_the_schema_accepts(path):
    schema, tree = schema_and_tree(path, (ROOT / path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(tree)


def _examples():
    for code in sorted(SEEN_BY_EDITORS):
        for example in examples_of(catalogue.entry(code)):
            yield pytest.param(code, example, id=f"{code}-{example.role}")


@pytest.mark.parametrize(("code", "example"), list(_examples()))
def test_the_schema_refuses_what_the_reader_refuses(code, example):
    schema, tree = schema_and_tree(code, example.text)
    accepted = jsonschema.Draft202012Validator(schema).is_valid(tree)
    assert accepted == (example.role == "passes")


@pytest.mark.parametrize("path", sorted(SCHEMAS))
def test_schemas_as_editors_get_them(path, golden):
    golden(path, schema_files(LANGUAGES)[path].decode())
