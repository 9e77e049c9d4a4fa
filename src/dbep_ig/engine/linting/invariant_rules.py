"""What is said of an invariant by FHIRPath's own rules (DBEP70xx), which do not know whose expression it is."""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Rule, Severity, Text

from .findings import Finding
from .rules import INVALID_EXPRESSION, SUSPECT_EXPRESSION

_OF_FHIRPATH = "DBEP7"


def of_invariant(finding: Finding, key: str) -> tuple[Rule, Mapping[str, object]]:
    """The rule and the values of its message: DBEP2015 or DBEP2042 around a rule of FHIRPath, else the finding's own."""
    if not finding.rule.code.startswith(_OF_FHIRPATH):
        return finding.rule, finding.params
    severity = finding.rule.severity if finding.severity is None else finding.severity
    rule = INVALID_EXPRESSION if severity <= Severity.ERROR else SUSPECT_EXPRESSION
    problem = Text(finding.rule.say(finding.params, "nb"), finding.rule.say(finding.params, "en"))
    return rule, {"key": key, "problem": problem}
