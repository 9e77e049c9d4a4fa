"""Work grows with the input, not with its square: counted in calls of Python and C functions, never in seconds."""

import sys
from collections.abc import Callable

import pytest

from dbep_ig.engine.fhirpath import Environment, EvaluationError, compile_expression
from dbep_ig.engine.fhirpath.syntax.parser import DEEPEST
from dbep_ig.host.core_data import open_core

CORE = open_core().value


def steps(work: Callable[[], object]) -> int:
    """Function calls, of Python and of C, that the work makes."""
    count = 0

    def tick(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(expression: str, make: Callable[[int], dict], *, size: int = 150, elements: str = "") -> float:
    """How much more work four times the input is: near 4 when linear, near 16 when quadratic."""
    counted = []
    for number in (size, size * 4):
        resource = make(number)
        compiled = compile_expression(
            expression,
            types=CORE,
            context_type=(elements and "Reference") or resource["resourceType"],
            invariant=True,
        ).value
        environment = Environment(resource, types=CORE)
        inputs = resource[elements] if elements else [resource]

        def work(compiled=compiled, environment=environment, inputs=inputs):
            for each in inputs:
                assert compiled.test(each, environment) is not None

        work()  # caches of types fill once
        environment.cache.clear()
        counted.append(steps(work))
    return counted[1] / counted[0]


def core_invariant(type_name: str, key: str) -> str:
    for element in CORE.find(f"http://hl7.org/fhir/StructureDefinition/{type_name}")["snapshot"]["element"]:
        for constraint in element.get("constraint", ()):
            if constraint["key"] == key:
                return constraint["expression"]
    raise AssertionError(key)


def container(number: int) -> dict:
    return {
        "resourceType": "CarePlan",
        "contained": [{"resourceType": "Goal", "id": f"g{i}"} for i in range(number)],
        "goal": [{"reference": f"#g{i}"} for i in range(number)],
    }


def bundle(number: int) -> dict:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": f"urn:x:{i}", "resource": {"resourceType": "Patient", "meta": {"versionId": str(i)}}}
            for i in range(number)
        ],
    }


def patient(number: int) -> dict:
    return {
        "resourceType": "Patient",
        "name": [{"family": f"n{i}", "given": [f"g{i}"]} for i in range(number)],
    }


def nested(number: int) -> dict:
    item: dict = {"linkId": "0", "type": "group"}
    for i in range(1, min(number // 10, 60)):
        item = {"linkId": str(i), "type": "group", "item": [item]}
    return {"resourceType": "Questionnaire", "item": [item] + [{"linkId": f"x{i}"} for i in range(number)]}


@pytest.mark.parametrize(
    ("expression", "make", "elements"),
    [
        (core_invariant("CarePlan", "dom-3"), container, ""),
        (core_invariant("Reference", "ref-1"), container, "goal"),
        (core_invariant("Bundle", "bdl-7"), bundle, ""),
        (core_invariant("Bundle", "bdl-3"), bundle, ""),
        (core_invariant("Questionnaire", "que-2"), nested, ""),
        ("name.isDistinct()", patient, ""),
        ("name.distinct().count() > 0", patient, ""),
        ("(name.family | name.given).count() > 0", patient, ""),
        ("name.intersect(name).exists()", patient, ""),
        ("name.exclude(name).empty()", patient, ""),
        ("name.given.subsetOf(name.given)", patient, ""),
        ("name.all(family in %resource.name.family)", patient, ""),
        ("name ~ name", patient, ""),
        ("name = name", patient, ""),
        ("descendants().count() > 0", nested, ""),
        ("repeat(item).count() > 0", patient, ""),
        ("name.sort(family desc).exists()", patient, ""),
        ("name.family.join(',').length() > 0", patient, ""),
    ],
)
def test_four_times_the_input_is_about_four_times_the_work(expression, make, elements):
    assert growth(expression, make, elements=elements) < 5.5


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){20}"])
def test_patterns_that_explode_elsewhere_do_not_here(pattern):
    def work(length):
        text = "a" * length + "!"
        compiled = compile_expression(f"%text.matches('{pattern}')", types=CORE).value
        return lambda: compiled.evaluate(None, Environment(types=CORE, variables={"text": text}))

    few, many = steps(work(1_000)), steps(work(4_000))
    assert many < max(few, 200) * 6


@pytest.mark.parametrize(
    "expression",
    [
        "'a'.repeat($this & 'a')",
        "1.repeatAll($this)",
        "(1 | 2).repeatAll(1.combine(2))",
        "name.aggregate($total.combine($total).combine(1), 1)",
        "name.given.aggregate($total & $total & 'aaaaaaaaaaaaaaaaaaaa', 'a')",
        "name.aggregate($total.replace('a', 'aaaaaaaaaaaaaaaaaaaa'), 'a')",
    ],
)
def test_what_grows_without_end_is_stopped_DBEP7021(expression):
    compiled = compile_expression(expression, types=CORE).value
    with pytest.raises(EvaluationError) as caught:
        compiled.evaluate(patient(60))
    assert caught.value.rule.code == "DBEP7021"


def test_long_chains_are_shallow_and_deep_ones_refused():  # DBEP7005
    long = " or ".join(f"id = '{i}'" for i in range(2_000))
    compiled = compile_expression(long, types=CORE, context_type="Patient").value
    assert compiled.test({"resourceType": "Patient", "id": "1999"}, Environment(types=CORE)) is True
    for deep in (
        "(" * 5_000 + "1" + ")" * 5_000,
        "name" + ".first()" * 5_000,
        "-" * 5_000 + "1",
        "1" + "[0]" * 5_000,
    ):
        (issue,) = compile_expression(deep).issues
        assert issue.rule.code == "DBEP7005"
    nearly = "(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1)
    assert compile_expression(nearly).value.evaluate(None)[0].value == 1
    chain = "name" + ".first()" * (DEEPEST - 2)
    assert compile_expression(chain, types=CORE, context_type="Patient").value.evaluate(patient(1))
