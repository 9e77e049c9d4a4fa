"""The room's front door: tests, environments, siblings, threads, packed trees, places of faults."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from dbep_ig.engine.fhirpath import (
    Environment,
    EvaluationError,
    NoServices,
    UndecidedError,
    compile_ast,
    compile_expression,
    from_data,
    parse,
    to_data,
)
from dbep_ig.host.core_data import open_core

CORE = open_core().value


def compiled(text, context_type=None, **options):
    result = compile_expression(text, types=CORE, context_type=context_type, **options)
    assert result.value is not None, result.issues
    return result.value


def test_a_primitive_is_tested_with_its_sibling():
    extended = compiled("extension.exists() and hasValue().not()", "date")
    sibling = {"extension": [{"url": "x"}]}
    environment = Environment({"resourceType": "Patient"}, types=CORE)
    assert extended.test(None, environment, sibling) is True
    assert extended.test("2026", environment, sibling) is False
    assert extended.test("2026", environment) is False
    ele_1 = compiled("hasValue() or (children().count() > id.count())", "date")
    assert ele_1.test(None, environment, {"id": "a"}) is False
    assert ele_1.test(None, environment, sibling) is True


def test_an_expression_on_any_resource_finds_the_type_of_each():
    anything = compiled("name.exists() or value.exists()", "Resource")
    for resource, expected in (
        ({"resourceType": "Patient", "name": [{}]}, True),
        ({"resourceType": "Observation", "valueQuantity": {}}, True),
        ({"resourceType": "Observation"}, False),
    ):
        assert anything.test(resource, Environment(resource, types=CORE)) is expected


def test_without_types_those_of_the_environment_are_used():
    expression = compile_expression("birthDate < @2000").value
    resource = {"resourceType": "Patient", "birthDate": "1951-02-03"}
    assert expression.test(resource, Environment(resource, types=CORE)) is True
    (item,) = compile_expression("birthDate").value.evaluate(resource, Environment(resource, types=CORE))
    assert item.type == "FHIR.date"
    assert expression.test(resource, Environment(resource)) is True  # plain JSON beside a date is read as one
    assert (
        compile_expression("birthDate = 'x' or birthDate != @T10").value.test(resource, Environment(resource))
        is True
    )


def test_what_depends_on_the_resource_is_computed_once():
    asked = []

    class Counting(NoServices):
        def trace(self, name, items):
            asked.append(name)

    resource = {"resourceType": "Bundle", "type": "batch", "entry": [{"request": {}}, {"request": {}}, {}]}
    expression = compiled("entry.all(request.exists() = (%resource.type.trace('t') = 'batch'))", "Bundle")
    environment = Environment(resource, types=CORE, services=Counting())
    assert expression.test(resource, environment) is False
    assert expression.test(resource, environment) is False
    assert asked == ["t"]


def test_floats_and_decimals_of_json_are_the_same_number():
    expression = compiled("value.value = 1.10 and value.value.toString() = '1.1'", "Observation")
    assert expression.test(json.loads('{"resourceType": "Observation", "valueQuantity": {"value": 1.1}}'), Environment(types=CORE)) is True  # fmt: skip
    exact = json.loads(
        '{"resourceType": "Observation", "valueQuantity": {"value": 1.10}}', parse_float=Decimal
    )
    (item,) = compiled("value.value.toString()", "Observation").evaluate(exact, Environment(types=CORE))
    assert item.value == "1.10"
    huge = {"resourceType": "Observation", "valueQuantity": {"value": Decimal("1e999999999")}}
    assert compiled("value.value.floor()", "Observation").evaluate(huge, Environment(types=CORE)) == []


def test_the_same_expression_in_many_threads():
    expression = compiled("name.where(use = 'official').given.join(' ') & %resource.id", "Patient")

    def work(number):
        resource = {
            "resourceType": "Patient",
            "id": str(number),
            "name": [{"use": "official", "given": ["A", str(number)]}],
        }
        return expression.evaluate(resource, Environment(resource, types=CORE))[0].value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(400))) == [f"A {number}{number}" for number in range(400)]


def test_a_packed_tree_compiles_to_the_same():
    for text in (
        "a.exists() or b.where(c = 'x').first()[0] is Patient",
        "@2012-01-01T10:00:00.50+01:00 > @T10:30 and 4 days ~ 1.50 'mg' or {} = -$this",
        "iif(%`vs-x`.exists(), $index, $total).ofType(FHIR.code) | `div`.as(string)",
    ):
        node = parse(text).value
        packed = json.loads(json.dumps(to_data(node)))
        assert to_data(from_data(packed)) == to_data(node)
        assert compile_ast(from_data(packed), text=text).value.text == text
    for broken in ([], ["q"], ["m"], ["b", "=", 1, 2, 0, 1], [["m"]]):
        with pytest.raises(ValueError, match="not the data"):
            from_data(broken)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("name.given.frist()", "frist()"),
        ("name.gven.exists()", "gven"),
        ("true and name.exists(\n  1, 2)", "exists(\n  1, 2)"),
        ("1 + 'a' & 'b'", "1 + 'a'"),
        ("name.where(use = ", ""),
        ("'abc", "'abc"),
        ("@2015-02-30 < today()", "@2015-02-30"),
        ("name is Human", "name is Human"),
    ],
)
def test_the_place_of_a_fault_is_the_part_that_is_wrong(text, marked):
    issue = compile_expression(text, types=CORE, context_type="Patient", document="x.yaml").issues[0]
    place = issue.location.place()
    assert place.source.name == "x.yaml"
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: place.span.line - 1]) + place.span.column - 1
    end = sum(len(line) + 1 for line in lines[: place.span.end_line - 1]) + place.span.end_column - 1
    assert text[start:end] == marked


def test_an_error_says_which_part_failed():
    expression = compiled("name.exists() and name.given.single() = 'A'", "Patient")
    resource = {"resourceType": "Patient", "name": [{"given": ["A", "B"]}]}
    with pytest.raises(EvaluationError) as caught:
        expression.test(resource, Environment(resource, types=CORE))
    start, end = caught.value.span
    assert expression.text[start:end] == "single()"
    assert caught.value.params["actual"] == 2
    assert "single" in str(caught.value)


def test_undecided_is_an_error_of_its_own():
    expression = compiled("gender.memberOf('http://example.org/vs')", "Patient")
    assert expression.needs_services
    assert not compiled("gender = 'male'", "Patient").needs_services
    resource = {"resourceType": "Patient", "gender": "male"}
    with pytest.raises(UndecidedError):
        expression.test(resource, Environment(resource, types=CORE))


def test_all_of_core_compiles_and_none_is_wrong_but_those_that_are():
    texts: dict[str, set[str]] = {}
    for structure in CORE.all("StructureDefinition"):
        for element in structure.get("snapshot", {}).get("element", ()):
            for constraint in element.get("constraint", ()):
                if "expression" in constraint:
                    texts.setdefault(constraint["expression"], set()).add(constraint["key"])
    assert len(texts) == 203
    wrong = {
        key
        for text, keys in texts.items()
        for issue in compile_expression(text, types=CORE, invariant=True).issues
        for key in keys
        if issue.is_error
    }
    assert wrong == set()


def test_a_service_may_evaluate_in_the_same_environment():
    inner = compiled("given.select($index).count() = 1", "HumanName")

    class Nesting(NoServices):
        def conforms_to(self, value, type_name, profile, environment):
            return inner.evaluate(value, environment)[0].value

    resource = {"resourceType": "Patient", "id": "p", "name": [{"given": ["A"]}, {"given": ["B"]}]}
    expression = compiled(
        "name.select(iif(conformsTo('x'), $index.toString() & %context.id, 'no'))", "Patient"
    )
    environment = Environment(resource, types=CORE, services=Nesting())
    assert [item.value for item in expression.evaluate(resource, environment)] == ["0p", "1p"]


def test_several_items_as_an_invariant_are_an_error_of_the_whole():
    expression = compiled("name.given", "Patient")
    resource = {"resourceType": "Patient", "name": [{"given": ["A", "B"]}]}
    with pytest.raises(EvaluationError) as caught:
        expression.test(resource, Environment(resource, types=CORE))
    assert caught.value.rule.code == "DBEP7015"
    assert caught.value.span == (0, len("name.given"))


def test_an_undecided_item_matters_only_where_no_other_settles_it():
    class Partly(NoServices):
        def member_of(self, value, type_name, value_set):
            return (
                True
                if value == "a"
                else False
                if value == "b"
                else super().member_of(value, type_name, value_set)
            )

    def answer(text, *given):
        resource = {"resourceType": "Patient", "name": [{"given": list(given)}]}
        environment = Environment(resource, types=CORE, services=Partly())
        try:
            return compiled(text, "Patient").test(resource, environment)
        except UndecidedError:
            return "undecided"

    some, every = "name.given.exists(memberOf('x'))", "name.given.all(memberOf('x'))"
    assert answer(some, "?", "a") is True
    assert answer(some, "?", "b") == "undecided"
    assert answer(every, "?", "b") is False
    assert answer(every, "?", "a") == "undecided"
    assert answer(every, "a", "a") is True


def test_absurd_input_is_answered_with_errors_of_our_own():
    assert compile_expression("1" * 5_000).issues[0].rule.code == "DBEP7003"
    assert compiled("-2147483648").evaluate(None)[0].value == -2147483648
    assert compiled("99999999999 > 1").evaluate(None)[0].value is True
    huge = {"resourceType": "Patient", "multipleBirthInteger": 10**5_000}
    assert compiled("multipleBirth.toString()", "Patient").evaluate(huge, Environment(types=CORE)) == []
    deep: dict = {"resourceType": "Basic"}
    for _ in range(3_000):
        deep = {"resourceType": "Basic", "contained": [deep]}
    with pytest.raises(EvaluationError) as caught:
        compiled("contained.distinct().count() | contained = contained", "Basic").evaluate(
            deep, Environment(deep, types=CORE)
        )
    assert caught.value.rule.code == "DBEP7021"
    assert (
        compiled("descendants().count()", "Basic").evaluate(deep, Environment(deep, types=CORE))[0].value
        == 3_000
    )
