"""`context` and `parts`: where an extension may stand, and what a complex one consists of."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CONTEXT_PATH, ELEMENT_NAME
from dbep_ig.guide.authoring.places import EXTENSION, PART
from dbep_ig.guide.authoring.shapes import ListOf, MapOf

CONTEXT = Keyword(
    "context",
    order=240,
    blocks=(EXTENSION,),
    shape=ListOf(CONTEXT_PATH, single=True),
    doc=Text(
        "Ressursene eller elementene utvidelsen kan brukes på.",
        "The resources or elements that the extension may be used on.",
    ),
    example="[CarePlan]",
    required=(EXTENSION,),
)
PARTS = Keyword(
    "parts",
    order=240,
    blocks=(EXTENSION,),
    shape=MapOf(ELEMENT_NAME, PART),
    doc=Text(
        "Delene av en sammensatt utvidelse; en enkel har `type` i stedet.",
        "The parts of a complex extension; a simple one has `type` instead.",
    ),
    example="{status: {title: {nb: status, en: status}, definition: {nb: …, en: …}, type: code, cardinality: 1..1}}",
)
