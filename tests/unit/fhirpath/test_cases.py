"""The cases of tests/cases/fhirpath: one file for each section of the specification.

A file has `input` (a resource), `tests` {expression: expected}, and sometimes `plain: true` (no type model). Expected is
the list of results as FHIRPath writes them, the list of their paths (`paths:`) or types (`types:`), or the code of the
rule that the expression breaks, when compiled or when evaluated.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from dbep_ig.engine.fhirpath import Environment, EvaluationError, Item, NoServices, compile_expression
from dbep_ig.engine.fhirpath.functions.registry import SECTIONS
from dbep_ig.engine.fhirpath.operators import text_of
from dbep_ig.host.core_data import open_core

CASES = Path(__file__).parents[2] / "cases" / "fhirpath"
FILES = sorted(CASES.glob("*.yaml"))


class Services(NoServices):
    """A world of one Organization, one value set and one profile."""

    def resolve(self, reference, environment, around=None):
        if reference == "Organization/1":
            return {"resourceType": "Organization", "id": "1", "name": "Legekontoret"}
        return super().resolve(reference, environment) if reference == "Organization/2" else None

    def member_of(self, value, type_name, value_set):
        if value_set == "http://example.org/unknown":
            return None
        if value_set == "http://example.org/huge":
            return super().member_of(value, type_name, value_set)
        return (value if isinstance(value, str) else value.get("code")) == "male"

    def conforms_to(self, value, type_name, profile, environment):
        return {"http://example.org/yes": True, "http://example.org/no": False}.get(profile)

    def subsumes(self, system, code, other):
        return super().subsumes(system, code, other) if system == "http://snomed.info/sct" else code < other

    def element_definition(self, path, type_name, environment):
        return {"id": path, "path": path, "min": 0}

    def in_slice(self, value, structure, name, environment):
        return value.get("use") == name if structure == "http://example.org/yes" else None


def load() -> list[Any]:
    found = []
    for file in FILES:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for expression, expected in content["tests"].items():
            found.append(pytest.param(content, expression, expected, id=f"{file.stem}: {expression[:60]}"))
    return found


def shown(item: Item) -> str:
    value = item.value
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, float):
        value = Decimal(repr(value))
    return text_of(value)


def written(expected: Any) -> str:
    return {True: "true", False: "false"}[expected] if isinstance(expected, bool) else str(expected)


@pytest.mark.parametrize(("content", "expression", "expected"), load())
def test_case(content, expression, expected):
    resource = content.get("input", {"resourceType": "Basic"})
    types = None if content.get("plain") else open_core().value
    compiled = compile_expression(
        expression,
        types=types,
        context_type=None if types is None else resource["resourceType"],
        strict=content.get("strict", False),
        invariant=content.get("invariant", False),
    )
    if isinstance(expected, str):
        codes = [issue.rule.code for issue in compiled.issues]
        if compiled.value is not None and expected not in codes:
            with pytest.raises(EvaluationError) as caught:
                compiled.value.evaluate(resource, environment(resource, types, content))
            codes = [caught.value.rule.code]
            start, end = caught.value.span
            assert 0 <= start < end <= len(expression)
        assert expected in codes
        return
    assert [issue for issue in compiled.issues if issue.is_error] == []
    assert compiled.value is not None
    found = compiled.value.evaluate(resource, environment(resource, types, content))
    if isinstance(expected, dict):
        assert [item.type for item in found] == expected.get("types", [item.type for item in found])
        assert [item.path for item in found] == expected.get("paths", [item.path for item in found])
        return
    assert [shown(item) for item in found] == [written(each) for each in expected]
    if len(found) <= 1 and all(isinstance(item.value, bool) for item in found):
        held = compiled.value.test(resource, environment(resource, types, content))
        assert held is (found[0].value if found else None), "the direct form agrees"


def environment(resource, types, content):
    return Environment(resource, types=types, services=Services(), variables=content.get("variables", {}))


def test_every_section_of_functions_has_a_file_that_calls_each():
    by_file = {file.stem: file.read_text(encoding="utf-8") for file in FILES}
    missing = [
        name
        for section, names in SECTIONS.items()
        for name in names
        if f"{name}(" not in by_file.get(section, "")
    ]
    assert missing == []
