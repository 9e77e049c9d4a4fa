"""What can be wrong with any document before it is JSON or XML, or in the text of both."""

from dbep_ig.engine.diagnostics import Rule, Severity

_SPEC = "https://hl7.org/fhir/R4/resource-formats.html#xml"

EMPTY_DOCUMENT = Rule(
    code="DBEP4001",
    name="empty-document",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="{document} er tom",
    en="{document} is empty",
    spec="https://hl7.org/fhir/R4/resource-formats.html",
)
DOCUMENT_TOO_LARGE = Rule(
    code="DBEP4002",
    name="document-too-large",
    severity=Severity.FATAL,
    issue_type="too-long",
    nb="{document} er større enn grensen på {allowed} byte",
    en="{document} is larger than the limit of {allowed} bytes",
    spec="https://hl7.org/fhir/R4/security.html",
)
NOT_UTF_8 = Rule(
    code="DBEP4003",
    name="document-not-utf-8",
    issue_type="structure",
    nb="Teksten er kodet som {encoding}, men FHIR krever UTF-8",
    en="The text is encoded as {encoding}, but FHIR requires UTF-8",
    spec=_SPEC,
)
INVALID_UTF_8 = Rule(
    code="DBEP4004",
    name="invalid-utf-8",
    issue_type="structure",
    nb="Byte {found} er ikke gyldig UTF-8: {reason}",
    en="Byte {found} is not valid UTF-8: {reason}",
    spec=_SPEC,
)
BYTE_ORDER_MARK = Rule(
    code="DBEP4005",
    name="byte-order-mark",
    severity=Severity.WARNING,
    issue_type="structure",
    nb="JSON-teksten begynner med et byterekkefølgemerke (BOM)",
    en="The JSON text begins with a byte order mark (BOM)",
    spec="https://www.rfc-editor.org/rfc/rfc8259#section-8.1",
)
BINARY_DOCUMENT = Rule(
    code="DBEP4006",
    name="binary-document",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="{document} er ikke tekst: {kind}",
    en="{document} is not text: {kind}",
    spec="https://hl7.org/fhir/R4/resource-formats.html",
)

TOO_DEEP = Rule(
    code="DBEP4009",
    name="nesting-too-deep",
    severity=Severity.FATAL,
    issue_type="too-costly",
    nb="Mer enn {allowed} nivåer inni hverandre",
    en="More than {allowed} levels inside each other",
    spec="https://hl7.org/fhir/R4/security.html",
)
TEXT_DIRECTION = Rule(
    code="DBEP4007",
    name="text-direction-character",
    severity=Severity.WARNING,
    issue_type="value",
    nb="Teksten inneholder {found}, som endrer rekkefølgen teksten vises i",
    en="The text contains {found}, which changes the order in which it is displayed",
    spec="https://www.unicode.org/reports/tr36/",
)
INVISIBLE_CHARACTER = Rule(
    code="DBEP4008",
    name="invisible-character",
    severity=Severity.INFORMATION,
    issue_type="value",
    nb="Teksten inneholder {found}, som er usynlig",
    en="The text contains {found}, which is invisible",
    spec="https://www.unicode.org/reports/tr36/",
)

# Joiners (U+200C, U+200D) are not here: they are part of Persian, Hindi and emoji; nor marks (U+200E, U+200F), which
# ordinary Hebrew and Arabic use.
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
INVISIBLE = DIRECTIONS | frozenset("\u200b\u2060\ufeff")


def rule_for(char: str) -> Rule:
    """The rule that a character of INVISIBLE breaks."""
    return TEXT_DIRECTION if char in DIRECTIONS else INVISIBLE_CHARACTER


INPUT_UNREADABLE = Rule(
    code="DBEP4092",
    name="input-unreadable",
    severity=Severity.FATAL,
    issue_type="exception",
    nb="«{path}» kan ikke leses: {reason}",
    en="`{path}` cannot be read: {reason}",
)
EMPTY_PART = Rule(
    code="DBEP4094",
    name="no-lines",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="{document} har ingen linjer, og dermed ingen ressurser",
    en="{document} has no lines, and so no resources",
    spec="https://hl7.org/fhir/R4/nd-json.html",
)
LINE_WITHOUT_END = Rule(
    code="DBEP4099",
    name="line-without-end",
    severity=Severity.FATAL,
    issue_type="too-long",
    nb="Linje {line} i {document} er så lang at resten ikke er lest",
    en="Line {line} of {document} is so long that the rest was not read",
    spec="https://hl7.org/fhir/R4/security.html",
)
