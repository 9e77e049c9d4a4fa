"""What can be wrong with JSON text.

Sources: https://www.rfc-editor.org/rfc/rfc8259, https://hl7.org/fhir/R4/json.html
"""

from dbep_ig.engine.diagnostics import Rule, Severity

_RFC = "https://www.rfc-editor.org/rfc/rfc8259"
_JSON = "https://hl7.org/fhir/R4/json.html"

INVALID_JSON = Rule(
    code="DBEP4010",
    name="invalid-json",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Forventet {expected}, fant {found}",
    en="Expected {expected}, found {found}",
    spec=_RFC,
)
DUPLICATE_PROPERTY = Rule(
    code="DBEP4011",
    name="duplicate-property",
    issue_type="structure",
    nb="Egenskapen `{name}` står to ganger i samme objekt; den første brukes",
    en="The property `{name}` appears twice in the same object; the first one is used",
    spec=_JSON,
)
TRAILING_COMMA = Rule(
    code="DBEP4012",
    name="trailing-comma",
    issue_type="structure",
    nb="Komma foran `{found}`",
    en="A comma before `{found}`",
    spec=f"{_RFC}#section-4",
)
COMMENT_IN_JSON = Rule(
    code="DBEP4013",
    name="comment-in-json",
    issue_type="structure",
    nb="Kommentaren `{found}` finnes ikke i JSON",
    en="The comment `{found}` is not JSON",
    spec=_RFC,
)
WRONG_QUOTES = Rule(
    code="DBEP4014",
    name="wrong-quotes",
    issue_type="structure",
    nb="{found} står ikke i doble anførselstegn",
    en="{found} is not in double quotes",
    spec=f"{_RFC}#section-7",
)
CUT_SHORT = Rule(
    code="DBEP4015",
    name="json-cut-short",
    severity=Severity.FATAL,
    issue_type="incomplete",
    nb="Teksten slutter midt i et dokument: forventet {expected}",
    en="The text ends in the middle of a document: expected {expected}",
    spec=_RFC,
)
TEXT_AFTER_JSON = Rule(
    code="DBEP4016",
    name="text-after-json",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Dokumentet etterfølges av {found}",
    en="The document is followed by {found}",
    spec=_RFC,
)
NOT_A_JSON_NUMBER = Rule(
    code="DBEP4017",
    name="not-a-json-number",
    issue_type="value",
    nb="`{found}` er ikke et tall i JSON",
    en="`{found}` is not a number in JSON",
    spec=f"{_RFC}#section-6",
)
NUMBER_OUT_OF_REACH = Rule(
    code="DBEP4018",
    name="number-out-of-reach",
    issue_type="value",
    nb="Tallet `{found}` har flere enn {allowed} sifre eller en større eksponent",
    en="The number `{found}` has more than {allowed} digits or a larger exponent",
    spec="https://hl7.org/fhir/R4/datatypes.html#decimal",
)
LONE_SURROGATE = Rule(
    code="DBEP4019",
    name="lone-surrogate",
    issue_type="value",
    nb="`{found}` er et halvt tegn: en surrogat uten den andre halvdelen",
    en="`{found}` is half a character: an unpaired surrogate",
    spec=f"{_RFC}#section-8.2",
)
CONTROL_CHARACTER = Rule(
    code="DBEP4020",
    name="control-character-in-json",
    issue_type="structure",
    nb="Styretegnet {found} står i en tekst uten å være skrevet som escape-sekvens",
    en="The control character {found} is not escaped in a string",
    spec=f"{_RFC}#section-7",
)
NOT_AN_OBJECT = Rule(
    code="DBEP4021",
    name="not-a-json-object",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="En FHIR-ressurs er et JSON-objekt; dette er {found}",
    en="A FHIR resource is a JSON object; this is {found}",
    spec=_JSON,
)
NO_RESOURCE_TYPE = Rule(
    code="DBEP4022",
    name="no-resource-type",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="`resourceType` mangler eller er ikke et navn: {found}",
    en="`resourceType` is missing or not a name: {found}",
    spec=f"{_JSON}#resources",
)
EMPTY_LINE = Rule(
    code="DBEP4023",
    name="ndjson-empty-line",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="Linje {line} er tom",
    en="Line {line} is empty",
    spec="https://hl7.org/fhir/R4/nd-json.html",
)
INVALID_ESCAPE = Rule(
    code="DBEP4024",
    name="invalid-escape",
    issue_type="structure",
    nb="`{found}` er ikke en escape-sekvens i JSON",
    en="`{found}` is not an escape sequence in JSON",
    spec=f"{_RFC}#section-7",
)
MISSING_COMMA = Rule(
    code="DBEP4025",
    name="missing-comma",
    issue_type="structure",
    nb="Forventet `,` foran {found}",
    en="Expected `,` before {found}",
    spec=_RFC,
)
WRONG_BRACKET = Rule(
    code="DBEP4026",
    name="wrong-bracket",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Forventet `{expected}`, fant `{found}`",
    en="Expected `{expected}`, found `{found}`",
    spec=_RFC,
)
