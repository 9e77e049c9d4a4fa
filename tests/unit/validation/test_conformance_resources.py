"""tests/cases/conformance-resources/*.yaml: a CodeSystem or ValueSet, and the faults it has, each at its place.

defaults:  members that every resource of the file has unless it says otherwise (null: it has not)
given:     definitions it refers to
tests:     [{desc, resource, faults: [CODE pointer, …]}]
"""

from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.diagnostics import Severity, pointer_text
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.terminology import Terminology
from dbep_ig.engine.validation.rules.definitions.capability_statement import capability_statement_faults
from dbep_ig.engine.validation.rules.definitions.code_system import code_system_faults
from dbep_ig.engine.validation.rules.definitions.concept_map import concept_map_faults
from dbep_ig.engine.validation.rules.definitions.search_parameter import search_parameter_faults
from dbep_ig.engine.validation.rules.definitions.value_set import value_set_faults

from . import core, document, validator

FOLDER = Path(__file__).parents[2] / "cases" / "conformance-resources"

# each as (resource, definitions) -> faults
CHECKS = {
    "CapabilityStatement": capability_statement_faults,
    "CodeSystem": lambda resource, definitions: code_system_faults(resource, Terminology(definitions)),
    "ConceptMap": lambda resource, definitions: concept_map_faults(resource, Terminology(definitions)),
    "SearchParameter": lambda resource, definitions: search_parameter_faults(resource, definitions, core()),
    "ValueSet": lambda resource, definitions: value_set_faults(resource, Terminology(definitions)),
}
FILES = ("capability-statement", "code-system", "concept-map", "search-parameter", "value-set")


def _rows():
    rows = []
    for name in FILES:
        case = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        for number, test in enumerate(case["tests"], 1):
            rows.append(pytest.param(case, test, id=f"{name}-{number}-{test['desc']}"))
    return rows


@pytest.mark.parametrize(("case", "test"), _rows())
def test_faults(case, test):
    resource = {**case["defaults"], **test["resource"]}
    resource = {key: value for key, value in resource.items() if value is not None}
    definitions = DefinitionMap([*case.get("given", ()), resource], core())
    faults = CHECKS[resource["resourceType"]](resource, definitions)
    shown = []
    for fault in faults:
        for language in ("nb", "en"):
            fault.rule.say(fault.params, language)
        severity = fault.rule.severity if fault.severity is None else fault.severity
        mark = {Severity.ERROR: "", Severity.WARNING: " warning", Severity.INFORMATION: " information"}
        shown.append(f"{fault.rule.code} {pointer_text(fault.pointer) or '/'}{mark[severity]}")
    assert sorted(shown) == sorted(test.get("faults", []))


def test_the_validator_reports_them_at_their_place():
    resource = {"resourceType": "CodeSystem", "id": "x", "url": "http://example.org/x", "status": "draft", "content": "complete", "caseSensitive": True, "concept": [{"code": "a", "property": [{"code": "p", "valueString": "v"}]}]}  # fmt: skip
    issues, _ = validator().validate(document(resource))
    found = [issue for issue in issues if issue.rule.code == "DBEP4876"]
    assert [issue.location.pointer for issue in found] == [("concept", 0, "property", 0)]
    assert [issue.location.expression for issue in found] == ["CodeSystem.concept[0].property[0]"]


@pytest.mark.parametrize("wrong", [None, True, 7, "", "x", [], {}, ["x"], [None], [[]], [{"code": 7}]])
@pytest.mark.parametrize("kind", list(CHECKS))
def test_malformed_resources_raise_nothing(kind, wrong):
    keys = (
        "url",
        "language",
        "content",
        "count",
        "supplements",
        "property",
        "concept",
        "compose",
        "contained",
    )
    whole = {"resourceType": kind, "url": "http://example.org/x", "content": "complete"}
    concept = {"code": "a", "display": "A", "designation": wrong, "property": wrong, "concept": wrong}
    include = {"system": "http://hl7.org/fhir/administrative-gender", "concept": wrong, "filter": wrong, "valueSet": wrong, "version": wrong}  # fmt: skip
    deep = {**whole, "concept": [concept], "property": [{"code": wrong, "uri": wrong, "type": wrong}], "compose": {"include": [include, wrong], "exclude": wrong}}  # fmt: skip
    filters = [
        {"property": "concept", "op": wrong, "value": wrong},
        {"property": wrong, "op": "=", "value": "x"},
    ]
    filtered = {**whole, "compose": {"include": [{"system": include["system"], "filter": filters}]}}
    group = {"source": include["system"], "sourceVersion": wrong, "element": [{"code": "x", "target": wrong}, {"code": wrong}, wrong]}  # fmt: skip
    nested = {**whole, "group": [group, {"element": wrong}], "rest": [{"searchParam": wrong, "resource": [{"searchParam": [{"definition": wrong, "type": wrong}]}]}]}  # fmt: skip
    for resource in (*({**whole, key: wrong} for key in keys), deep, filtered, nested):
        list(CHECKS[kind](resource, DefinitionMap([], core())))


@pytest.mark.parametrize(
    ("url", "settings", "codes"),
    [
        ("http://hl7.org/fhir/ValueSet/x", {}, []),
        ("http://hl7.org/fhir/ValueSet/x", {"for_publication": True}, ["DBEP4855"]),
        ("http://example.org/ValueSet/x", {"for_publication": True}, []),
        ("http://example.org/ValueSet/x", {"experimental": False}, ["DBEP4856"]),
    ],
)
def test_what_publishers_ask_is_asked_only_of_those_who_publish(url, settings, codes):
    resource = {"resourceType": "ValueSet", "id": "x", "url": url, "status": "draft", "experimental": True}
    issues, _ = validator(**settings).validate(document(resource))
    assert [issue.rule.code for issue in issues if issue.rule.code.startswith("DBEP485")] == codes
