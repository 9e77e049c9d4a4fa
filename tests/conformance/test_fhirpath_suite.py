"""HL7's FHIRPath cases for R4, values and types; and the harness that lies beside them."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from dbep_ig.engine.fhirpath import EvaluationError, Item

from .fhirpath import InvalidExpressionError, evaluate, items

pytestmark = pytest.mark.conformance
DIFFERENCES = yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text(encoding="utf-8"))[
    "fhirpath"
]

SYSTEM = {
    "boolean": "System.Boolean",
    "string": "System.String",
    "integer": "System.Integer",
    "decimal": "System.Decimal",
    "date": "System.Date",
    "dateTime": "System.DateTime",
    "time": "System.Time",
    "Quantity": "System.Quantity",
}


@pytest.fixture(scope="module")
def harness(shared: Path) -> Any:
    folder = str(shared / "conformance")
    sys.path.insert(0, folder)
    try:
        import fhirpath_suite
    finally:
        sys.path.remove(folder)
    return fhirpath_suite


def test_every_case_passes_or_is_explained(harness):
    failing = {f"{row['group']}/{row['name']}" for row in harness.run(evaluate, limit=0) if not row["ok"]}
    assert failing == set(DIFFERENCES)
    assert all(
        entry["reason"] and entry["specification"].startswith("http") for entry in DIFFERENCES.values()
    )


def test_results_have_the_types_that_the_cases_name(harness, shared):
    wrong, seen = [], 0
    for case in harness.load_tests():
        if case.invalid or case.predicate or f"{case.group}/{case.name}" in DIFFERENCES:
            continue
        name = (case.input or "patient-example.xml").replace(".xml", ".json")
        resource = json.loads((shared / "conformance/fhirpath/inputs" / name).read_text(encoding="utf-8"))
        found = items(case.expr, resource)
        expected = [kind for kind, _ in case.outputs]
        if not case.ordered or None in expected:
            continue
        seen += 1
        wrong += [
            (case.name, case.expr, kind, item.type)
            for kind, item in zip(expected, found, strict=True)
            if item.type not in (f"FHIR.{kind}", SYSTEM.get(kind))
        ]
    assert seen > 800
    assert wrong == []


def test_boundaries_have_the_type_of_their_input(harness):
    for expression, kind in (
        ("1.587.lowBoundary()", Decimal),
        ("1.lowBoundary(0)", Decimal),
        ("@2014.lowBoundary(6)", "System.Date"),
        ("@2014-01-01T08.highBoundary()", "System.DateTime"),
        ("@T10:30.highBoundary(9)", "System.Time"),
        ("1 'cm'.comparable(1 'm')", "System.Boolean"),
    ):
        (item,) = items(expression, {"resourceType": "Patient"})
        assert item.type == (kind if isinstance(kind, str) else "System.Decimal"), expression


def test_what_must_not_compile_is_told_apart_from_what_must_not_evaluate(harness):
    wrong = []
    for case in harness.load_tests():
        if case.invalid not in ("syntax", "semantic"):
            continue
        try:
            found: list[Item] = items(case.expr, harness.resource_for(case.input or "patient-example.xml"))
        except InvalidExpressionError:
            continue
        except EvaluationError as error:
            wrong.append((case.name, str(error)))
        else:
            wrong.append((case.name, str(found)))
    assert wrong == []
