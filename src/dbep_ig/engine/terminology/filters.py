"""`ValueSet.compose.include.filter`: which concepts of a code system it selects.

The hierarchy is the one that the code system writes, by nesting and by parent and child properties, whatever
`hierarchyMeaning` calls it: a value set that says `is-a` over a `grouped-by` tree means that tree.

Source: https://hl7.org/fhir/R4/valueset-filter-operator.html
"""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Remark, Rule, Severity, Text

from .code_system import CodeSystem
from .concept import Concept

FILTER_NOT_DECIDABLE = Rule(
    code="DBEP5103",
    name="filter-not-decidable",
    severity=Severity.INFORMATION,
    issue_type="not-supported",
    nb="Filteret `{filter}` over {system} kan ikke avgjøres: {why}",
    en="The filter `{filter}` over {system} cannot be evaluated: {why}",
    spec="https://hl7.org/fhir/R4/valueset-filter-operator.html",
)

UNKNOWN_OPERATOR = Text("operatoren er ikke en av operatorene i R4", "the operator is not one of R4's")
UNKNOWN_PROPERTY = Text("kodeverket har ingen slik egenskap", "the code system has no such property")
BAD_PATTERN = Text("mønsteret kan ikke leses", "the pattern cannot be read")

Test = Callable[[Concept], bool]
Values = Callable[[Concept], list[str]]
Wanted = Callable[[list[str]], bool]


def select(code_system: CodeSystem, filters: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[Remark]]:
    """The codes that meet every filter, in the code system's order; and a remark for each filter not understood.

    Where there are remarks the selection is unknown and the list empty.
    """
    tests: list[Test] = []
    remarks: list[Remark] = []
    for item in filters:
        test = _compile(code_system, item)
        if isinstance(test, Remark):
            remarks.append(test)
        else:
            tests.append(test)
    if remarks:
        return [], remarks
    concepts = code_system.concepts
    return [code for code, concept in concepts.items() if all(test(concept) for test in tests)], []


def not_decidable(system: str, item: Mapping[str, Any], why: Text) -> Remark:
    """The remark for a filter that cannot be decided."""
    shown = " ".join(str(item.get(key, "")) for key in ("property", "op", "value"))
    return Remark(FILTER_NOT_DECIDABLE, {"filter": shown, "system": system, "why": why})


def _compile(code_system: CodeSystem, item: Mapping[str, Any]) -> Test | Remark:
    name, op, value = (str(item.get(key, "")) for key in ("property", "op", "value"))
    hierarchical = _HIERARCHY.get(op)
    if hierarchical is not None:
        return _code_in(hierarchical(code_system, value))
    if op == "is-not-a":
        outside = _is_a(code_system, value)
        return lambda concept: concept.code not in outside
    values = _values(code_system, name)
    if values is None:
        return not_decidable(code_system.url, item, UNKNOWN_PROPERTY)
    wanted = _regex(value) if op == "regex" else _COMPARISONS[op](value) if op in _COMPARISONS else None
    if wanted is None:
        return not_decidable(code_system.url, item, BAD_PATTERN if op == "regex" else UNKNOWN_OPERATOR)
    return lambda concept: wanted(values(concept))


def _code_in(codes: Container[str]) -> Test:
    return lambda concept: concept.code in codes


def _is_a(code_system: CodeSystem, value: str) -> dict[str, None]:
    return {_spelled(code_system, value): None, **_descendent_of(code_system, value)}


def _descendent_of(code_system: CodeSystem, value: str) -> dict[str, None]:
    code = _spelled(code_system, value)
    below = code_system.descendants(code)
    below.pop(code, None)  # only in a hierarchy that runs in a circle
    return below


def _generalizes(code_system: CodeSystem, value: str) -> dict[str, None]:
    code = _spelled(code_system, value)
    return {code: None, **code_system.ancestors(code)}


def _spelled(code_system: CodeSystem, value: str) -> str:
    concept = code_system.find(value)
    return value if concept is None else concept.code


_HIERARCHY: Mapping[str, Callable[[CodeSystem, str], Container[str]]] = {
    "is-a": _is_a,
    "descendent-of": _descendent_of,
    "generalizes": _generalizes,
}


def _equals(value: str) -> Wanted:
    plain = _without_version(value)
    return lambda values: any(_without_version(held) == plain for held in values)


def _in(value: str) -> Wanted:
    listed = frozenset(_without_version(item.strip()) for item in value.split(","))
    return lambda values: any(_without_version(held) in listed for held in values)


def _not_in(value: str) -> Wanted:
    inside = _in(value)
    return lambda values: not inside(values)


def _exists(value: str) -> Wanted:
    wanted = value.strip() == "true"
    return lambda values: bool(values) is wanted


_COMPARISONS: Mapping[str, Callable[[str], Wanted]] = {
    "=": _equals,
    "in": _in,
    "not-in": _not_in,
    "exists": _exists,
}


def _regex(value: str) -> Wanted | None:
    from dbep_ig.engine.fhir.regex.pattern import PatternError, compile_pattern  # start-up time

    try:
        pattern = compile_pattern(value)
    except PatternError:
        return None
    return lambda values: any(pattern.fullmatch(held) for held in values)


def _without_version(value: str) -> str:
    """A Coding is compared as `system#code`, whatever version the filter names."""
    system, hash_, code = value.partition("#")
    return f"{system.partition('|')[0]}#{code}" if hash_ else value


def _values(code_system: CodeSystem, name: str) -> Values | None:
    """How to read the property from a concept; None when the code system has no such property."""
    if name in ("code", "concept"):
        return lambda concept: [concept.code]
    if name == "display":
        return lambda concept: [concept.display] if concept.display else []
    if name == "definition":
        return lambda concept: [concept.definition] if concept.definition else []
    if name == "designation":
        return lambda concept: [designation.value for designation in concept.designations()]
    meaning = code_system.property_codes.meaning(name)
    if meaning in ("parent", "subsumedBy"):
        return lambda concept: concept.parents
    if meaning == "child":
        return lambda concept: list(code_system.children(concept.code))
    if meaning in ("inactive", "notSelectable"):
        # "default value is false": https://hl7.org/fhir/R4/codesystem-concept-properties.html
        holds = code_system.inactive if meaning == "inactive" else code_system.abstract
        return lambda concept: ["true" if concept.code in holds else "false"]
    if not code_system.has_property(name):
        return None
    return lambda concept: [item.text for item in concept.properties() if item.code == name]
