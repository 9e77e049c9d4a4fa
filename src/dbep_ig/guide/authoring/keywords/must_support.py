"""`mustSupport`: systems must handle the element."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import RULE, SLICE
from dbep_ig.guide.authoring.shapes import Flag

MUST_SUPPORT = Keyword(
    "mustSupport",
    order=220,
    blocks=(RULE, SLICE),
    shape=Flag(),
    doc=Text(
        "Om systemer skal håndtere elementet. Elementer som klassen mapper til, er alltid mustSupport.",
        "Whether systems must handle the element. Elements that the class maps to are always mustSupport.",
    ),
    example="false",
    fills="mustSupport",
)
