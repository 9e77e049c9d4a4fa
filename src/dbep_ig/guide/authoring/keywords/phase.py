"""`phase`: in which round of delivery something comes."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import PHASE_FORM
from dbep_ig.guide.authoring.places import CLASS, ELEMENT

PHASE = Keyword(
    "phase",
    order=180,
    blocks=(CLASS, ELEMENT),
    shape=PHASE_FORM,
    doc=Text(
        "Leveransefasen det hører til; 1 er minimumsplanen.",
        "The phase of delivery it belongs to; 1 is the minimum plan.",
    ),
    example="1",
)
