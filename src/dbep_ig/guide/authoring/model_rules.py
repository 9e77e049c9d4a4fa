"""What can be wrong with the model itself, whatever FHIR says: names, inheritance, references between its parts."""

from dbep_ig.engine.diagnostics import Rule, Severity

CIRCULAR_EXTENDS = Rule(
    code="DBEP2001",
    name="circular-extends",
    issue_type="business-rule",
    nb="«{name}» arver fra seg selv: {circle}",
    en="`{name}` inherits from itself: {circle}",
)
UNKNOWN_CLASS = Rule(
    code="DBEP2002",
    name="unknown-class",
    issue_type="not-found",
    nb="«{name}» er ikke en klasse i modellen{hint}",
    en="`{name}` is not a class of the model{hint}",
)
UNKNOWN_TARGET = Rule(
    code="DBEP2003",
    name="unknown-reference-target",
    issue_type="not-found",
    nb="Reference({name}) peker verken til en klasse i modellen eller en R4-ressurs{hint}",
    en="Reference({name}) points neither to a class of the model nor to an R4 resource{hint}",
    spec="https://hl7.org/fhir/R4/resourcelist.html",
)
NAME_CLASH = Rule(
    code="DBEP2010",
    name="name-clash",
    issue_type="duplicate",
    nb="«{name}» er definert to ganger, også i {other}",
    en="`{name}` is defined twice, also in {other}",
)
INCOMPLETE_ELEMENT = Rule(
    code="DBEP2011",
    name="incomplete-element",
    issue_type="required",
    nb="Elementet «{name}» mangler {missing}, og det er ingenting å arve{hint}",
    en="The element `{name}` has no {missing}, and there is none to inherit{hint}",
)
NAME_NEEDED = Rule(
    code="DBEP2110",
    name="name-needed",
    issue_type="required",
    nb="«{name}» kan ikke skrives med høyst 64 av bokstavene a–z etter regelen for FHIR-navn: oppgi navnet i «name»",
    en="`{name}` cannot be written with at most 64 of the letters a–z by the rule for FHIR names: give the name in `name`",
    spec="https://hl7.org/fhir/R4/structuredefinition.html#resource",
)
MISSING_GUIDE = Rule(
    code="DBEP2012",
    name="missing-guide",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="Det finnes ingen guide.yaml som definerer en guide, med id, kanonisk adresse og versjon",
    en="There is no guide.yaml that defines a guide, with its id, canonical and version",
)
WIDER_THAN_PARENT_CLASS = Rule(
    code="DBEP2006",
    name="cardinality-wider-than-parent-class",
    issue_type="business-rule",
    nb="Kardinaliteten {cardinality} er videre enn {parent_cardinality}, som «{parent}» har",
    en="The cardinality {cardinality} is wider than {parent_cardinality}, which `{parent}` has",
)
TYPE_NOT_IN_PARENT_CLASS = Rule(
    code="DBEP2013",
    name="type-not-in-parent-class",
    issue_type="business-rule",
    nb="Typen {type} er ikke blant dem «{parent}» tillater: {allowed}",
    en="The type {type} is not among those that `{parent}` allows: {allowed}",
)
MAPS_ELSEWHERE = Rule(
    code="DBEP2014",
    name="mapping-differs-from-parent-class",
    issue_type="business-rule",
    nb="Elementet mapper til {path}, men i «{parent}» til {parent_path}",
    en="The element maps to {path}, but in `{parent}` to {parent_path}",
)
UNKNOWN_REQUIREMENT = Rule(
    code="DBEP2018",
    name="unknown-requirement",
    issue_type="not-found",
    nb="Kravet «{id}» finnes ikke{hint}",
    en="There is no requirement `{id}`{hint}",
)
UNANSWERED_REQUIREMENT = Rule(
    code="DBEP2019",
    name="unanswered-requirement",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Ingen klasse, intet element og ingen invariant svarer på kravet «{id}»",
    en="No class, element or invariant answers the requirement `{id}`",
)
UNKNOWN_VALUE_SET = Rule(
    code="DBEP2020",
    name="unknown-value-set",
    issue_type="not-found",
    nb="Verdisettet «{name}» finnes ikke i guiden, og det er ikke en URI{hint}",
    en="The value set `{name}` is not in the guide, and it is not a URI{hint}",
)
UNKNOWN_CODE_SYSTEM = Rule(
    code="DBEP2021",
    name="unknown-code-system",
    issue_type="not-found",
    nb="Kodesystemet «{name}» finnes ikke i guiden, og det er ikke en URI{hint}",
    en="The code system `{name}` is not in the guide, and it is not a URI{hint}",
)
UNKNOWN_CODE = Rule(
    code="DBEP2022",
    name="unknown-code",
    issue_type="code-invalid",
    nb="Koden «{code}» er ikke i kodesystemet {system}{hint}",
    en="The code `{code}` is not in the code system {system}{hint}",
)
UNKNOWN_PARENT = Rule(
    code="DBEP2016",
    name="unknown-parent-profile",
    issue_type="not-found",
    nb="«{name}» er verken en profil i guiden, en R4-ressurs eller en profil i de tilgjengelige pakkene{hint}",
    en="`{name}` is neither a profile in the guide, an R4 resource, nor a profile in the available packages{hint}",
)
CIRCULAR_PARENT = Rule(
    code="DBEP2017",
    name="circular-parent",
    issue_type="business-rule",
    nb="Profilen «{name}» bygger på seg selv: {circle}",
    en="The profile `{name}` is derived from itself: {circle}",
)
UNKNOWN_SHORT_FORM = Rule(
    code="DBEP2048",
    name="unknown-short-form",
    issue_type="not-found",
    nb="«{name}» er ikke {kind}{hint}",
    en="`{name}` is not {kind}{hint}",
)
OWN_CANONICAL = Rule(
    code="DBEP2049",
    name="own-canonical-written-out",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="«{url}» begynner med {whose}; {instead}",
    en="`{url}` begins with {whose}; {instead}",
)
TOO_LONG_ID = Rule(
    code="DBEP2051",
    name="id-too-long-with-prefix",
    issue_type="too-long",
    nb="Med prefikset blir id-en «{id}», som er på {length} tegn; høyst {allowed} er tillatt",
    en="With the prefix the id becomes `{id}`, which has {length} characters; at most {allowed} are allowed",
    spec="https://hl7.org/fhir/R4/datatypes.html#id",
)
EXTENSION_WITHOUT_VALUE = Rule(
    code="DBEP2023",
    name="extension-type-and-parts",
    issue_type="structure",
    nb="En utvidelse har enten type eller parts; denne har {found}",
    en="An extension has either type or parts; this one has {found}",
    spec="https://hl7.org/fhir/R4/extensibility.html#Extension",
)
MODIFIER_WITHOUT_REASON = Rule(
    code="DBEP2072",
    name="modifier-without-reason",
    issue_type="required",
    nb="«modifier: true» og «modifierReason» hører sammen: den ene mangler",
    en="`modifier: true` and `modifierReason` belong together: one of them is missing",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.isModifierReason",
)
EMPTY_INCLUSION = Rule(
    code="DBEP2024",
    name="choice-of-codes-without-source",
    issue_type="structure",
    nb="Utvalget har verken system eller valuesets",
    en="The choice of codes has neither system nor valuesets",
    spec="https://hl7.org/fhir/R4/valueset.html#compositions",
)
SUPERFLUOUS_ALIAS = Rule(
    code="DBEP2053",
    name="superfluous-canonical-alias",
    severity=Severity.WARNING,
    issue_type="duplicate",
    nb="{alias} kan ikke være en tidligere adresse: {reason}",
    en="{alias} cannot be an earlier address: {reason}",
)
UNKNOWN_PLACEHOLDER = Rule(
    code="DBEP2054",
    name="unknown-feedback-placeholder",
    issue_type="value",
    nb="«{placeholder}» er ikke en av plassholderne {allowed}{hint}",
    en="`{placeholder}` is not one of the placeholders {allowed}{hint}",
)
UNNAMED_TERMINOLOGY = Rule(
    code="DBEP2047",
    name="terminology-without-copyright",
    severity=Severity.WARNING,
    issue_type="required",
    nb="«{name}» har innhold fra {system}, men ingen copyright som nevner det: legg til «{system}» i «copyright»",
    en="`{name}` has content from {system}, but no copyright that names it: add `{system}` to `copyright`",
    spec="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.copyright",
)
