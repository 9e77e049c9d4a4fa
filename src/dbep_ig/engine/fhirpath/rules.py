"""Faults that types or data show: some are found while compiling, all can happen while evaluating.

Source: http://hl7.org/fhirpath/N1/
"""

from dbep_ig.engine.diagnostics import Rule, Severity

_FUNCTIONS = "http://hl7.org/fhirpath/N1/#functions"
_SINGLETON = "http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections"

UNKNOWN_FUNCTION = Rule(
    code="DBEP7010",
    name="unknown-function",
    issue_type="not-supported",
    nb="FHIRPath har ingen funksjon `{function}()`{suggestion}",
    en="FHIRPath has no function `{function}()`{suggestion}",
    spec=_FUNCTIONS,
)
WRONG_ARGUMENTS = Rule(
    code="DBEP7011",
    name="wrong-number-of-arguments",
    issue_type="invalid",
    nb="`{function}()` tar {expected} argumenter, men får {actual}",
    en="`{function}()` takes {expected} arguments, but gets {actual}",
    spec=_FUNCTIONS,
)
UNKNOWN_ELEMENT = Rule(
    code="DBEP7012",
    name="unknown-path",
    issue_type="not-found",
    nb="{owner} har ikke noe element `{name}`{suggestion}",
    en="{owner} has no element `{name}`{suggestion}",
    spec="http://hl7.org/fhirpath/N1/#path-selection",
)
UNKNOWN_TYPE = Rule(
    code="DBEP7013",
    name="unknown-type",
    issue_type="not-found",
    nb="`{type}` er ikke en type i FHIR R4 eller FHIRPath{suggestion}",
    en="`{type}` is not a type of FHIR R4 or FHIRPath{suggestion}",
    spec="http://hl7.org/fhirpath/N1/#types",
)
WRONG_TYPE = Rule(
    code="DBEP7014",
    name="wrong-operand-type",
    issue_type="invalid",
    nb="`{operation}` kan ikke brukes på {actual}; den trenger {expected}",
    en="`{operation}` cannot be used on {actual}; it needs {expected}",
    spec="http://hl7.org/fhirpath/N1/#operations",
)
SEVERAL_ITEMS = Rule(
    code="DBEP7015",
    name="several-items-where-one-is-needed",
    issue_type="invalid",
    nb="`{operation}` trenger én verdi, men får {actual}",
    en="`{operation}` needs one item, but gets {actual}",
    spec=_SINGLETON,
)
NO_ORDER = Rule(
    code="DBEP7016",
    name="order-of-unordered-collection",
    issue_type="business-rule",
    nb="`{function}` er avhengig av rekkefølgen i en samling uten rekkefølge",
    en="`{function}` depends on the order of a collection that has no order",
    spec="http://hl7.org/fhirpath/N1/#children-collection",
)
UNKNOWN_VARIABLE = Rule(
    code="DBEP7017",
    name="unknown-variable",
    issue_type="not-found",
    nb="`%{name}` er ikke definert{suggestion}",
    en="`%{name}` is not defined{suggestion}",
    spec="http://hl7.org/fhirpath/N1/#environment-variables",
)
VARIABLE_TAKEN = Rule(
    code="DBEP7018",
    name="variable-defined-twice",
    issue_type="duplicate",
    nb="`%{name}` er allerede definert",
    en="`%{name}` is already defined",
    spec="https://build.fhir.org/ig/HL7/FHIRPath/#definevariable",
)
INVALID_PATTERN = Rule(
    code="DBEP7019",
    name="unusable-regular-expression",
    issue_type="not-supported",
    nb="Det regulære uttrykket `{pattern}` kan ikke brukes: {reason}",
    en="The regular expression `{pattern}` cannot be used: {reason}",
    spec="http://hl7.org/fhirpath/N1/#matchesregex-string-boolean",
)
INVALID_ARGUMENT = Rule(
    code="DBEP7020",
    name="unusable-argument",
    issue_type="value",
    nb="`{operation}` kan ikke bruke {value}; den trenger {expected}",
    en="`{operation}` cannot use {value}; it needs {expected}",
    spec=_FUNCTIONS,
)
TOO_MUCH_WORK = Rule(
    code="DBEP7021",
    name="evaluation-too-costly",
    issue_type="too-costly",
    nb="`{operation}` ble stanset: resultatet er større enn {allowed}",
    en="`{operation}` was stopped: its result is larger than {allowed}",
    spec="http://hl7.org/fhirpath/N1/#repeatprojection-expression-collection",
)
UNKNOWN_DEFINITION = Rule(
    code="DBEP7022",
    name="expression-names-unknown-definition",
    issue_type="not-found",
    nb="`{operation}` viser til `{canonical}`, som ikke ble funnet",
    en="`{operation}` refers to `{canonical}`, which was not found",
    spec="https://hl7.org/fhir/R4/fhirpath.html#functions",
)
CANNOT_DECIDE = Rule(
    code="DBEP7023",
    name="expression-cannot-be-decided",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="`{operation}` kan ikke avgjøres her: {reason}",
    en="`{operation}` cannot be decided here: {reason}",
    spec="https://hl7.org/fhir/R4/fhirpath.html#functions",
)
