"""What is wrong with a model, as much of it as one run can find: against itself, and against FHIR R4."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring.fhir_yaml import bearings_of
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.model_rules import UNKNOWN_CLASS

from .canonicals import check_canonicals
from .consequences import without_consequences
from .copyright import check_copyright
from .details import check_details
from .extension_contexts import check_extension_contexts
from .fhir_resources import check_fhir_resources
from .fhir_rules import CLASS_MAPS_ELSEWHERE, CLASS_WITHOUT_PROFILE, UNKNOWN_EXTENSION, UNUSED_EXTENSION
from .guide_metadata import check_canonical_aliases, check_feedback
from .inheritance import check_inheritance
from .invariant_keys import check_invariant_keys
from .invariants import check_invariants
from .life_cycles import NOT_PUBLISHED, check_life_cycles
from .mandatory_elements import MANDATORY_ELEMENT_MISSING, check_mandatory_elements
from .mappings import check_mappings
from .own_canonicals import check_own_canonicals
from .profiles import check_profiles
from .publication import check_publication
from .references import check_references
from .requirements import check_requirements
from .slices import check_slices
from .terminology import check_terminology
from .unused import check_unused
from .value_sets import check_value_sets

CHECKS = (
    check_canonical_aliases,
    check_feedback,
    check_publication,
    check_inheritance,
    check_references,
    check_value_sets,
    check_canonicals,
    check_extension_contexts,
    check_requirements,
    check_terminology,
    check_mappings,
    check_mandatory_elements,
    check_profiles,
    check_slices,
    check_unused,
    check_details,
    check_invariants,
    check_life_cycles,
    check_fhir_resources,
    check_invariant_keys,
    check_own_canonicals,
    check_copyright,
)

_LEFT_OUT_AFTER = {
    UNUSED_EXTENSION: UNKNOWN_EXTENSION,
    CLASS_WITHOUT_PROFILE: UNKNOWN_CLASS,
    NOT_PUBLISHED: UNKNOWN_CLASS,
    MANDATORY_ELEMENT_MISSING: CLASS_MAPS_ELSEWHERE,
}


def check_model(model: Model, types: TypeModel, definitions: Definitions) -> tuple[Issue, ...]:
    """Every disagreement inside the model, and between it and FHIR R4.

    types, definitions  FHIR R4 core, and the packages the guide builds on where they are available
    """
    bearings = bearings_of(model, types, definitions)
    issues = [issue for check in CHECKS for issue in check(bearings)]
    # What nothing names may be what a misspelt name was meant to be.
    misspelt = {issue.rule for issue in issues}
    left_out = {rule for rule, slip in _LEFT_OUT_AFTER.items() if slip in misspelt}
    return without_consequences(issue for issue in issues if issue.rule not in left_out)
