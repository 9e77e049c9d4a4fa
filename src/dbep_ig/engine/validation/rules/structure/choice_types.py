"""The value of a choice element has a type that the profile does not allow.

Types that the base type itself does not allow are unknown properties (`json_shape.py`).

Source: https://hl7.org/fhir/R4/profiling.html#types
"""

from dbep_ig.engine.diagnostics import Rule, Severity

TYPE_NOT_ALLOWED = Rule(
    code="DBEP4116",
    name="type-not-allowed",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="{element} er {actual}, men kan bare være {allowed}",
    en="{element} is {actual}, but can only be {allowed}",
    spec="https://hl7.org/fhir/R4/profiling.html#types",
    hapi=("Validation_VAL_Profile_NoType", "Extension_EXT_Type", "Extension_PROF_Type"),
)
