"""Faults in the text of an expression.

Source: http://hl7.org/fhirpath/N1/grammar.html
"""

from dbep_ig.engine.diagnostics import Rule

_LEXICAL = "http://hl7.org/fhirpath/N1/#lexical-elements"
_GRAMMAR = "http://hl7.org/fhirpath/N1/grammar.html"

UNEXPECTED_CHARACTER = Rule(
    code="DBEP7001",
    name="unexpected-character",
    issue_type="invalid",
    nb="`{character}` kan ikke stå her i et FHIRPath-uttrykk",
    en="`{character}` is not allowed here in a FHIRPath expression",
    spec=_LEXICAL,
)
UNFINISHED = Rule(
    code="DBEP7002",
    name="unfinished-literal",
    issue_type="invalid",
    nb="{opened} blir aldri lukket",
    en="{opened} is never closed",
    spec=_LEXICAL,
)
INVALID_LITERAL = Rule(
    code="DBEP7003",
    name="invalid-literal",
    issue_type="invalid",
    nb="`{literal}` er ikke en gyldig verdi i FHIRPath",
    en="`{literal}` is not a valid literal in FHIRPath",
    spec="http://hl7.org/fhirpath/N1/#literals",
)
UNEXPECTED_TOKEN = Rule(
    code="DBEP7004",
    name="unexpected-token",
    issue_type="invalid",
    nb="Forventet {expected}, fant {found}",
    en="Expected {expected}, found {found}",
    spec=_GRAMMAR,
)
TOO_DEEP = Rule(
    code="DBEP7005",
    name="expression-too-deep",
    issue_type="too-costly",
    nb="Uttrykket er nøstet dypere enn {allowed} nivåer",
    en="The expression is nested deeper than {allowed} levels",
    spec=_GRAMMAR,
)
