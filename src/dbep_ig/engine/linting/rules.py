"""What is suspect in an expression, whatever resource it is evaluated on.

Source: http://hl7.org/fhirpath/N1/ and https://hl7.org/fhir/R4/fhirpath.html
"""

from dbep_ig.engine.diagnostics import Rule, Severity

_EQUALS = "http://hl7.org/fhirpath/N1/#equality"
_FHIR = "https://hl7.org/fhir/R4/fhirpath.html"
_CONSTRAINTS = "https://hl7.org/fhir/R4/conformance-rules.html#constraints"

CODED_AND_TEXT = Rule(
    code="DBEP2170",
    name="coded-value-compared-with-text",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{left} {verb} {right}: {coded} har koder i deler, og er aldri en tekst; skriv {instead}",
    en="{left} {verb} {right}: {coded} has its codes in parts, and is never a string; write {instead}",
    spec=_EQUALS,
)
DIFFERENT_KINDS = Rule(
    code="DBEP2171",
    name="values-of-different-kinds",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{left} er {left_types}, og {verb} {right}, som er {right_types}{hint}",
    en="{left} is {left_types}, and {verb} {right}, which is {right_types}{hint}",
    spec=_EQUALS,
)
REPEATS = Rule(
    code="DBEP2172",
    name="one-value-expected-of-what-repeats",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="`{operation}` trenger én verdi, men {part} kan ha flere{hint}",
    en="`{operation}` needs one value, but {part} can have several{hint}",
    spec="http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections",
)
VALUE_OF_PRIMITIVE = Rule(
    code="DBEP2173",
    name="value-of-primitive",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{part} er {type}, som ikke har noe `value` i FHIRPath; skriv {part} alene",
    en="{part} is {type}, which has no `value` in FHIRPath; write {part} alone",
    spec=f"{_FHIR}#types",
)
UNKNOWN_EXTENSION = Rule(
    code="DBEP2174",
    name="unknown-extension-in-expression",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="`{url}` er {problem}{hint}",
    en="`{url}` is {problem}{hint}",
    spec="https://hl7.org/fhir/R4/extensibility.html",
)
CODE_OUTSIDE_BINDING = Rule(
    code="DBEP2175",
    name="code-outside-binding-in-expression",
    severity=Severity.WARNING,
    issue_type="code-invalid",
    nb="{part} er aldri `{code}`: koden er ikke i {value_set}{hint}",
    en="{part} is never `{code}`: the code is not in {value_set}{hint}",
    spec="https://hl7.org/fhir/R4/terminologies.html#required",
)
UNKNOWN_CODE = Rule(
    code="DBEP2176",
    name="unknown-code-in-expression",
    severity=Severity.WARNING,
    issue_type="code-invalid",
    nb="Kodesystemet `{system}` har ikke koden `{code}`{hint}",
    en="The code system `{system}` does not have the code `{code}`{hint}",
    spec="https://hl7.org/fhir/R4/codesystem.html",
)
NOT_ABOUT_ELEMENT = Rule(
    code="DBEP2177",
    name="expression-without-element",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Uttrykket nevner ingenting i elementet eller ressursen, så svaret er alltid det samme",
    en="The expression mentions nothing in the element or the resource, so its answer is always the same",
    spec=_CONSTRAINTS,
)
NOT_BOOLEAN = Rule(
    code="DBEP2178",
    name="result-is-not-boolean",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Resultatet er {types}, ikke sant eller usant; mente du `.exists()` til slutt?",
    en="The result is {types}, not true or false; did you mean `.exists()` at the end?",
    spec=_CONSTRAINTS,
)
IMPOSSIBLE_TYPE = Rule(
    code="DBEP2179",
    name="type-that-cannot-occur",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{part} er aldri {type}, bare {allowed}{hint}",
    en="{part} is never {type}, only {allowed}{hint}",
    spec="http://hl7.org/fhirpath/N1/#types",
)
INVALID_EXPRESSION = Rule(
    code="DBEP2015",
    name="invalid-invariant-expression",
    issue_type="invalid",
    nb="Uttrykket i {key} kan ikke brukes: {problem}",
    en="The expression of {key} cannot be used: {problem}",
    spec="http://hl7.org/fhirpath/N1/",
)
SUSPECT_EXPRESSION = Rule(
    code="DBEP2042",
    name="suspect-invariant-expression",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="Uttrykket i {key} er trolig ikke slik det var ment: {problem}",
    en="The expression of {key} is probably not what was intended: {problem}",
    spec="http://hl7.org/fhirpath/N1/",
)

SUSPECT = frozenset((
    CODED_AND_TEXT, DIFFERENT_KINDS, REPEATS, VALUE_OF_PRIMITIVE, UNKNOWN_EXTENSION, CODE_OUTSIDE_BINDING, UNKNOWN_CODE,
    NOT_ABOUT_ELEMENT, NOT_BOOLEAN, IMPOSSIBLE_TYPE, SUSPECT_EXPRESSION,
))  # fmt: skip
"""What linting finds, but for what makes an expression unusable."""
