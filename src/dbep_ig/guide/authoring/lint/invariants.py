"""Invariants compile against the FHIR type they are evaluated on; a fault is shown inside the YAML text."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Location, Text
from dbep_ig.engine.fhirpath import compile_expression
from dbep_ig.engine.fhirpath.rules import UNKNOWN_ELEMENT
from dbep_ig.engine.linting.rules import INVALID_EXPRESSION, SUSPECT_EXPRESSION
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.choices import Chosen
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.model import Invariant
from dbep_ig.guide.authoring.yaml_nodes import Where

from .short_forms import check_short_forms, place_in


def check_invariants(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2048, and DBEP2015 and DBEP2042 with what the FHIRPath compiler said as detail."""
    model = bearings.model
    for one in model.classes.values():
        for invariant in one.invariants.values():
            if invariant.where.document is one.where.document:
                yield from check_expression(invariant, one.resource, bearings)
        chosen = bearings.chosen_by_class(one)
        for element in one.all_elements():
            invariants = [
                each
                for each in element.details.invariants.values()
                if element.declared_in == one.name and each.where.document is element.where.document
            ]
            kind = _type_at(element.maps, chosen, bearings) if invariants else None
            for invariant in invariants:
                yield from check_expression(invariant, kind, bearings)
    for profile in model.profiles.values():
        for invariant in profile.invariants.values():
            yield from check_expression(invariant, bearings.resource_of(profile), bearings)
        resource = bearings.resource_of(profile)
        for rule in profile.rules if resource is not None else ():
            path = ElementPath(resource or "", rule.steps)
            kind = _type_at(path, bearings.chosen_by_profile(profile), bearings)
            for invariant in rule.details.invariants.values():
                yield from check_expression(invariant, kind, bearings)
    for extension in model.extensions.values():
        parts = [part.details.invariants for part in extension.all_parts()]
        for invariants_of_one in (extension.invariants, *parts):
            for invariant in invariants_of_one.values():
                yield from check_expression(invariant, "Extension", bearings)


def _type_at(path: ElementPath | None, chosen: Chosen, bearings: Bearings) -> str | None:
    """The type of an element's values, or the path of a backbone; None where it is one of several."""
    chain, _ = bearings.elements.along(path, chosen) if path is not None else ([], [])
    if path is None or not path.steps or len(chain) != len(path.steps) + 1:
        return None
    last = chain[-1]
    name = str(last.definition["path"])
    if bearings.types.kind(name) == "backbone":
        return name
    kind = bearings.elements.type_at(path.steps, last, chosen)
    return kind or (last.type_codes[0] if len(last.type_codes) == 1 else None)


def check_expression(invariant: Invariant, resource: str | None, bearings: Bearings) -> Iterator[Issue]:
    """Of an invariant, or of a transition's condition."""
    where, expression = invariant.where / "expression", invariant.expression
    yield from check_short_forms(expression, where, bearings)
    known = resource if resource is not None and bearings.types.kind(resource) is not None else None
    result = compile_expression(
        expression.published, types=bearings.types, context_type=known, document=invariant.key
    )
    for issue in result.issues:
        if issue.rule is UNKNOWN_ELEMENT:
            continue  # `invariant_linting` finds more of them, when there are profiles
        problem = Text(issue.message("nb"), issue.message("en"))
        rule = INVALID_EXPRESSION if issue.is_error else SUSPECT_EXPRESSION
        params = {"key": invariant.written_key, "problem": problem}
        yield Issue(rule, _inside(where, issue.location, invariant), params)


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
