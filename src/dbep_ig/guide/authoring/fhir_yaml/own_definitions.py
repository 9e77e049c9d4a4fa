"""Definitions that the guide has in FHIR's own words, beside those it builds on: profiles have them as parents, elements as bindings."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.definitions import DefinitionMap, Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.model.resources import KEYWORDS

from .reader import FhirYaml


def bearings_of(model: Model, types: TypeModel, definitions: Definitions) -> Bearings:
    """The model among the definitions it builds on and its own in FHIR's words (whose faults are told where they are checked)."""
    bearings = Bearings(model, types, definitions)
    own = []
    for one in model.resources.values():
        if one.resource_type in ("StructureDefinition", "CodeSystem", "ValueSet"):
            ignored: list[Issue] = []
            written = FhirYaml(bearings, ignored).members(
                one.node, one.resource_type, one.where, leave=KEYWORDS
            )
            own.append({**written, "resourceType": one.resource_type, "id": one.id, "url": one.url})
    return Bearings(model, types, DefinitionMap(own, definitions)) if own else bearings
