"""A SearchParameter that contradicts the one it derives from, or whose expression finds nothing in its base.

Sources: https://hl7.org/fhir/R4/searchparameter.html, https://hl7.org/fhir/R4/searchparameter-definitions.html#SearchParameter.derivedFrom
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Remark, Rule, Severity, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .faults import numbered, report

_SPEC = "https://hl7.org/fhir/R4/searchparameter-definitions.html#SearchParameter."

OTHER_TYPE = Rule(
    code="DBEP4840",
    name="search-type-unlike-origin",
    issue_type="business-rule",
    nb="Typen er {actual}, men {origin}, som søkeparameteren er avledet av, har typen {expected}",
    en="The type is {actual}, but {origin}, from which the search parameter derives, has the type {expected}",
    spec=_SPEC + "derivedFrom",
)
OTHER_BASE = Rule(
    code="DBEP4841",
    name="search-base-unlike-origin",
    issue_type="business-rule",
    nb="{base} er ikke blant ressursene som {origin} gjelder for ({allowed})",
    en="{base} is not one of the resources that {origin} is for ({allowed})",
    spec=_SPEC + "derivedFrom",
)
WITHOUT_COMPONENTS = Rule(
    code="DBEP4842",
    name="composite-search-without-components",
    issue_type="business-rule",
    nb="En søkeparameter av typen composite skal ha minst to component, men har {found}",
    en="A search parameter of type composite must have at least two components, but has {found}",
    spec=_SPEC + "component",
)
WRONG_EXPRESSION = Rule(
    code="DBEP4843",
    name="search-expression-wrong",
    issue_type="invalid",
    nb="`{expression}` passer ikke til {base}: {why}",
    en="`{expression}` does not apply to {base}: {why}",
    spec=_SPEC + "expression",
)
OTHER_EXPRESSION = Rule(
    code="DBEP4844",
    name="search-expression-unlike-origin",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="`{part}` er ikke noe {origin} søker i",
    en="`{part}` is not something that {origin} searches",
    spec=_SPEC + "derivedFrom",
)


class SearchParameterChecks:
    """One SearchParameter."""

    __slots__ = ()
    applies_to = ("SearchParameter",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Against its origin and its base."""
        report(search_parameter_faults(value, run.definitions, run.types), frame, run)


def search_parameter_faults(
    resource: Mapping[str, Any], definitions: Definitions, types: TypeModel
) -> Iterator[Remark]:
    """The faults of a SearchParameter; an origin that is not available is not counted against it."""
    bases = _strings(resource.get("base"))
    components = list(numbered(resource.get("component")))
    if resource.get("type") == "composite" and len(components) < 2:
        yield Remark(WITHOUT_COMPONENTS, {"found": len(components)})
    canonical = resource.get("derivedFrom")
    if isinstance(canonical, str):
        origin = definitions.find(canonical, "SearchParameter")
        if origin is not None and origin is not resource:
            yield from _origin(resource, bases, canonical, origin)
    expression = resource.get("expression")
    if isinstance(expression, str) and bases:
        yield from _expression(expression, bases, types)


def _origin(
    resource: Mapping[str, Any], bases: list[str], canonical: str, origin: Mapping[str, Any]
) -> Iterator[Remark]:
    type_, expected = resource.get("type"), origin.get("type")
    if type_ is not None and expected is not None and type_ != expected:
        yield Remark(OTHER_TYPE, {"actual": type_, "origin": canonical, "expected": expected})
    allowed = _strings(origin.get("base"))
    for base in bases:
        if allowed and base not in allowed and not {"Resource", "DomainResource"} & set(allowed):
            yield Remark(OTHER_BASE, {"base": base, "origin": canonical, "allowed": allowed})
    ours, known = resource.get("expression"), origin.get("expression")
    if isinstance(ours, str) and isinstance(known, str):
        searched = {"".join(part.split()) for part in _parts(known)}
        for part in _parts(ours):
            if "".join(part.split()) not in searched:
                yield Remark(OTHER_EXPRESSION, {"part": part, "origin": canonical})


def _parts(expression: str) -> list[str]:
    """What stands between the `|` of an expression that are in no parenthesis and no quotes."""
    parts, depth, quote, start = [], 0, "", 0
    position = 0
    while position < len(expression):
        character = expression[position]
        if quote:
            if character == "\\":
                position += 1
            elif character == quote:
                quote = ""
        elif character in "'`\"":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "|" and depth == 0:
            parts.append(expression[start:position].strip())
            start = position + 1
        position += 1
    return [*parts, expression[start:].strip()]


def _expression(expression: str, bases: list[str], types: TypeModel) -> Iterator[Remark]:
    """Each operand has to fit one of the bases: parameters that several resources share write them all in one."""
    from dbep_ig.engine.fhirpath import parse  # start-up time
    from dbep_ig.engine.fhirpath.checking.static import Checker  # start-up time

    parsed = parse(expression)
    if parsed.value is None:
        issue = parsed.issues[0]
        why = Text(issue.message("nb"), issue.message("en"))
        yield Remark(WRONG_EXPRESSION, {"expression": expression, "base": bases, "why": why}, ("expression",))
        return
    nodes, parts = _operands(parsed.value), _parts(expression)
    for index, node in enumerate(nodes):
        faults: list[Text] = []
        for base in bases:
            checker = Checker(types, base, invariant=False)
            checker.check(node)
            found = next((each for each in checker.findings if each.rule.severity <= Severity.ERROR), None)
            if found is None:
                break
            faults.append(Text(found.rule.say(found.params, "nb"), found.rule.say(found.params, "en")))
        else:
            part = parts[index] if len(parts) == len(nodes) else expression
            yield Remark(
                WRONG_EXPRESSION, {"expression": part, "base": bases, "why": faults[0]}, ("expression",)
            )
            return  # the others stand at the same place, and mostly have the same fault


def _operands(node: Any) -> list[Any]:
    """The nodes between the `|` at the top of a tree, from left to right."""
    from dbep_ig.engine.fhirpath.syntax.ast import Binary  # start-up time

    found: list[Any] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Binary) and current.operator == "|":
            waiting += [current.right, current.left]
        else:
            found.append(current)
    return found


def _strings(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
