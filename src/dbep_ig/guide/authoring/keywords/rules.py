"""`rules`: what a profile says beyond the model, element by element."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import STEPS
from dbep_ig.guide.authoring.places import PROFILE, RULE, SLICE
from dbep_ig.guide.authoring.shapes import MapOf

RULES = Keyword(
    "rules",
    order=200,
    blocks=(PROFILE, SLICE),
    shape=MapOf(STEPS, RULE),
    doc=Text(
        "Regler for elementer: stien regnes fra ressursen (i en slice: fra slicen). En enkel verdi er en kardinalitet.",
        "Rules for elements: the path starts at the resource (in a slice: at the slice). A single value is a cardinality.",
    ),
    example="{activity.detail: 0..0, intent: {pattern: plan}}",
)
