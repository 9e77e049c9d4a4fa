"""`reason`: why an element is not used."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import ELEMENT, RULE, SLICE
from dbep_ig.guide.authoring.shapes import Localized

REASON = Keyword(
    "reason",
    order=91,
    blocks=(ELEMENT, RULE, SLICE),
    shape=Localized(),
    doc=Text(
        "Hvorfor elementet ikke brukes (`cardinality: 0..0`). Den som bruker det likevel, får begrunnelsen i meldingen.",
        "Why the element is not used (`cardinality: 0..0`). Whoever uses it all the same gets the reason in the message.",
    ),
    example="{nb: Dosen står i PLL., en: The dose is in the PLL.}",
    fills="comment",
)
