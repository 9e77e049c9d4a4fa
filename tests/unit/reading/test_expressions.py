"""Pointers as FHIRPath and as element paths."""

import pytest
import yaml

from dbep_ig.engine.fhir.expressions import element_path, expression_of

from .small_types import SMALL_TYPES
from .test_json_reading import CASES

DATA = yaml.safe_load((CASES / "expressions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", DATA["tests"], ids=lambda case: case["expression"])
def test_expression(case):
    pointer = tuple(case["pointer"])
    assert expression_of(DATA["resource"], pointer, SMALL_TYPES) == case["expression"]
    assert expression_of(DATA["resource"], pointer) == case.get("untyped", case["expression"])
    assert element_path(DATA["resource"], pointer, SMALL_TYPES) == case["path"]


def test_what_has_no_type_has_a_path():
    assert expression_of({}, ("a", 0, "b")) == "a[0].b"
    assert expression_of({"resourceType": 5}, ("a",)) == "a"
