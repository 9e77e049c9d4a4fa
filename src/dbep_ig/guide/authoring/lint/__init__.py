"""What is wrong with a model, as much of it as one run can find: against itself, and against FHIR R4."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring.fhir_yaml import bearings_of
from dbep_ig.guide.authoring.model import Model

from .copyright import check_copyright
from .details import check_details
from .extension_contexts import check_extension_contexts
from .fhir_resources import check_fhir_resources
from .guide_metadata import check_canonical_aliases, check_feedback
from .inheritance import check_inheritance
from .invariants import check_invariants
from .mappings import check_mappings
from .own_canonicals import check_own_canonicals
from .profiles import check_profiles
from .references import check_references
from .requirements import check_requirements
from .terminology import check_terminology

CHECKS = (
    check_canonical_aliases,
    check_feedback,
    check_inheritance,
    check_references,
    check_extension_contexts,
    check_requirements,
    check_terminology,
    check_mappings,
    check_profiles,
    check_details,
    check_invariants,
    check_fhir_resources,
    check_own_canonicals,
    check_copyright,
)


def check_model(model: Model, types: TypeModel, definitions: Definitions) -> tuple[Issue, ...]:
    """Every disagreement inside the model, and between it and FHIR R4.

    types, definitions  FHIR R4 core, and the packages the guide builds on where they are available
    """
    bearings = bearings_of(model, types, definitions)
    return tuple(issue for check in CHECKS for issue in check(bearings))
