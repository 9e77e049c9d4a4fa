"""`comment`: why a rule is as it is."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import RULE, SLICE
from dbep_ig.guide.authoring.shapes import Localized

COMMENT = Keyword(
    "comment",
    order=90,
    blocks=(RULE, SLICE),
    shape=Localized(),
    doc=Text(
        "Hvorfor regelen er slik. For et element som ikke brukes (0..0), står det i meldingen til den som bruker det.",
        "Why the rule is as it is. For an element that is not used (0..0), it is in the message to whoever uses it.",
    ),
    example="{nb: Dosen står i PLL., en: The dose is in the PLL.}",
    fills="comment",
)
