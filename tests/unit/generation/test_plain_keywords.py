"""A plain keyword's value is in the FHIR resource, wherever the keyword may stand; every other keyword is read by something."""

import ast
import json
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import dbep_ig
from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring import keywords, read_model
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.keywords import KEYWORDS
from dbep_ig.guide.authoring.lint import check_model
from dbep_ig.guide.authoring.places import BLOCKS, FILES
from dbep_ig.guide.authoring.shapes import ListOf, Localized, OneOf, Plain
from dbep_ig.guide.generation import differentials
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE

HEAD = {"title": {"nb": "a", "en": "b"}, "definition": {"nb": "A.", "en": "B."}}
CLASS = {
    "class": "Plan", **HEAD,
    "elements": {"tittel": {**HEAD, "type": "string", "cardinality": "0..1", "maps": "CarePlan.title"}},
}  # fmt: skip
PROFILE = {
    "profile": "plan", "implements": "Plan", "parent": "CarePlan",
    "rules": {
        "note": {"cardinality": "0..1"},
        "category": {"slicing": {"by": ["value:$this"]}, "slices": {"farge": {"pattern": "farge#gul"}}},
    },
}  # fmt: skip
PART = {**HEAD, "type": "string", "cardinality": "0..1"}
MODEL = {
    "plan": CLASS,
    "profile": PROFILE,
    "extension": {"extension": "del", **HEAD, "context": ["CarePlan"], "parts": {"ord": PART}},
    "codesystem": {"codesystem": "farge", **HEAD, "concepts": {"gul": {"display": {"nb": "Gul", "en": "Yellow"}}}},
    "valueset": {"valueset": "farge", **HEAD, "include": [{"system": "farge"}]},
}  # fmt: skip
# Block -> the way to one of its kind in MODEL, and where its members are: resource type, id, element.
BLOCK_IN_MODEL = {
    "class": (("plan",), [("StructureDefinition", "Plan", None)]),
    "element": (
        ("plan", "elements", "tittel"),
        [("StructureDefinition", "Plan", "Plan.tittel"), ("StructureDefinition", "ex-plan", "CarePlan.title")],
    ),
    "profile": (("profile",), [("StructureDefinition", "ex-plan", None)]),
    "rule": (("profile", "rules", "note"), [("StructureDefinition", "ex-plan", "CarePlan.note")]),
    "slice": (
        ("profile", "rules", "category", "slices", "farge"),
        [("StructureDefinition", "ex-plan", "CarePlan.category:farge")],
    ),
    "extension": (("extension",), [("StructureDefinition", "ex-del", None)]),
    "part": (("extension", "parts", "ord"), [("StructureDefinition", "ex-del", "Extension.extension:ord")]),
    "codesystem": (("codesystem",), [("CodeSystem", "ex-farge", None)]),
    "valueset": (("valueset",), [("ValueSet", "ex-farge", None)]),
}  # fmt: skip
HOLDERS = {"class", "profile", "extension", "codesystem", "valueset"}


# What FHIR has somewhere else than on the element itself.
OF_THE_VALUE = {
    ("maxLength", "part"): [("StructureDefinition", "ex-del", "Extension.extension:ord.value[x]")]
}
IN_NO_PROFILE = {"meaningWhenMissing"}
WITH = {"reason": {"cardinality": "0..0"}}


def scratch(name, shape, example, blocks):
    return Keyword(
        name, order=1, blocks=blocks, shape=shape, doc=Text("x.", "x."), example=example, fills=name
    )


PURPOSE = scratch(
    "purpose", Localized(), "{nb: Derfor., en: Why.}", tuple(one for one in BLOCKS if one.name in HOLDERS)
)
ELEMENTS = tuple(one for one in BLOCKS if one.name in BLOCK_IN_MODEL and one.name not in HOLDERS)
ALIAS = scratch("alias", ListOf(Plain()), "[x, y]", ELEMENTS)
REASON = scratch("isModifierReason", OneOf(("x", "y")), "y", ELEMENTS)
CASES = [
    pytest.param(keyword, block, id=f"{keyword.name}-{block.name}")
    for keyword in (*(one for one in KEYWORDS if one.fills is not None), PURPOSE, ALIAS, REASON)
    for block in keyword.blocks
]


def with_keyword(keyword: Keyword, way: tuple[str, ...]) -> dict[str, bytes]:
    model = json.loads(json.dumps(MODEL))
    holder = model
    for step in way:
        holder = holder[step]
    holder.update(WITH.get(keyword.name, {}))
    holder[keyword.name] = yaml.safe_load(keyword.example)
    files = {f"model/{name}.yaml": json.dumps(file).encode() for name, file in model.items()}
    return {"guide.yaml": GUIDE, **files}  # fmt: skip


@pytest.mark.parametrize(("keyword", "block"), CASES)
def test_the_value_reaches_the_resource_and_keeps_its_place(keyword, block, monkeypatch):
    monkeypatch.setitem(block.keywords, keyword.name, keyword)
    way, targets = BLOCK_IN_MODEL[block.name]
    targets = OF_THE_VALUE.get((keyword.name, block.name), targets)
    if keyword.fills in IN_NO_PROFILE:
        targets = [one for one in targets if one[1] == "Plan"]
    read = read_model(with_keyword(keyword, way))
    core = open_core().value
    issues = [*read.issues, *check_model(read.value, core, core)]
    assert [issue.message("en") for issue in issues if issue.is_error] == []
    made = {
        (one.resource["resourceType"], one.resource["id"]): one
        for one in differentials(read.value, core, core)
    }
    wanted = yaml.safe_load(keyword.example)
    wanted = wanted["nb"] if isinstance(wanted, dict) else wanted
    for resource_type, resource_id, element_id in targets:
        one = made[resource_type, resource_id]
        holder, at, fhir_type = one.resource, (), resource_type
        if element_id is not None:
            elements = one.resource["differential"]["element"]
            index = next(n for n, element in enumerate(elements) if element["id"] == element_id)
            holder, at, fhir_type = elements[index], ("differential", "element", index), "ElementDefinition"
        assert holder[keyword.fills] == wanted
        assert core.member(fhir_type, keyword.fills) is not None
        orders = [core.member(fhir_type, key.lstrip("_"))[0].order for key in holder if key != "resourceType"]
        assert orders == sorted(orders)
        assert one.origin.where((*at, keyword.fills)).pointer == (*way[1:], keyword.name)


def test_every_other_keyword_is_asked_for():
    """By name, outside the room of keywords; the first word of a file is asked for by its kind."""
    room = Path(keywords.__file__).parent
    asked = {
        (node.module.rpartition(".")[2], alias.name)
        for file in Path(dbep_ig.__file__).parent.rglob("*.py")
        if file.parent != room
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{keywords.__name__}.")
        for alias in node.names
    }
    dropped = [
        f"{module.name}: {name}"
        for module in pkgutil.iter_modules(keywords.__path__)
        for name, value in vars(import_module(f"{keywords.__name__}.{module.name}")).items()
        if isinstance(value, Keyword) and value.fills is None and (module.name, name) not in asked
        if value.name not in {kind.name for kind in FILES}
    ]
    assert dropped == []
