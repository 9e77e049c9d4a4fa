"""`fhir`: what a definition says in FHIR's own words, for which there is no keyword."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import (
    CLASS,
    CODE_SYSTEM,
    ELEMENT,
    EXTENSION,
    PART,
    PROFILE,
    RULE,
    SLICE,
    VALUE_SET,
)
from dbep_ig.guide.authoring.shapes import FhirWords
from dbep_ig.guide.authoring.yaml_nodes import YamlMapping

FHIR: Keyword[YamlMapping] = Keyword(
    "fhir",
    order=300,
    blocks=(CLASS, ELEMENT, PROFILE, RULE, SLICE, EXTENSION, PART, CODE_SYSTEM, VALUE_SET),
    shape=FhirWords(),
    doc=Text(
        "Det som ikke har noe nøkkelord, i FHIRs egne ord: elementer av StructureDefinition, CodeSystem eller ValueSet, eller av "
        "ElementDefinition. De skrives som i en fil med `resource`: tekster på guidens språk, id-er der adresser skal stå, `system#kode`.",
        "What has no keyword, in FHIR's own words: elements of StructureDefinition, CodeSystem or ValueSet, or of "
        "ElementDefinition. They are written as in a file with `resource`: texts in the guide's languages, ids where canonicals belong, `system#code`.",
    ),
    example="{extension: [{url: 'http://hl7.org/fhir/StructureDefinition/structuredefinition-wg', valueCode: fhir}]}",
)
