"""Rules are found because they are there: no list names them, and none is imported before a type asks for it."""

import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules, walk_packages
from textwrap import dedent

import pytest
import yaml

from dbep_ig.engine.validation import rules
from dbep_ig.engine.validation.compiling import discovery

from . import core, held, validator

ROOT = Path(__file__).parents[3]
FILES = [
    import_module(one.name) for one in walk_packages(rules.__path__, f"{rules.__name__}.") if not one.ispkg
]
FOUND = [(module, rule) for module in FILES for rule in discovery.rules_of(module)]
OF_R5 = {"mustHaveValue", "valueAlternatives"}  # of ElementDefinition
GROUPS = {"Resource", "DomainResource", "CanonicalResource"}


def test_every_class_with_a_check_is_a_rule_or_the_walks_own():
    left_out = {
        f"{module.__name__.removeprefix(rules.__name__)}.{one.__name__}"
        for module in FILES
        for one in vars(module).values()
        if inspect.isclass(one)
        and one.__module__ == module.__name__
        and hasattr(one, "check")
        and (module, one) not in FOUND
        and ".structure." not in module.__name__
    }
    assert left_out == set()
    assert len(FOUND) > 35


@pytest.mark.parametrize(("module", "rule"), FOUND, ids=lambda one: one.__name__.rpartition(".")[2])
def test_its_folder_applies_to_what_it_applies_to(module, rule):
    folder = import_module(module.__name__.rpartition(".")[0])
    types = {one.partition(".")[0] for one in rule.applies_to}
    assert types <= getattr(folder, "APPLIES_TO", types), "the folder is not imported for all of these"
    for one in rule.applies_to:
        if one.startswith("ElementDefinition."):
            name = one.partition(".")[2].removesuffix("[x]")
            assert name in OF_R5 or name in core().elements("ElementDefinition")
            assert rule in discovery.element_rules()
        else:
            assert one in GROUPS or core().kind(one) in ("primitive-type", "complex-type", "resource")
            assert rule in map(type, discovery.type_rules(one))


FOLDERS = [import_module(f"{rules.__name__}.{one.name}") for one in iter_modules(rules.__path__) if one.ispkg]


@pytest.mark.parametrize("package", [one for one in FOLDERS if hasattr(one, "APPLIES_TO")])
def test_a_folder_names_no_type_that_it_has_no_rule_for(package):
    used = {
        one.partition(".")[0]
        for module, rule in FOUND
        if module.__name__.startswith(package.__name__ + ".")
        for one in rule.applies_to
    }
    assert used == package.APPLIES_TO


def test_an_element_that_says_nothing_turns_nothing_on():
    from dbep_ig.engine.validation.ground.compile_context import CompileContext

    ctx = CompileContext(
        validator()._world, {"resourceType": "StructureDefinition"}, profile="", type_name="string"
    )
    for rule in discovery.element_rules():
        assert rule.compile({"id": "Patient.x", "path": "Patient.x"}, ctx) is None


RULE = '''
class Loud:
    __slots__ = ()
    applies_to = ("HumanName", "ElementDefinition.short")

    @classmethod
    def compile(cls, element, ctx):
        return cls()

    def check(self, value, frame, run):
        """Everything is too loud."""
'''


def test_a_file_and_nothing_else_is_a_rule(tmp_path, monkeypatch):
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Names."""\n', encoding="utf-8")
    (folder / "loud.py").write_text(RULE, encoding="utf-8")
    caches = (discovery.element_rules, discovery.type_rules, discovery._folders)
    with monkeypatch.context() as patch:
        patch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
        for one in caches:
            one.cache_clear()
        assert [type(one).__name__ for one in discovery.type_rules("HumanName")] == ["Loud"]
        assert "Loud" in [one.__name__ for one in discovery.element_rules()]
        assert discovery.type_rules("Address") == ()
    for one in caches:
        one.cache_clear()
    for name in ("names", "names.loud"):
        sys.modules.pop(f"{rules.__name__}.{name}")


def test_a_patient_imports_no_rules_of_bundles_and_questionnaires():
    program = (
        "import sys\n"
        "from dbep_ig import Validator\n"
        "report = Validator.open(without_guide=True).check({'resourceType': 'Patient', 'birthDate': '20'})\n"
        "assert report.errors\n"
        "print(*(one for one in sys.modules if '.validation.rules.' in one))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {one.split(".rules.")[1] for one in done.stdout.split()}
    assert "values.max_length" in loaded
    lazy = ("bundles.", "definitions.", "extensions.", "measures.", "narrative.", "questionnaires.")
    assert {one for one in loaded if one.startswith(lazy)} == set()


def test_the_rule_of_contributing(tmp_path, monkeypatch):
    """What is shown there is a rule: its file, its cases and its page are all that it takes."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = text.partition("## A validation rule, step by step")[2].partition("\n## ")[0]
    program, cases, page = (
        dedent(re.search(rf"^   `{{3,4}}{language}\n(.*?)^   `{{3,4}}$", text, re.M | re.S)[1])
        for language in ("python", "yaml", "markdown")
    )
    (tmp_path / "shown.py").write_text(program, encoding="utf-8")
    package = import_module(f"{rules.__name__}.values")
    caches = (discovery.element_rules, discovery.type_rules, discovery._folders)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    for one in caches:
        one.cache_clear()
    try:
        for test in yaml.safe_load(cases)["tests"]:
            found = [
                {"code": one.rule.code, "expression": one.location.expression}
                for one in held(test["resource"])
                if one.rule.code == "DBEP4140"
            ]
            assert found == test.get("issues", []), test["desc"]
        assert f"# {found_rule(package).code} {found_rule(package).name}\n" in page
    finally:
        for one in caches:
            one.cache_clear()
        sys.modules.pop(f"{package.__name__}.shown")


def found_rule(package):
    return vars(sys.modules[f"{package.__name__}.shown"])["NO_EMAIL_ADDRESS"]
