"""Each keyword by its data file: values it takes, values it refuses and with which code; the JSON Schema says the same."""

import pkgutil
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
import yaml

from dbep_ig.guide.authoring import YamlMapping, YamlScalar, keywords, read_yaml
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.json_schema import schema_of
from dbep_ig.guide.authoring.keywords import KEYWORDS
from dbep_ig.guide.authoring.places import BLOCKS, ELEMENT, FILES, PARTS_OF_FILES
from dbep_ig.guide.authoring.shapes import TEXT, text_schema
from dbep_ig.guide.authoring.yaml_nodes import YamlNode

CASES = Path(__file__).parents[2] / "cases" / "keywords"
MODULES = [module.name for module in pkgutil.iter_modules(keywords.__path__)]
LANGUAGES = ("nb", "en")
DEFINITIONS = {TEXT: text_schema(LANGUAGES), **{block.name: block.block_schema() for block in PARTS_OF_FILES}}


def plain(node: YamlNode) -> object:
    """The tree as an editor's schema check sees it, but for numbers and booleans, which stay text."""
    if isinstance(node, YamlScalar):
        return None if node.is_null else node.text
    if isinstance(node, YamlMapping):
        return {entry.key.text: plain(entry.value) for entry in node}
    return [plain(item) for item in node]


def read(keyword: Keyword, value: str) -> tuple[object, list[str], bool]:
    """The keyword's value, the codes, and whether its JSON Schema accepts."""
    document = read_yaml("case.yaml", f"{keyword.name}: {value}\n".encode()).value
    document.languages = LANGUAGES
    at = document.at(keyword.name)
    issues = []
    found = keyword.shape.read(at.node, at, issues)
    schema = {**keyword.shape.schema(), "$defs": DEFINITIONS}
    accepted = jsonschema.Draft202012Validator(schema).is_valid(plain(at.node))
    return found, [issue.rule.code for issue in issues], accepted


def cases(kind: str):
    for file in sorted(CASES.glob("*.yaml")):
        if file.stem == "guide":
            continue
        for name, data in yaml.safe_load(file.read_text())["keywords"].items():
            for case in data[kind]:
                yield pytest.param(file.stem, name, data.get("block"), case, id=f"{file.stem}-{name}-{case}")


def keyword_of(module: str, name: str, block: str | None) -> Keyword:
    values = vars(import_module(f"dbep_ig.guide.authoring.keywords.{module}")).values()
    found = [one for one in values if isinstance(one, Keyword) and one.name == name]
    if block is not None:
        found = [one for one in found if any(where.name == block for where in one.blocks)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(("module", "name", "block", "value"), list(cases("good")))
def test_values_that_are_taken(module, name, block, value):
    found, codes, accepted = read(keyword_of(module, name, block), value)
    assert codes == []
    assert found is not None
    assert accepted


@pytest.mark.parametrize(("module", "name", "block", "case"), list(cases("bad")))
def test_values_that_are_refused(module, name, block, case):
    _, codes, accepted = read(keyword_of(module, name, block), case["value"])
    assert case["code"] in codes
    assert accepted == (case.get("schema") == "accepts")


@pytest.mark.parametrize("keyword", KEYWORDS, ids=lambda one: one.name)
def test_every_keyword_is_documented_and_its_example_is_taken(keyword):
    for text in keyword.doc:
        assert text.endswith(".")
    example = keyword.example.replace("…", "x")
    assert read(keyword, example)[1:] == ([], True)


def test_each_keyword_and_file_has_cases():
    defined = {
        (module, value.name)
        for module in MODULES
        for value in vars(import_module(f"dbep_ig.guide.authoring.keywords.{module}")).values()
        if isinstance(value, Keyword)
    }
    assert {file.stem for file in CASES.glob("*.yaml")} - {"guide"} == set(MODULES)
    assert {(p.values[0], p.values[1]) for p in cases("good")} == defined


def test_every_keyword_stands_in_its_blocks_in_the_order_of_the_page():
    assert [one.order for one in KEYWORDS] == sorted(one.order for one in KEYWORDS)
    for block in BLOCKS:
        assert list(block.keywords.values()) == [one for one in KEYWORDS if block in one.blocks]
        assert block.keywords, block.name


def test_a_word_means_one_thing_in_a_place():
    (first, *_) = ELEMENT.keywords.values()
    with pytest.raises(AssertionError, match=f"{first.name} twice in element"):
        ELEMENT.add(first)


@pytest.mark.parametrize("kind", FILES, ids=lambda one: one.name)
def test_schemas_are_schemas(kind):
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize(
    ("word", "meant"), [("cardinalty", "cardinality"), ("Type", "type"), ("titel", "title"), ("kart", None)]
)
def test_did_you_mean(word, meant):
    at = read_yaml("x", f"{word}: x\n".encode()).value.at()
    issues = []
    ELEMENT.read(at.node, at, issues)
    (issue,) = issues
    assert issue.rule.code == "DBEP1007"
    assert (f"did you mean `{meant}`" in issue.message("en")) == (meant is not None)
    assert tuple(issue.location.place().span) == (1, 1, 1, 1 + len(word))
