"""`elements`: what a class, or a group inside it, consists of."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import ELEMENT_NAME
from dbep_ig.guide.authoring.places import CLASS, ELEMENT
from dbep_ig.guide.authoring.shapes import MapOf

ELEMENTS = Keyword(
    "elements",
    order=130,
    blocks=(CLASS, ELEMENT),
    shape=MapOf(ELEMENT_NAME, ELEMENT),
    doc=Text(
        "Elementene, med navnene som de i faget bruker. Et element av typen BackboneElement har egne elementer.",
        "The elements, with the names that people in the field use. An element of type BackboneElement has elements of its own.",
    ),
    example="{tittel: {title: {nb: tittel, en: title}, type: string, cardinality: 1..1}}",
)
