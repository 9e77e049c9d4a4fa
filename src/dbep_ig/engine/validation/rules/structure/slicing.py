"""A value is in no slice, in several, or in the wrong order; a slice has too few values or too many.

The walk over profiles reports these (`walking/overlay.py`).

Source: https://hl7.org/fhir/R4/profiling.html#slicing
"""

from dbep_ig.engine.diagnostics import Rule, Severity

SPEC = "https://hl7.org/fhir/R4/profiling.html#slicing"

NO_SLICE_MATCHES = Rule(
    code="DBEP4205",
    name="no-slice-matches",
    issue_type="structure",
    nb="Bare {allowed} er tillatt her",
    en="Only {allowed} is allowed here",
    spec=SPEC,
)
SEVERAL_SLICES_MATCH = Rule(
    code="DBEP4206",
    name="several-slices-match",
    issue_type="structure",
    nb="Verdien passer i flere slicer av {element}: {told}",
    en="The value matches several slices of {element}: {told}",
    spec=SPEC,
)
SLICE_TOO_FEW = Rule(
    code="DBEP4207",
    name="slice-too-few",
    issue_type="required",
    nb="{what} mangler{count}",
    en="{what} is missing{count}",
    spec=SPEC,
)
SLICE_TOO_MANY = Rule(
    code="DBEP4208",
    name="slice-too-many",
    issue_type="structure",
    nb="Fant {actual} {what}; høyst {most} er tillatt",
    en="Found {actual} {what}; at most {most} allowed",
    spec=SPEC,
)
SLICE_OUT_OF_ORDER = Rule(
    code="DBEP4209",
    name="slice-out-of-order",
    issue_type="structure",
    nb="{what} skal stå før {next}",
    en="{what} must come before {next}",
    spec=SPEC,
)
NOT_AT_END = Rule(
    code="DBEP4210",
    name="value-before-slices",
    issue_type="structure",
    nb="Denne verdien skal stå etter alle {sliced}",
    en="This value must come after every {sliced}",
    spec=SPEC,
)
SLICING_UNDECIDABLE = Rule(
    code="DBEP4211",
    name="slicing-undecidable",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Det kan ikke avgjøres om verdier hører til slicen {element}: {reason}",
    en="It cannot be determined whether values match slice {element}: {reason}",
    spec=SPEC,
)
