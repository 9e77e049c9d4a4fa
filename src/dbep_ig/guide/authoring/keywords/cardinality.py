"""`cardinality`: how many times an element may occur."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CARDINALITY_FORM
from dbep_ig.guide.authoring.places import ELEMENT, PART, RULE, SLICE

CARDINALITY = Keyword(
    "cardinality",
    order=150,
    blocks=(ELEMENT, RULE, SLICE, PART),
    shape=CARDINALITY_FORM,
    doc=Text(
        "Hvor mange ganger elementet kan forekomme: min..maks, der `*` er ubegrenset. Aldri videre enn R4 eller klassen det arves fra, og uten `cardinality` som der.",
        "How many times the element may occur: min..max, where `*` is unlimited. Never wider than R4 or the class it is inherited from, and without `cardinality` the same.",
    ),
    example="1..*",
    required=(PART,),
)
