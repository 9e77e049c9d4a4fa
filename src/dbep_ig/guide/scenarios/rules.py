"""What can be wrong with an example before it is FHIR, and with what it promised: DBEP2901 to DBEP2949, and DBEP2050."""

from dbep_ig.engine.diagnostics import Rule, Severity

UNKNOWN_CLASS = Rule(
    code="DBEP2901",
    name="unknown-example-class",
    issue_type="not-found",
    nb="«{name}» er ikke en klasse i modellen{hint}",
    en="`{name}` is not a class of the model{hint}",
)
UNKNOWN_ELEMENT = Rule(
    code="DBEP2902",
    name="unknown-example-element",
    issue_type="not-found",
    nb="{holder} har ikke noe element «{name}»{hint}",
    en="{holder} has no element `{name}`{hint}",
)
UNRESOLVED_REF = Rule(
    code="DBEP2903",
    name="unresolved-example-ref",
    issue_type="not-found",
    nb="Scenariet har ingen instans «{name}»{hint}",
    en="The scenario has no instance `{name}`{hint}",
)
WRONG_TARGET = Rule(
    code="DBEP2904",
    name="wrong-example-target",
    issue_type="value",
    nb="«{name}» er {actual}, men {element} peker til {allowed}",
    en="`{name}` is a {actual}, but {element} refers to {allowed}",
)
WRONG_VALUE = Rule(
    code="DBEP2905",
    name="wrong-example-value",
    issue_type="value",
    nb="{value} kan ikke leses som {type}",
    en="{value} cannot be read as {type}",
)
NO_FHIR_PLACE = Rule(
    code="DBEP2906",
    name="element-without-fhir-place",
    issue_type="not-supported",
    nb="Elementet «{name}» har ingen plass i FHIR: {reason}",
    en="The element `{name}` has no place in FHIR: {reason}",
)
MISSING_KEY = Rule(
    code="DBEP2907",
    name="missing-example-key",
    issue_type="required",
    nb="Nøkkelen «{key}» mangler",
    en="The key `{key}` is missing",
)
NO_INSTANCES = Rule(
    code="DBEP1105",
    name="scenario-without-instances",
    issue_type="required",
    nb="Scenariet «{name}» har ingen instanser: et navn, med «class» og elementer",
    en="The scenario `{name}` has no instances: a name, with `class` and elements",
)
UNKNOWN_KEY = Rule(
    code="DBEP2908",
    name="unknown-example-key",
    issue_type="structure",
    nb="«{name}» er ikke en nøkkel her{hint}",
    en="`{name}` is not a key here{hint}",
)
UNKNOWN_SCENARIO = Rule(
    code="DBEP2909",
    name="unknown-example-scenario",
    issue_type="not-found",
    nb="Det finnes ikke noe scenario «{name}»{hint}",
    en="There is no scenario `{name}`{hint}",
)
DUPLICATE_NAME = Rule(
    code="DBEP2910",
    name="duplicate-example-name",
    issue_type="duplicate",
    nb="Navnet «{name}» er brukt før, i {first}",
    en="The name `{name}` has been used before, in {first}",
)
CHANGE_NOT_FOUND = Rule(
    code="DBEP2911",
    name="change-path-not-found",
    issue_type="not-found",
    nb="«{path}» fører ikke til noe i scenariet «{of}»: «{step}» finnes ikke{hint}",
    en="`{path}` leads to nothing in the scenario `{of}`: there is no `{step}`{hint}",
)
EXPECTED_NOT_FOUND = Rule(
    code="DBEP2912",
    name="expected-issue-not-found",
    issue_type="business-rule",
    nb="Eksempelet skulle feile med {rule} på {at}, men gjør det ikke{hint}",
    en="The example was to fail with {rule} at {at}, but does not{hint}",
)
NOT_EXPECTED = Rule(
    code="DBEP2913",
    name="issue-not-expected",
    issue_type="business-rule",
    nb="Eksempelet feiler også med {rule} på {at}, som det ikke nevner: {message}",
    en="The example also fails with {rule} at {at}, which it does not mention: {message}",
)
INVARIANT_WITHOUT_EXAMPLE = Rule(
    code="DBEP2914",
    name="invariant-without-failing-example",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Regelen {key} har ikke noe eksempel som bryter den",
    en="The rule {key} has no example that violates it",
)
MALFORMED_NAME = Rule(
    code="DBEP2915",
    name="malformed-example-name",
    issue_type="value",
    nb="«{name}» kan ikke brukes som navn: bare A–Z, a–z, 0–9, bindestrek og punktum, høyst 64 tegn{hint}",
    en="`{name}` cannot be a name: only A–Z, a–z, 0–9, hyphen and full stop, at most 64 characters{hint}",
    spec="https://hl7.org/fhir/R4/datatypes.html#id",
)
UNKNOWN_CODE = Rule(
    code="DBEP2916",
    name="unknown-example-code",
    issue_type="code-invalid",
    nb="Kodesystemet {system} har ingen kode «{code}»{hint}",
    en="The code system {system} has no code `{code}`{hint}",
)
UNKNOWN_CODE_SYSTEM = Rule(
    code="DBEP2050",
    name="unknown-example-code-system",
    issue_type="code-invalid",
    nb="«{system}» er ikke et kodesystem i guiden, og det er ikke en URI{hint}",
    en="`{system}` is not a code system of the guide, and it is not a URI{hint}",
)
NOT_OF_ITS_SLICE = Rule(
    code="DBEP2917",
    name="example-value-not-of-its-slice",
    issue_type="value",
    nb="Verdien hører til slicen «{slice}», men har ikke det {path} skal ha: {wanted}",
    en="The value belongs to the slice `{slice}`, but does not have what {path} must have: {wanted}",
    spec="https://hl7.org/fhir/R4/profiling.html#slicing",
)
UNUSED_INSTANCE = Rule(
    code="DBEP2919",
    name="unused-example-instance",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Ingenting i scenariet viser til «{name}», enda {element} kan gjøre det",
    en="Nothing in the scenario refers to `{name}`, although {element} can",
)
UNKNOWN_EXPECTED_RULE = Rule(
    code="DBEP2920",
    name="unknown-expected-rule",
    issue_type="not-found",
    nb="Det finnes ingen regel «{rule}», verken som kode, navn eller invariant{hint}",
    en="There is no rule `{rule}`, neither as a code, a name nor an invariant{hint}",
)
ABSTRACT_CLASS = Rule(
    code="DBEP2921",
    name="abstract-example-class",
    issue_type="business-rule",
    nb="Klassen «{name}» er abstrakt, så ingenting er bare det{hint}",
    en="The class `{name}` is abstract, so nothing is only that{hint}",
)
UNIT_NOT_IN_UCUM = Rule(
    code="DBEP2918",
    name="unit-not-in-ucum",
    issue_type="code-invalid",
    nb="«{unit}» er ikke en UCUM-enhet{hint}",
    en="`{unit}` is not a UCUM unit{hint}",
    spec="https://hl7.org/fhir/R4/datatypes.html#Quantity",
)
