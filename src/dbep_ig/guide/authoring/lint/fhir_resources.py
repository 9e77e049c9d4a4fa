"""Resources in FHIR's own words are resources of R4, and their ids are nobody else's."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.fhir_yaml import FhirYaml
from dbep_ig.guide.authoring.model.resources import KEYWORDS
from dbep_ig.guide.authoring.model_rules import NAME_CLASH
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .fhir_rules import UNKNOWN_RESOURCE


def check_fhir_resources(bearings: Bearings) -> Iterator[Issue]:
    """What cannot be read as the resource it says it is, with each fault where it was written."""
    model = bearings.model
    taken = {f"CodeSystem/{one.id}": one.where / "codesystem" for one in model.code_systems.values()}
    taken |= {f"ValueSet/{one.id}": one.where / "valueset" for one in model.value_sets.values()}
    for one in model.resources.values():
        if not bearings.is_resource(one.resource_type):
            hint = did_you_mean(one.resource_type, bearings.resource_names())
            params = {"name": one.resource_type, "hint": hint}
            yield Issue(UNKNOWN_RESOURCE, (one.where / "resource").location(), params)
            continue
        if one.key in taken:
            other = taken[one.key].location()
            params = {"name": one.id, "other": other.document}
            yield Issue(NAME_CLASH, (one.where / "id").location(), params, related=(other,))
        issues: list[Issue] = []
        FhirYaml(bearings, issues).members(one.node, one.resource_type, one.where, leave=KEYWORDS)
        yield from issues
