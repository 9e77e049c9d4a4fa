"""`implements`: the class a profile makes into FHIR."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CLASS_NAME
from dbep_ig.guide.authoring.places import PROFILE

IMPLEMENTS = Keyword(
    "implements",
    order=30,
    blocks=(PROFILE,),
    shape=CLASS_NAME,
    doc=Text(
        "Klassen i modellen. Elementenes `maps`, kardinalitet, type, binding og invarianter blir med i profilen.",
        "The class of the model. Its elements' `maps`, cardinality, type, binding and invariants become part of the profile.",
    ),
    example="Kostplan",
)
