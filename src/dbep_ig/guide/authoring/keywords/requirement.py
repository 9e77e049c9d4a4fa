"""`requirement`: what this answers; `quote` and `source`: what was asked, and by whom."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import ID
from dbep_ig.guide.authoring.places import CLASS, ELEMENT, INVARIANT, REQUIREMENT
from dbep_ig.guide.authoring.shapes import ListOf, Plain

REQUIREMENTS_MET = Keyword(
    "requirement",
    order=170,
    blocks=(CLASS, ELEMENT, INVARIANT),
    shape=ListOf(ID, single=True),
    doc=Text(
        "Kravene dette svarer på, fra `requirements`. Et krav ingen svarer på, blir meldt.",
        "The requirements this answers, from `requirements`. A requirement that nothing answers is reported.",
    ),
    example="[K-014]",
)
QUOTE = Keyword(
    "quote",
    order=270,
    blocks=(REQUIREMENT,),
    shape=Plain(),
    doc=Text("Kravet med kildens egne ord.", "The requirement in the source's own words."),
    example="Årlig kontroll",
    required=(REQUIREMENT,),
)
SOURCE = Keyword(
    "source",
    order=270,
    blocks=(REQUIREMENT,),
    shape=Plain(),
    doc=Text("Hvor kravet er hentet fra.", "Where the requirement was found."),
    example="Lysark fra pilotprosjektet",
    required=(REQUIREMENT,),
)
