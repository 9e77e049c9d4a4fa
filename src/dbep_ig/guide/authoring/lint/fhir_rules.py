"""Where the model and FHIR R4 disagree."""

from dbep_ig.engine.diagnostics import Rule, Severity

# https://hl7.org/fhir/R4/terminologies.html: the types that can be bound
CODED = frozenset(
    {"code", "Coding", "CodeableConcept", "Quantity", "string", "uri", "Age", "Count", "Duration"}
)
_PROFILING = "https://hl7.org/fhir/R4/profiling.html#limitations"

UNKNOWN_ELEMENT = Rule(
    code="DBEP2004",
    name="unknown-fhir-element",
    issue_type="not-found",
    nb="«{name}» er ikke et element i {owner} i FHIR R4{hint}",
    en="`{name}` is not an element of {owner} in FHIR R4{hint}",
    spec="https://hl7.org/fhir/R4/resourcelist.html",
)
UNKNOWN_RESOURCE = Rule(
    code="DBEP2032",
    name="unknown-fhir-resource",
    issue_type="not-found",
    nb="«{name}» er ikke en ressurs i FHIR R4{hint}",
    en="`{name}` is not a resource of FHIR R4{hint}",
    spec="https://hl7.org/fhir/R4/resourcelist.html",
)
WIDER_THAN_FHIR = Rule(
    code="DBEP2005",
    name="cardinality-wider-than-fhir",
    issue_type="business-rule",
    nb="Kardinaliteten {cardinality} er videre enn {fhir_cardinality}, som {path} har i FHIR R4",
    en="The cardinality {cardinality} is wider than {fhir_cardinality}, which {path} has in FHIR R4",
    spec=_PROFILING,
)
TYPE_NOT_IN_FHIR = Rule(
    code="DBEP2007",
    name="type-not-in-fhir-element",
    issue_type="business-rule",
    nb="{path} kan ikke ha typen {type} i FHIR R4, bare {allowed}",
    en="{path} cannot have the type {type} in FHIR R4, only {allowed}",
    spec=_PROFILING,
)
UNKNOWN_TYPE = Rule(
    code="DBEP2033",
    name="unknown-data-type",
    issue_type="not-found",
    nb="«{type}» er ikke en datatype i FHIR R4{hint}",
    en="`{type}` is not a data type of FHIR R4{hint}",
    spec="https://hl7.org/fhir/R4/datatypes.html",
)
TARGET_NOT_ALLOWED = Rule(
    code="DBEP2008",
    name="reference-target-not-in-fhir",
    issue_type="business-rule",
    nb="{path} kan ikke vise til {target} ({resource}) i FHIR R4, bare til {allowed}",
    en="{path} cannot refer to {target} ({resource}) in FHIR R4, only to {allowed}",
    spec=_PROFILING,
)
WEAKER_BINDING = Rule(
    code="DBEP2034",
    name="binding-weaker-than-fhir",
    issue_type="business-rule",
    nb="Bindingen er {strength}, men {path} har {fhir_strength} i FHIR R4, og den kan ikke svekkes",
    en="The binding is {strength}, but {path} has {fhir_strength} in FHIR R4, which cannot be weakened",
    spec="https://hl7.org/fhir/R4/profiling.html#binding",
)
BINDING_ON_OTHER_TYPE = Rule(
    code="DBEP2035",
    name="binding-on-type-without-codes",
    issue_type="business-rule",
    nb="{type} har ingen koder, så et verdisett kan ikke bindes til det",
    en="{type} contains no codes, so no value set can be bound to it",
    spec="https://hl7.org/fhir/R4/terminologies.html",
)
OTHER_RESOURCE = Rule(
    code="DBEP2036",
    name="mapping-to-other-resource",
    issue_type="business-rule",
    nb="Elementet mapper til {path}, men klassen er en {resource}",
    en="The element maps to {path}, but the class is a {resource}",
)
UNKNOWN_EXTENSION = Rule(
    code="DBEP2037",
    name="unknown-extension-in-mapping",
    issue_type="not-found",
    nb="Utvidelsen «{name}» finnes verken i guiden, i FHIR R4 eller i de tilgjengelige pakkene{hint}",
    en="The extension `{name}` is neither in the guide, in FHIR R4, nor in the available packages{hint}",
    spec="https://hl7.org/fhir/R4/extensibility.html",
)
EXTENSION_DISAGREES = Rule(
    code="DBEP2038",
    name="type-differs-from-extension",
    issue_type="business-rule",
    nb="Elementet har typen {type}, men utvidelsen «{extension}» har {extension_type}",
    en="The element has the type {type}, but the extension `{extension}` has {extension_type}",
)
NOT_SLICED = Rule(
    code="DBEP2039",
    name="slice-without-slicing",
    issue_type="structure",
    nb="«{path}» er en slice, men verken profilen eller forelderen sier hvordan {sliced} er delt opp",
    en="`{path}` is a slice, but neither the profile nor its parent says how {sliced} is sliced",
    spec="https://hl7.org/fhir/R4/profiling.html#slicing",
)
PROFILE_DISAGREES = Rule(
    code="DBEP2009",
    name="profile-disagrees-with-model",
    issue_type="business-rule",
    nb="Profilen har {said} for {path}, men modellen har {model_says} ({class_name}.{element})",
    en="The profile has {said} for {path}, but the model has {model_says} ({class_name}.{element})",
)
PATTERN_AND_FIXED = Rule(
    code="DBEP2040",
    name="pattern-and-fixed",
    issue_type="structure",
    nb="{path} har både pattern og fixed; FHIR tillater bare den ene",
    en="{path} has both pattern and fixed; FHIR allows only one of them",
    spec="https://hl7.org/fhir/R4/elementdefinition.html",
)
VALUE_ON_CHOICE = Rule(
    code="DBEP2041",
    name="value-on-several-types",
    issue_type="structure",
    nb="{path} kan ha flere typer ({types}), så ingen verdi kan låses før én type er valgt",
    en="{path} can have several types ({types}), so no value can be fixed until one type is chosen",
    spec="https://hl7.org/fhir/R4/elementdefinition.html",
)
UNMAPPED = Rule(
    code="DBEP2043",
    name="unmapped-element",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Klassen til «{name}» har en profil, men elementet har ingen maps, så det kommer ikke med i FHIR-profilen",
    en="The class of `{name}` has a profile, but the element has no maps, so it is left out of the FHIR profile",
)
PROFILE_OF_OTHER_RESOURCE = Rule(
    code="DBEP2044",
    name="profile-of-other-resource-than-class",
    issue_type="business-rule",
    nb="Profilen er av {resource}, men klassen «{class_name}» mapper til {class_resource}",
    en="The profile is on {resource}, but the class `{class_name}` maps to {class_resource}",
)
SAME_PLACE = Rule(
    code="DBEP2045",
    name="two-elements-in-one-place",
    issue_type="business-rule",
    nb="Elementet mapper til {path}, som «{other}» også gjør, så de kan ikke skilles fra hverandre i FHIR",
    en="The element maps to {path}, as does `{other}`, so they cannot be distinguished in FHIR",
)
EXTENSION_ELSEWHERE = Rule(
    code="DBEP2046",
    name="extension-not-for-this-element",
    issue_type="business-rule",
    nb="Utvidelsen «{extension}» kan brukes på {context}, ikke på {path}",
    en="The extension `{extension}` may be used on {context}, not on {path}",
    spec="https://hl7.org/fhir/R4/defining-extensions.html#context",
)
MODIFIER_ELSEWHERE = Rule(
    code="DBEP2073",
    name="extension-used-as-other-kind",
    issue_type="business-rule",
    nb="«{extension}» {is_what}: skriv «{instead}({extension})»",
    en="`{extension}` {is_what}: write `{instead}({extension})`",
    spec="https://hl7.org/fhir/R4/extensibility.html#modifierExtension",
)
UNKNOWN_PART = Rule(
    code="DBEP2074",
    name="unknown-part-of-extension",
    issue_type="not-found",
    nb="Utvidelsen «{extension}» har ingen del «{part}»{hint}",
    en="The extension `{extension}` has no part `{part}`{hint}",
    spec="https://hl7.org/fhir/R4/extensibility.html#Extension",
)
WIDER_THAN_PART = Rule(
    code="DBEP2075",
    name="cardinality-wider-than-extension-part",
    issue_type="business-rule",
    nb="Kardinaliteten {cardinality} er videre enn {part_cardinality}, som delen «{part}» av utvidelsen har",
    en="The cardinality {cardinality} is wider than {part_cardinality}, which the part `{part}` of the extension has",
)
PROFILE_OF_OTHER_TYPE = Rule(
    code="DBEP2076",
    name="type-profile-of-other-type",
    issue_type="business-rule",
    nb="Profilen «{name}» er av {actual}, ikke av {type}",
    en="The profile `{name}` is on {actual}, not on {type}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.profile",
)
UNKNOWN_TYPE_PROFILE = Rule(
    code="DBEP2077",
    name="unknown-type-profile",
    issue_type="not-found",
    nb="«{name}» er ikke en profil i guiden{hint}",
    en="`{name}` is not a profile in the guide{hint}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.profile",
)
FILTER_VALUE = Rule(
    code="DBEP2079",
    name="filter-value-of-wrong-form",
    issue_type="value",
    nb="«{value}» kan ikke sammenlignes med {op}: {expected}",
    en="`{value}` cannot be compared by {op}: {expected}",
    spec="https://hl7.org/fhir/R4/valueset-filter-operator.html",
)
FILTER_MISPLACED = Rule(
    code="DBEP2080",
    name="filter-that-cannot-be-used",
    issue_type="structure",
    nb="Filteret kan ikke brukes: {reason}",
    en="The filter cannot be used: {reason}",
    spec="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.filter",
)
UNKNOWN_SLICE = Rule(
    code="DBEP2060",
    name="unknown-slice",
    issue_type="not-found",
    nb="{sliced} har ingen slice «{name}»{hint}",
    en="{sliced} has no slice `{name}`{hint}",
    spec="https://hl7.org/fhir/R4/profiling.html#slicing",
)
SLICES_ALIKE = Rule(
    code="DBEP2061",
    name="slices-alike",
    issue_type="business-rule",
    nb="Slicen «{name}» har de samme verdiene som «{other}», så ingenting skiller dem",
    en="The slice `{name}` has the same values as `{other}`, so that nothing distinguishes them",
    spec="https://hl7.org/fhir/R4/profiling.html#discriminator",
)
FIXED_CODE_OUTSIDE = Rule(
    code="DBEP2062",
    name="fixed-code-outside-required-value-set",
    issue_type="code-invalid",
    nb="Koden «{code}» er ikke i {value_set}, som FHIR R4 krever for {path}{hint}",
    en="The code `{code}` is not in {value_set}, which FHIR R4 requires for {path}{hint}",
    spec="https://hl7.org/fhir/R4/terminologies.html#required",
)
EMPTY_VALUE_SET = Rule(
    code="DBEP2063",
    name="value-set-without-codes",
    issue_type="business-rule",
    nb="Verdisettet «{name}» har ingen koder igjen: alle det tar med, utelates også",
    en="The value set `{name}` has no codes left: all that it includes are excluded as well",
    spec="https://hl7.org/fhir/R4/valueset.html#compositions",
)
CLASS_WITHOUT_PROFILE = Rule(
    code="DBEP2064",
    name="class-without-profile",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Ingen profil implementerer klassen «{name}», så det den sier, gjelder ikke for ressurser av typen {resource}",
    en="No profile implements the class `{name}`, so what it says does not apply to resources of the type {resource}",
)
SECOND_PROFILE = Rule(
    code="DBEP2065",
    name="second-profile-of-class",
    severity=Severity.WARNING,
    issue_type="duplicate",
    nb="Klassen «{name}» har også profilen «{other}», og det er den eksempler av klassen følger",
    en="The class `{name}` also has the profile `{other}`, which is the one that examples of the class follow",
)
UNUSED_EXTENSION = Rule(
    code="DBEP2066",
    name="unused-extension",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Ingen klasse og ingen profil bruker utvidelsen «{name}»",
    en="No class and no profile uses the extension `{name}`",
)
CLASS_WITHOUT_ELEMENTS = Rule(
    code="DBEP2067",
    name="class-without-elements",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Klassen «{name}» har ingen elementer, og arver ingen",
    en="The class `{name}` has no elements, and inherits none",
)
CLASS_MAPS_ELSEWHERE = Rule(
    code="DBEP2068",
    name="class-maps-to-other-resource-than-its-elements",
    issue_type="business-rule",
    nb="Klassen mapper til {resource}, men alle elementene dens mapper til {other}",
    en="The class maps to {resource}, but all its elements map to {other}",
)
