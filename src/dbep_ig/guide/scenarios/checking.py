"""Holds the examples to their promises: valid ones have no error, invalid ones exactly the errors they expect."""

from collections.abc import Callable, Iterable

from dbep_ig.engine.diagnostics import Issue, Location, Pointer, Result, Text
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.yaml_nodes import written_at
from dbep_ig.guide.findings import Findings

from .copyright import unnamed_systems
from .example import CheckedExample, Example
from .reading import Expectation
from .rules import EXPECTED_NOT_FOUND, INVARIANT_WITHOUT_EXAMPLE, NOT_EXPECTED


def check_examples(
    examples: Iterable[Example],
    model: Model,
    validate: Callable[[Example], Findings],
    *,
    complete: bool = True,
) -> Result[list[CheckedExample]]:
    """Every example with its findings, each shown at the YAML that it comes from.

    validate  holds a bundle to the profiles its resources claim; its issues have pointers from the bundle's root
    complete  whether every example could be compiled: if not, nothing is said of what no example shows
    -> issues: the findings of valid examples as they are; DBEP2912 and DBEP2913 for broken promises of invalid ones;
       DBEP2914 for an invariant of the model that no example fails with; DBEP2047 for codes under terms that nothing names
    """
    checked: list[CheckedExample] = []
    examples = list(examples)
    issues = list(unnamed_systems(examples, model))
    shown_to_fail: set[str] = set()
    of_scenario: dict[str, set[tuple[str, str, str]]] = {}
    for example in examples:
        found = validate(example)
        located = tuple(_at_yaml(issue, example) for issue in found.issues)
        checked.append(CheckedExample(example, located, found.held))
        if example.of is None:
            issues += located
            of_scenario[example.name] = {_identity(issue, example) for issue in found.issues}
        else:
            # a fault of the scenario itself is told there, not once more for each variant
            issues += _broken_promises(example, found.issues, of_scenario.get(example.of, set()))
            shown_to_fail |= {expected.rule for expected in example.expected}
            shown_to_fail |= {rule_name(issue) for issue in found.issues if issue.is_error}
    if complete:
        issues += _without_example(model, shown_to_fail)
    return Result(checked, tuple(issues))


def _at_yaml(issue: Issue, example: Example) -> Issue:
    """The same issue, its place the YAML; the expression still says where in FHIR."""
    where = issue.location
    location = Location(
        example.document, where.pointer, where.expression, where.on_key, locator=example.origin
    )
    related = tuple(
        Location(example.document, other.pointer, other.expression, other.on_key, locator=example.origin)
        if other.document == where.document
        else other
        for other in issue.related
    )
    return issue._replace(location=location, related=related)


def _identity(issue: Issue, example: Example) -> tuple[str, str, str]:
    """What makes a finding the same in a scenario and in a variant of it."""
    return issue.rule.code, place_in_resource(issue.location.pointer, example), issue.message("en")


def _broken_promises(
    example: Example, issues: tuple[Issue, ...], of_scenario: set[tuple[str, str, str]]
) -> Iterable[Issue]:
    errors = [issue for issue in issues if issue.is_error and _identity(issue, example) not in of_scenario]
    matched: set[int] = set()
    for expected in example.expected:
        hits = [n for n, issue in enumerate(issues) if _is(issue, expected, example)]
        matched.update(hits)
        if not hits:
            said = {"rule": written_at(expected.where / "rule", expected.rule), "at": expected.at}
            yield Issue(EXPECTED_NOT_FOUND, expected.where.location(), said)
    for issue in errors:
        if not any(issues[n] is issue for n in matched):
            params = {
                "rule": rule_name(issue),
                "at": place_in_resource(issue.location.pointer, example),
                "message": Text(issue.message("nb"), issue.message("en")),
            }
            yield Issue(NOT_EXPECTED, (example.where / "expect").location(), params, (issue.location,))


def _is(issue: Issue, expected: Expectation, example: Example) -> bool:
    names = {issue.rule.code, issue.rule.name, rule_name(issue)}
    return expected.rule in names and place_in_resource(issue.location.pointer, example) == expected.at


def rule_name(issue: Issue) -> str:
    """What authors call it: an invariant's key, else the rule's name."""
    key = issue.params.get("key")
    return key if isinstance(key, str) else issue.rule.name


def place_in_resource(pointer: Pointer, example: Example) -> str:
    """`("entry", 0, "resource", "activity", 1, "reference")` -> `CarePlan.activity[1].reference`."""
    value: object = example.bundle
    shown = "Bundle"
    for step in pointer:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
            shown += f"[{step}]"
        else:
            value = value.get(step) if isinstance(value, dict) else None
            shown += f".{step.lstrip('_')}"
        if isinstance(value, dict) and "resourceType" in value:
            shown = str(value["resourceType"])
    return shown


def _without_example(model: Model, shown: set[str]) -> Iterable[Issue]:
    seen: set[str] = set()
    for one in model.classes.values():
        of_elements = [element.details.invariants for element in one.all_elements()]
        for key, invariant in [pair for held in (one.invariants, *of_elements) for pair in held.items()]:
            if key not in shown and key not in seen and invariant.severity == "error":
                yield Issue(
                    INVARIANT_WITHOUT_EXAMPLE,
                    invariant.where.location(on_key=True),
                    {"key": invariant.written_key},
                )
            seen.add(key)
