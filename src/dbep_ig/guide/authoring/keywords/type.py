"""`type`: what kind of value an element has."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import TYPES
from dbep_ig.guide.authoring.places import ELEMENT, EXTENSION, PART, RULE, SLICE

TYPE = Keyword(
    "type",
    order=140,
    blocks=(ELEMENT, RULE, SLICE, EXTENSION, PART),
    shape=TYPES,
    doc=Text(
        "En FHIR-datatype, eller `Reference(…)` til klasser i modellen, R4-ressurser eller profiler ved id. Flere mulige typer skilles med `|`. "
        "En profil av en datatype er også en type: `fnr`, eller `Identifier(fnr)`; i en Bundle er en klasse det. Uten `type` gjelder det R4 sier om elementet i `maps`.",
        "A FHIR data type, or `Reference(…)` to classes of the model, R4 resources or profiles by their ids. Several possible types are separated by `|`. "
        "A profile of a data type is a type too: `fnr`, or `Identifier(fnr)`; in a Bundle a class is. Without `type`, what R4 says of the element in `maps` applies.",
    ),
    example="Reference(Pasient)",
)
