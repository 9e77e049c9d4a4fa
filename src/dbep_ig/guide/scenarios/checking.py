"""Holds the examples to their promises: valid ones have no error, invalid ones exactly the errors they expect."""

import re
from collections.abc import Callable, Collection, Iterable

from dbep_ig.engine.diagnostics import Issue, Location, Pointer, Result, Text, slips
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import written_at
from dbep_ig.guide.findings import Findings

from .author_words import in_author_words
from .copyright import unnamed_systems
from .example import CheckedExample, Example
from .reading import Expectation
from .rules import EXPECTED_NOT_FOUND, INVARIANT_WITHOUT_EXAMPLE, NOT_EXPECTED, UNKNOWN_EXPECTED_RULE

_OTHER_KEY = re.compile(r"[a-z]{2,}(?:-[a-z]+)*-\d+[a-z]?")


def check_examples(
    examples: Iterable[Example],
    model: Model,
    validate: Callable[[Example], Findings],
    *,
    complete: bool = True,
    rules: Callable[[], Collection[str]] = tuple,
) -> Result[list[CheckedExample]]:
    """Every example with its findings, each shown at the YAML that it comes from.

    validate  holds a bundle to the profiles its resources claim; its issues have pointers from the bundle's root
    rules     the names and codes of the rules there are, asked for where an expected one did not come
    complete  whether every example could be compiled: if not, nothing is said of what no example shows
    -> issues: the findings of valid examples as they are; DBEP2912 and DBEP2913 for broken promises of invalid ones;
       DBEP2914 for an invariant of the model that no example fails with; DBEP2047 for codes under terms that nothing names
    """
    checked: list[CheckedExample] = []
    examples = list(examples)
    known = _Known(model, rules)
    issues = list(unnamed_systems(examples, model))
    shown_to_fail: set[str] = set()
    of_scenario: dict[str, set[tuple[str, str, str]]] = {}
    for example in examples:
        found = validate(example)
        located = tuple(_at_yaml(issue, example) for issue in found.issues)
        checked.append(CheckedExample(example, located, found.held))
        if example.of is None:
            issues += (in_author_words(issue, example, model) for issue in located)
            of_scenario[example.name] = {_identity(issue, example) for issue in found.issues}
        else:
            # a fault of the scenario itself is told there, not once more for each variant
            issues += _broken_promises(example, found.issues, of_scenario.get(example.of, set()), known)
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


class _Known:
    """The rules that an example can expect."""

    def __init__(self, model: Model, rules: Callable[[], Collection[str]]) -> None:
        self.model = model
        self._rules = rules

    def unknown(self, written: str) -> Text | None:
        """None for a rule that there is, or may be; else a hint.

        Keys of R4 (`ele-1`) and of packages are many, and not counted up: one is held to be known where no key here begins so.
        """
        names, own = set(self._rules()), set(self.model.names.invariants)
        if written in names or written in own:
            return None
        stems = {key.rpartition("-")[0] for key in own}
        if written.rpartition("-")[0] in stems:
            near = slips.nearest(written, own, numbered=True)
            return Text("", "") if near is None else slips.asked(near, Text("«{}»", "`{}`"))
        return None if not names or _OTHER_KEY.fullmatch(written) else did_you_mean(written, [*own, *names])


def _broken_promises(
    example: Example, issues: tuple[Issue, ...], of_scenario: set[tuple[str, str, str]], known: _Known
) -> Iterable[Issue]:
    errors = [issue for issue in issues if issue.is_error and _identity(issue, example) not in of_scenario]
    matched: set[int] = set()
    for expected in example.expected:
        hits = [n for n, issue in enumerate(issues) if _is(issue, expected, example)]
        matched.update(hits)
        if hits:
            continue
        written = written_at(expected.where / "rule", expected.rule)
        hint = known.unknown(written)
        if hint is not None:
            # What came instead may be just what was meant.
            matched.update(n for n, issue in enumerate(issues) if issue.is_error)
            ended = Text(hint.nb or ".", hint.en or ".")
            yield Issue(
                UNKNOWN_EXPECTED_RULE, (expected.where / "rule").location(), {"rule": written, "hint": ended}
            )
            continue
        elsewhere = [n for n, issue in enumerate(issues) if _is_called(issue, expected) and issue in errors]
        matched.update(elsewhere)
        places = ", ".join(
            dict.fromkeys(place_in_resource(issues[n].location.pointer, example) for n in elsewhere)
        )
        found = Text(f": det kom på {places}", f": it came at {places}") if places else Text("", "")
        yield Issue(
            EXPECTED_NOT_FOUND,
            (expected.where / ("at" if places else "rule")).location(),
            {"rule": written, "at": expected.at, "hint": found},
        )
    for issue in errors:
        if not any(issues[n] is issue for n in matched):
            params = {
                "rule": rule_name(issue),
                "at": place_in_resource(issue.location.pointer, example),
                "message": _message(issue, example, known.model),
            }
            yield Issue(NOT_EXPECTED, (example.where / "expect").location(), params, (issue.location,))


def _message(issue: Issue, example: Example, model: Model) -> Text:
    said = in_author_words(issue, example, model)
    return Text(said.message("nb"), said.message("en"))


def _is_called(issue: Issue, expected: Expectation) -> bool:
    return expected.rule in {issue.rule.code, issue.rule.name, rule_name(issue)}


def _is(issue: Issue, expected: Expectation, example: Example) -> bool:
    return _is_called(issue, expected) and place_in_resource(issue.location.pointer, example) == expected.at


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
