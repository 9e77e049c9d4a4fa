"""What a definition says that no instance, or no receiver, can live with."""

from dbep_ig.engine.diagnostics import Rule, Severity

WIDER_CODES = Rule(
    code="DBEP2126",
    name="binding-outside-required",
    issue_type="business-rule",
    nb="Verdisettet har koder som {path} ikke kan ha: {base} er påkrevd der, og har ikke {codes}{hint}",
    en="The value set has codes that {path} cannot have: {base} is required there, and does not have {codes}{hint}",
    spec="https://hl7.org/fhir/R4/profiling.html#binding",
)
CODE_OUTSIDE_BINDING = Rule(
    code="DBEP2127",
    name="value-outside-required-binding",
    issue_type="code-invalid",
    nb="«{code}» er ikke i {value_set}, som er påkrevd for {path}{hint}",
    en="`{code}` is not in {value_set}, which is required for {path}{hint}",
    spec="https://hl7.org/fhir/R4/profiling.html#binding",
)
SLICE_WITHOUT_MARK = Rule(
    code="DBEP2128",
    name="slice-without-distinguishing-value",
    issue_type="incomplete",
    nb="Slicen «{slice}» kan ikke skilles ut: den har ingen verdi for {paths}, som {sliced} er delt opp etter",
    en="The slice `{slice}` cannot be distinguished: it has no value for {paths}, by which {sliced} is sliced",
    spec="https://hl7.org/fhir/R4/profiling.html#discriminator",
)
SLICES_ALIKE = Rule(
    code="DBEP2131",
    name="slices-alike",
    issue_type="duplicate",
    nb="Slicen «{slice}» kan ikke skilles fra «{other}»: begge har samme verdi for {paths}",
    en="The slice `{slice}` cannot be distinguished from `{other}`: both have the same value for {paths}",
    spec="https://hl7.org/fhir/R4/profiling.html#discriminator",
)
EMPTY_VALUE_SET = Rule(
    code="DBEP2132",
    name="value-set-without-codes",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Verdisettet «{name}» har ingen koder",
    en="The value set `{name}` has no codes",
    spec="https://hl7.org/fhir/R4/valueset.html#compositions",
)
