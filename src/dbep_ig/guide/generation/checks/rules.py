"""What a definition says that no instance, or no receiver, can live with."""

from dbep_ig.engine.diagnostics import Rule

WIDER_CODES = Rule(
    code="DBEP2126",
    name="binding-outside-required",
    issue_type="business-rule",
    nb="Verdisettet har koder som {path} ikke kan ha: {base} er påkrevd der, og har ikke {codes}{hint}",
    en="The value set has codes that {path} cannot have: {base} is required there, and does not have {codes}{hint}",
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
