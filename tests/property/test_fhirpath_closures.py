"""Criteria and the closures on collections agree, and neither ever raises anything but its own errors."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.fhirpath import (
    Environment,
    EvaluationError,
    compile_expression,
    from_data,
    parse,
    to_data,
)
from dbep_ig.engine.fhirpath.converting import truth
from dbep_ig.host.core_data import open_core

from .fhirpath_strategies import expressions, resources

CORE = open_core().value
INVARIANTS = sorted({
    constraint["expression"]
    for name in ("Patient", "Observation", "HumanName", "Quantity", "Period", "CodeableConcept", "Element", "Reference", "Extension", "Age", "DomainResource", "CarePlan", "Bundle", "Condition", "Timing")
    for element in CORE.find(f"http://hl7.org/fhir/StructureDefinition/{name}")["snapshot"]["element"]
    for constraint in element.get("constraint", ())
    if "expression" in constraint
})  # fmt: skip


def outcomes(text, resource, *, invariant):
    """(what the criterion gives, the truth of what the closure gives), errors by their rule."""
    compiled = compile_expression(
        text, types=CORE, context_type=resource["resourceType"], invariant=invariant
    ).value
    if compiled is None:
        return None, None
    answers = []
    for evaluate in (
        lambda environment: compiled.test(resource, environment),
        lambda environment: truth(
            compiled._run(compiled._closures, resource, environment, None), "invariant"
        ),
    ):
        try:
            answers.append(evaluate(Environment(resource, types=CORE)))
        except EvaluationError as error:
            answers.append(error.rule.code)
    return answers


@settings(max_examples=600, deadline=None)
@given(expressions(), resources(odd=True))
def test_criteria_and_closures_agree_on_generated_expressions(text, resource):
    criterion, closure = outcomes(text, resource, invariant=False)
    assert criterion == closure


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(INVARIANTS), resources(odd=True))
def test_criteria_and_closures_agree_on_core_invariants(text, resource):
    criterion, closure = outcomes(text, resource, invariant=True)
    assert criterion == closure


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(
        ["name.given", "name.family", "name", "active", "deceased", "birthDate", "maritalStatus.coding.code"]
    ),
    st.sampled_from(["exists()", "empty()", "count() > 1", "hasValue()", "exists($this = 'Pål')"]),
    resources(odd=True).filter(lambda resource: resource["resourceType"] == "Patient"),
)
def test_criteria_and_closures_agree_on_existence(path, function, resource):
    criterion, closure = outcomes(f"{path}.{function}", resource, invariant=False)
    assert criterion == closure
    items = compile_expression(path, types=CORE, context_type="Patient").value.evaluate(
        resource, Environment(resource, types=CORE)
    )
    if function in ("exists()", "empty()"):
        assert criterion is (bool(items) is (function == "exists()"))


@settings(max_examples=300, deadline=None)
@given(expressions(), resources(odd=True))
def test_plain_json_never_raises_anything_else(text, resource):
    compiled = compile_expression(text).value
    assert compiled is not None
    try:
        compiled.evaluate(resource)
    except EvaluationError as error:
        start, end = error.span
        assert 0 <= start < end <= len(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab.()[]{}'`%$@#0159 |&<>=~!,*/-+\\\n\u00e5", max_size=30))
def test_any_text_parses_or_is_an_issue_inside_it(text):
    parsed = parse(text)
    if parsed.value is None:
        (issue,) = parsed.issues
        place = issue.location.place()
        assert place is not None
        assert place.source.text == text


@settings(max_examples=200, deadline=None)
@given(expressions())
def test_a_tree_survives_as_data(text):
    node = parse(text).value
    assert node is not None
    data = to_data(node)
    assert to_data(from_data(data)) == data
