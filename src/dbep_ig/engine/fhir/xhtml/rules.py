"""What can be wrong with the XHTML of a narrative.

Source: https://hl7.org/fhir/R4/narrative.html#xhtml
"""

from dbep_ig.engine.diagnostics import Rule, Severity

_SPEC = "https://hl7.org/fhir/R4/narrative.html#xhtml"

NOT_XHTML = Rule(
    code="DBEP4601",
    name="narrative-not-well-formed",
    issue_type="invalid",
    nb="Narrativet er ikke velformet XHTML: {reason}",
    en="The narrative is not well-formed XHTML: {reason}",
    spec=_SPEC,
)
NOT_A_DIV = Rule(
    code="DBEP4602",
    name="narrative-not-a-div",
    issue_type="invalid",
    nb='Narrativet er <{name}> i navnerommet {found}; det skal være <div xmlns="http://www.w3.org/1999/xhtml">',
    en='The narrative is <{name}> in the namespace {found}; it should be <div xmlns="http://www.w3.org/1999/xhtml">',
    spec=_SPEC,
)
ELEMENT_NOT_ALLOWED = Rule(
    code="DBEP4603",
    name="html-element-not-allowed",
    issue_type="invalid",
    nb="<{name}> er ikke tillatt i et narrativ ({path})",
    en="<{name}> is not allowed in a narrative ({path})",
    spec=_SPEC,
)
ATTRIBUTE_NOT_ALLOWED = Rule(
    code="DBEP4604",
    name="html-attribute-not-allowed",
    issue_type="invalid",
    nb="Attributtet `{name}` er ikke tillatt på <{element}> i et narrativ ({path})",
    en="The attribute `{name}` is not allowed on <{element}> in a narrative ({path})",
    spec=_SPEC,
)
ACTIVE_CONTENT = Rule(
    code="DBEP4605",
    name="active-content-in-narrative",
    issue_type="security",
    nb="{what} er aktivt innhold, som ikke er tillatt i et narrativ ({path})",
    en="{what} is active content, which is not allowed in a narrative ({path})",
    spec="https://hl7.org/fhir/R4/security.html#narrative",
)
NARRATIVE_EMPTY = Rule(
    code="DBEP4606",
    name="narrative-empty",
    issue_type="invariant",
    nb="Narrativet har verken tekst eller bilde",
    en="The narrative has neither text nor image",
    spec="https://hl7.org/fhir/R4/narrative.html#Narrative",
)
ENTITY_NOT_ALLOWED = Rule(
    code="DBEP4607",
    name="html-entity-not-allowed",
    issue_type="invalid",
    nb="Entiteten `{name}` finnes ikke i XHTML for narrativ",
    en="The entity `{name}` does not exist in the XHTML of narratives",
    spec=_SPEC,
)
REMOTE_CONTENT = Rule(
    code="DBEP4608",
    name="remote-content-in-narrative",
    severity=Severity.INFORMATION,
    issue_type="security",
    nb="{what} hentes utenfra når narrativet vises ({path})",
    en="{what} is fetched from outside when the narrative is shown ({path})",
    spec="https://hl7.org/fhir/R4/security.html#narrative",
)
WRONG_NESTING = Rule(
    code="DBEP4609",
    name="html-wrongly-nested",
    issue_type="invalid",
    nb="{what} er ikke tillatt i <{outer}> ({path})",
    en="{what} is not allowed in <{outer}> ({path})",
    spec="https://www.w3.org/TR/html4/sgml/dtd.html",
)
INVALID_LINK = Rule(
    code="DBEP4610",
    name="invalid-link-in-narrative",
    issue_type="invalid",
    nb="Adressen `{found}` inneholder mellomrom ({path})",
    en="The address `{found}` contains a space ({path})",
    spec="https://www.rfc-editor.org/rfc/rfc3986",
)
