"""Invariants compile against the FHIR type they are evaluated on; a fault is shown inside the YAML text."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Location, Text
from dbep_ig.engine.fhirpath import compile_expression
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Invariant
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlScalar

from .fhir_rules import INVALID_EXPRESSION, SUSPECT_EXPRESSION


def check_invariants(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2015 and DBEP2042, with what the FHIRPath compiler said as detail."""
    model = bearings.model
    for one in model.classes.values():
        for invariant in one.invariants.values():
            if invariant.where.document is one.where.document:
                yield from _check(invariant, one.resource, bearings)
    for profile in model.profiles.values():
        for invariant in profile.invariants.values():
            yield from _check(invariant, bearings.resource_of(profile), bearings)


def _check(invariant: Invariant, resource: str | None, bearings: Bearings) -> Iterator[Issue]:
    known = resource if resource is not None and bearings.types.kind(resource) is not None else None
    result = compile_expression(
        invariant.expression, types=bearings.types, context_type=known, document=invariant.key
    )
    where = invariant.where / "expression"
    for issue in result.issues:
        problem = Text(issue.message("nb"), issue.message("en"))
        rule = INVALID_EXPRESSION if issue.is_error else SUSPECT_EXPRESSION
        params = {"key": invariant.key, "problem": problem}
        yield Issue(rule, _inside(where, issue.location, invariant.expression), params)


def _inside(where: Where, location: Location, expression: str) -> Location:
    """The place inside the expression, moved to where the expression stands in the file."""
    place, node = location.place(), where.node
    if place is None or not isinstance(node, YamlScalar):
        return where.location()
    starts = place.source.line_starts
    start = starts[place.span.line - 1] + place.span.column - 1
    end = starts[place.span.end_line - 1] + place.span.end_column - 1
    start = min(start, len(expression) - 1)  # what is missing at the end is shown at the last character
    shift = max(node.text.find(expression), 0)
    return where.range(start + shift, max(end, start + 1) + shift)
