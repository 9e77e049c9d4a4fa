"""What a binding says of a code that is not in its value set: the strength decides how grave that is.

Source: https://hl7.org/fhir/R4/terminologies.html#strength
"""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Rule, Severity

NOT_IN_REQUIRED = Rule(
    code="DBEP5001",
    name="code-not-in-required-value-set",
    issue_type="code-invalid",
    nb="{code} er ikke i verdisettet {value_set}, som er påkrevd her{hint}",
    en="{code} is not in the value set {value_set}, which is required here{hint}",
    spec="https://hl7.org/fhir/R4/terminologies.html#required",
)
NOT_IN_EXTENSIBLE = Rule(
    code="DBEP5002",
    name="code-not-in-extensible-value-set",
    severity=Severity.WARNING,
    issue_type="code-invalid",
    nb="{code} er ikke i verdisettet {value_set}, som skal brukes når en av kodene der passer{hint}",
    en="{code} is not in the value set {value_set}, which must be used when one of its codes applies{hint}",
    spec="https://hl7.org/fhir/R4/terminologies.html#extensible",
)
NOT_IN_PREFERRED = Rule(
    code="DBEP5003",
    name="code-not-in-preferred-value-set",
    severity=Severity.INFORMATION,
    issue_type="code-invalid",
    nb="{code} er ikke i verdisettet {value_set}, som anbefales her{hint}",
    en="{code} is not in the value set {value_set}, which is recommended here{hint}",
    spec="https://hl7.org/fhir/R4/terminologies.html#preferred",
)
NOT_IN_MAXIMUM = Rule(
    code="DBEP5004",
    name="code-not-in-max-value-set",
    issue_type="code-invalid",
    nb="{code} er ikke i verdisettet {value_set}, som er største tillatte verdisett her{hint}",
    en="{code} is not in the value set {value_set}, which is the maximum value set here{hint}",
    spec="https://hl7.org/fhir/R4/extension-elementdefinition-maxvalueset.html",
)
NO_CODE = Rule(
    code="DBEP5005",
    name="code-missing-for-binding",
    issue_type="code-invalid",
    nb="Ingen kode er gitt, men en kode fra verdisettet {value_set} er påkrevd{hint}",
    en="No code is given, but a code from the value set {value_set} is required{hint}",
    spec="https://hl7.org/fhir/R4/terminologies.html#required",
)
NO_CODE_EXTENSIBLE = Rule(
    code="DBEP5006",
    name="code-missing-for-extensible-binding",
    severity=Severity.WARNING,
    issue_type="code-invalid",
    nb="Ingen kode er gitt, bare tekst, men en kode fra verdisettet {value_set} bør gis{hint}",
    en="No code is given, only text, but a code from the value set {value_set} should be{hint}",
    spec="https://hl7.org/fhir/R4/terminologies.html#extensible",
)

NOT_IN: Mapping[str, Rule] = {
    "required": NOT_IN_REQUIRED,
    "extensible": NOT_IN_EXTENSIBLE,
    "preferred": NOT_IN_PREFERRED,
}
"""The rule for a code outside the value set of a binding, by strength; `example` says nothing."""

MISSING: Mapping[str, Rule] = {"required": NO_CODE, "extensible": NO_CODE_EXTENSIBLE}
"""The rule for a CodeableConcept without any coding, by strength."""
