"""Invariants compile against the FHIR type they are evaluated on; a fault is shown inside the YAML text."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from dbep_ig.engine.diagnostics import Issue, Location, Text
from dbep_ig.engine.fhirpath import compile_expression
from dbep_ig.engine.fhirpath.checking.dependencies import children, defines_variables
from dbep_ig.engine.fhirpath.rules import UNKNOWN_VARIABLE
from dbep_ig.engine.fhirpath.syntax.ast import Node, Variable
from dbep_ig.engine.fhirpath.variables import CONSTANTS
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Invariant
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where

from .fhir_rules import INVALID_EXPRESSION, SUSPECT_EXPRESSION
from .short_forms import check_short_forms, place_in

_KNOWN = ("context", "resource", "rootResource", *CONSTANTS)
_PREFIXES = ("vs-", "ext-")
_NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


def check_invariants(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2048, and DBEP2015 and DBEP2042 with what the FHIRPath compiler said as detail."""
    model = bearings.model
    for one in model.classes.values():
        for invariant in one.invariants.values():
            if invariant.where.document is one.where.document:
                yield from check_expression(invariant, one.resource, bearings)
    for profile in model.profiles.values():
        for invariant in profile.invariants.values():
            yield from check_expression(invariant, bearings.resource_of(profile), bearings)


def check_expression(
    invariant: Invariant,
    resource: str | None,
    bearings: Bearings,
    variables: Mapping[str, str] = _NO_VARIABLES,
) -> Iterator[Issue]:
    """Of an invariant, or of a transition's condition.

    variables  the `%name`s that it may use besides FHIRPath's and FHIR's own, and the types of their values
    """
    where, expression = invariant.where / "expression", invariant.expression
    yield from check_short_forms(expression, where, bearings)
    known = resource if resource is not None and bearings.types.kind(resource) is not None else None
    result = compile_expression(
        expression.published,
        types=bearings.types,
        context_type=known,
        document=invariant.key,
        variables=variables,
    )
    if result.value is not None:
        yield from _variables(result.value.node, invariant, variables)
    for issue in result.issues:
        problem = Text(issue.message("nb"), issue.message("en"))
        rule = INVALID_EXPRESSION if issue.is_error else SUSPECT_EXPRESSION
        params = {"key": invariant.written_key, "problem": problem}
        yield Issue(rule, _inside(where, issue.location, invariant), params)


def _variables(node: Node, invariant: Invariant, given: Mapping[str, str]) -> Iterator[Issue]:
    """Those that nobody gives a value."""
    if defines_variables(node):
        return
    waiting = [node]
    while waiting:
        one = waiting.pop()
        waiting += children(one)
        if not isinstance(one, Variable) or one.name in given or one.name in _KNOWN:
            continue
        if one.name.startswith(_PREFIXES):
            continue
        hint = did_you_mean(f"%{one.name}", [f"%{name}" for name in (*given, *_KNOWN)])
        said = {"name": one.name, "suggestion": hint}
        problem = Text(UNKNOWN_VARIABLE.say(said, "nb"), UNKNOWN_VARIABLE.say(said, "en"))
        start, end = invariant.expression.in_written(one.start, one.end)
        at = place_in(invariant.where / "expression", start, end, invariant.expression.written)
        yield Issue(SUSPECT_EXPRESSION, at, {"key": invariant.written_key, "problem": problem})


def _inside(where: Where, location: Location, invariant: Invariant) -> Location:
    """The place inside the published expression, moved to where that part of it stands in the file."""
    place, expression = location.place(), invariant.expression
    if place is None:
        return where.location()
    starts = place.source.line_starts
    start = starts[place.span.line - 1] + place.span.column - 1
    end = starts[place.span.end_line - 1] + place.span.end_column - 1
    start, end = expression.in_written(start, end)
    return place_in(where, start, end, expression.written)
