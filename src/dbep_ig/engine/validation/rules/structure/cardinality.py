"""Too few or too many values of an element.

Counted in values (the entries of a JSON array), for the type by the walk, for profiles by `overlay.py`. What a resource
lacks is reported where it should have been: at its parent.

Source: https://hl7.org/fhir/R4/conformance-rules.html#cardinality
"""

from dbep_ig.engine.diagnostics import Rule, Severity, Text

SPEC = "https://hl7.org/fhir/R4/conformance-rules.html#cardinality"

TOO_FEW = Rule(
    code="DBEP4201",
    name="too-few",
    severity=Severity.ERROR,
    issue_type="required",
    nb="{element}{called} mangler{lack}",
    en="{element}{called} is missing{lack}",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_Minimum_one", "Validation_VAL_Profile_Minimum_other"),
)
TOO_MANY = Rule(
    code="DBEP4202",
    name="too-many",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="{element} kan ha høyst {most}, men har {actual}",
    en="{element} can have at most {most}, but has {actual}",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_Maximum_one", "Validation_VAL_Profile_Maximum_other"),
)
NOT_USED = Rule(
    code="DBEP4214",
    name="element-not-used",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="{what} brukes ikke i {asker}{reason}",
    en="{what} is not used in {asker}{reason}",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_Maximum_one", "Validation_VAL_Profile_Maximum_other"),
)


def lack(least: int, actual: int) -> Text:
    """How many are missing, as the end of the message; nothing where it is the only one."""
    if actual:
        return Text(
            f" verdier: det skal være minst {least}, men er bare {actual}",
            f" values: it must have at least {least}, but has {actual}",
        )
    if least == 1:
        return Text("", "")
    return Text(f"; det skal være minst {least}", f"; there must be at least {least}")
