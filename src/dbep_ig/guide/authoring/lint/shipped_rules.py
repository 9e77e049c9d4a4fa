"""What would be published and then refused: by R4, by its validators, or by those who read it."""

from dbep_ig.engine.diagnostics import Rule, Severity

UNKNOWN_LICENCE = Rule(
    code="DBEP2120",
    name="unknown-licence",
    issue_type="code-invalid",
    nb="«{licence}» er ikke en av lisenskodene i FHIR R4{hint}",
    en="`{licence}` is not one of the licence codes of FHIR R4{hint}",
    spec="https://hl7.org/fhir/R4/valueset-spdx-license.html",
)
UNKNOWN_JURISDICTION = Rule(
    code="DBEP2121",
    name="unknown-jurisdiction",
    issue_type="code-invalid",
    nb="«{code}» er ikke en kode i {system}{hint}",
    en="`{code}` is not a code of {system}{hint}",
    spec="https://hl7.org/fhir/R4/valueset-jurisdiction.html",
)
UNUSABLE_DISCRIMINATOR = Rule(
    code="DBEP2122",
    name="unusable-discriminator-path",
    issue_type="invalid",
    nb="«{path}» er ikke en sti for diskriminatorer: bare elementer, `$this`, `extension(id)`, `ofType(type)` og `resolve()` er tillatt",
    en="`{path}` is not a path for discriminators: only elements, `$this`, `extension(id)`, `ofType(type)` and `resolve()` are allowed",
    spec="https://hl7.org/fhir/R4/profiling.html#discriminator",
)
KEY_IN_USE = Rule(
    code="DBEP2123",
    name="invariant-key-in-use",
    issue_type="duplicate",
    nb="Nøkkelen «{key}» er i bruk: {holder} har en invariant med den, og det er den som ville gjelde",
    en="The key `{key}` is in use: {holder} has an invariant with it, and that is the one that would apply",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.constraint.key",
)
CIRCULAR_VALUE_SET = Rule(
    code="DBEP2124",
    name="circular-value-set",
    issue_type="business-rule",
    nb="Verdisettet «{name}» bygger på seg selv: {circle}",
    en="The value set `{name}` is made of itself: {circle}",
    spec="https://hl7.org/fhir/R4/valueset.html#compositions",
)
OTHER_DISPLAY = Rule(
    code="DBEP2125",
    name="display-of-other-system-differs",
    issue_type="code-invalid",
    nb="Koden «{code}» heter «{right}» i {system}, ikke «{display}»",
    en="The code `{code}` is called `{right}` in {system}, not `{display}`",
    spec="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.concept.display",
)
OTHER_KIND = Rule(
    code="DBEP2129",
    name="canonical-of-other-kind",
    issue_type="business-rule",
    nb="{url} er {found}, ikke {wanted}",
    en="{url} is {found}, not {wanted}",
    spec="https://hl7.org/fhir/R4/references.html#canonical",
)
UNKNOWN_CANONICAL = Rule(
    code="DBEP2130",
    name="canonical-nearly-known",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="{url} er ikke blant definisjonene som er tilgjengelige{hint}",
    en="{url} is not among the available definitions{hint}",
    spec="https://hl7.org/fhir/R4/references.html#canonical",
)
NOT_A_GUIDE_CANONICAL = Rule(
    code="DBEP2133",
    name="dependency-not-an-implementation-guide",
    issue_type="business-rule",
    nb="{url} er ikke adressen til en ImplementationGuide: den må inneholde /ImplementationGuide/",
    en="{url} is not the canonical of an ImplementationGuide: it must contain /ImplementationGuide/",
    spec="https://hl7.org/fhir/R4/implementationguide-definitions.html#ImplementationGuide.dependsOn.uri",
)
