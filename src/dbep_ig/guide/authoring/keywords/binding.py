"""`binding`: the value set codes are taken from, and how strongly."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import BINDING_FORM
from dbep_ig.guide.authoring.places import ELEMENT, EXTENSION, PART, RULE, SLICE

BINDING = Keyword(
    "binding",
    order=160,
    blocks=(ELEMENT, RULE, SLICE, EXTENSION, PART),
    shape=BINDING_FORM,
    doc=Text(
        "Verdisettet kodene hentes fra, og hvor sterk bindingen er: `required`, `extensible`, `preferred` eller `example`. Aldri svakere enn i R4.",
        "The value set that codes are taken from, and the strength of the binding: `required`, `extensible`, `preferred` or `example`. Never weaker than in R4.",
    ),
    example="plantype (required)",
)
