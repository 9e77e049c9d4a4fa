"""What can be wrong with XML text, and with XML that is to be FHIR.

Source: https://hl7.org/fhir/R4/xml.html
"""

from dbep_ig.engine.diagnostics import Rule, Severity

_XML = "https://hl7.org/fhir/R4/xml.html"
_W3C = "https://www.w3.org/TR/xml/"

INVALID_XML = Rule(
    code="DBEP4030",
    name="invalid-xml",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Teksten er ikke velformet XML: {reason}",
    en="The text is not well-formed XML: {reason}",
    spec=_W3C,
)
DOCUMENT_TYPE = Rule(
    code="DBEP4031",
    name="document-type-declaration",
    severity=Severity.FATAL,
    issue_type="security",
    nb="Dokumenttypen `{name}` (DOCTYPE) er erklært; det er ikke tillatt",
    en="The document type `{name}` is declared (DOCTYPE), which is not allowed",
    spec="https://hl7.org/fhir/R4/security.html#narrative",
)
WRONG_NAMESPACE = Rule(
    code="DBEP4032",
    name="wrong-namespace",
    issue_type="structure",
    nb="<{name}> hører til navnerommet {found}; forventet {expected}",
    en="<{name}> is in the namespace {found}; expected {expected}",
    spec=_XML,
)
UNKNOWN_ELEMENT = Rule(
    code="DBEP4033",
    name="unknown-xml-element",
    issue_type="structure",
    nb="{type} har ikke elementet <{name}>{suggestion}",
    en="{type} has no element <{name}>{suggestion}",
    spec=_XML,
)
UNKNOWN_ATTRIBUTE = Rule(
    code="DBEP4034",
    name="unknown-xml-attribute",
    issue_type="structure",
    nb="<{element}> ({type}) har ikke attributtet `{name}`",
    en="<{element}> ({type}) has no attribute `{name}`",
    spec=_XML,
)
TEXT_IN_ELEMENT = Rule(
    code="DBEP4035",
    name="text-in-element",
    issue_type="structure",
    nb="Teksten `{found}` står mellom elementene",
    en="The text `{found}` appears between the elements",
    spec=_XML,
)
PROCESSING_INSTRUCTION = Rule(
    code="DBEP4036",
    name="processing-instruction",
    issue_type="invalid",
    nb="Prosesseringsinstruksen <?{target}?> er ikke tillatt i en ressurs",
    en="The processing instruction <?{target}?> is not allowed in a resource",
    spec=_XML,
)
OUT_OF_ORDER = Rule(
    code="DBEP4037",
    name="xml-element-out-of-order",
    issue_type="structure",
    nb="<{name}> kommer etter <{previous}>, men skal komme foran",
    en="<{name}> comes after <{previous}>, but must come before it",
    spec=_XML,
)
ENCODING_MISMATCH = Rule(
    code="DBEP4038",
    name="encoding-mismatch",
    issue_type="structure",
    nb="XML-erklæringen oppgir {declared}, men FHIR bruker UTF-8; lest som {used}",
    en="The XML declaration states {declared}, but FHIR uses UTF-8; read as {used}",
    spec="https://hl7.org/fhir/R4/resource-formats.html#xml",
)
TOO_MANY_ATTRIBUTES = Rule(
    code="DBEP4039",
    name="too-many-attributes",
    severity=Severity.FATAL,
    issue_type="too-costly",
    nb="Et element har {actual} attributter; grensen er {allowed}",
    en="An element has {actual} attributes; the limit is {allowed}",
    spec="https://hl7.org/fhir/R4/security.html",
)
TOO_MANY_ELEMENTS = Rule(
    code="DBEP4040",
    name="too-many-elements",
    severity=Severity.FATAL,
    issue_type="too-costly",
    nb="Dokumentet har mer enn {allowed} elementer",
    en="The document has more than {allowed} elements",
    spec="https://hl7.org/fhir/R4/security.html",
)
NOT_A_RESOURCE = Rule(
    code="DBEP4041",
    name="not-a-resource",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="<{name}> er ikke en ressurstype{suggestion}",
    en="<{name}> is not a resource type{suggestion}",
    spec="https://hl7.org/fhir/R4/resourcelist.html",
)
NOT_ONE_RESOURCE = Rule(
    code="DBEP4042",
    name="not-one-resource",
    issue_type="structure",
    nb="<{element}> skal inneholde en ressurs; fant <{found}>",
    en="<{element}> should contain one resource; found <{found}>",
    spec=f"{_XML}#resources",
)
REPEATED_ELEMENT = Rule(
    code="DBEP4043",
    name="repeated-element",
    issue_type="structure",
    nb="<{name}> kan bare stå én gang i {type}; den første brukes",
    en="<{name}> can appear only once in {type}; the first one is used",
    spec=_XML,
)
UNDEFINED_ENTITY = Rule(
    code="DBEP4044",
    name="undefined-entity",
    issue_type="structure",
    nb="Entiteten `{name}` finnes ikke i XML",
    en="The entity `{name}` does not exist in XML",
    spec="https://hl7.org/fhir/R4/narrative.html#css",
)
