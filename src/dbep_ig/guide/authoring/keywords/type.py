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
        "En FHIR-datatype, eller `Reference(…)` til klasser i modellen, R4-ressurser eller profiler ved id. Flere mulige typer skilles med `|`.",
        "A FHIR data type, or `Reference(…)` to classes of the model, R4 resources or profiles by their ids. Several possible types are separated by `|`.",
    ),
    example="Reference(Pasient)",
    required=(PART,),
)
