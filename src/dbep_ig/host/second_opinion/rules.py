"""What a second opinion finds: nothing of it is an error, for the specification decides, and neither of the two."""

from dbep_ig.engine.diagnostics import Rule, Severity

MISSING = Rule(
    code="DBEP6050",
    name="second-opinion-not-installed",
    issue_type="not-found",
    nb="«--second-opinion» trenger {missing}: pip install '.[opinion]' i utsjekken, eller 'FIL.whl[opinion]' av et bygd hjul",
    en="`--second-opinion` needs {missing}: pip install '.[opinion]' in the checkout, or 'FILE.whl[opinion]' of a built wheel",
)
RESOURCE_REFUSED = Rule(
    code="DBEP6051",
    name="second-opinion-on-resource",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="Biblioteket fhir.resources avviser eksempelet, som er gyldig her: {problem}",
    en="The library fhir.resources refuses the example, which is valid here: {problem}",
)
FILE_REFUSED = Rule(
    code="DBEP6052",
    name="second-opinion-on-file",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="Biblioteket jsonschema avviser fila etter {schema}, men den kan leses her: {problem}",
    en="The library jsonschema refuses the file by {schema}, but it can be read here: {problem}",
    spec="https://json-schema.org/draft/2020-12/json-schema-core",
)
INVARIANT_DIFFERS = Rule(
    code="DBEP6053",
    name="second-opinion-on-invariant",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="For {resource} i {example} sier fhirpathpy {theirs} om {key}, og vi {ours}",
    en="For {resource} in {example} fhirpathpy says {theirs} of {key}, and we say {ours}",
    spec="http://hl7.org/fhirpath/N1/",
)
SCHEMA_REFUSED = Rule(
    code="DBEP6054",
    name="second-opinion-on-schema",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="Biblioteket jsonschema avviser skjemaet {schema}: {problem}",
    en="The library jsonschema refuses the schema {schema}: {problem}",
    spec="https://json-schema.org/draft/2020-12/json-schema-core",
)
NO_OPINION = Rule(
    code="DBEP6055",
    name="no-second-opinion",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="{who} har ikke noe svar for {what}: {why}",
    en="{who} has no answer for {what}: {why}",
)
