"""`extends`: the class this one is a kind of."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CLASS_NAME
from dbep_ig.guide.authoring.places import CLASS

EXTENDS = Keyword(
    "extends",
    order=20,
    blocks=(CLASS,),
    shape=CLASS_NAME,
    doc=Text(
        "Klassen denne spesialiserer. Alle elementer og invarianter arves; et element kan gjentas for å bli strengere.",
        "The class that this one specialises. All elements and invariants are inherited; an element may be repeated to become stricter.",
    ),
    example="Plan",
)
