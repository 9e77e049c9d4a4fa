"""`comment`: more about an element or a rule."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import ELEMENT, PART, RULE, SLICE
from dbep_ig.guide.authoring.shapes import Localized

COMMENT = Keyword(
    "comment",
    order=90,
    blocks=(ELEMENT, RULE, SLICE, PART),
    shape=Localized(),
    doc=Text(
        "Mer om elementet eller regelen: hvorfor den er slik, hvordan elementet brukes. Hvorfor et element ikke brukes, er `reason`.",
        "More about the element or the rule: why it is as it is, how the element is used. Why an element is not used is `reason`.",
    ),
    example="{nb: Dosen står i PLL., en: The dose is in the PLL.}",
    fills="comment",
)
