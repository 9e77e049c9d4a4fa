"""`abstract`: nothing is only this; it is always one of its kinds."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import CLASS, PROFILE
from dbep_ig.guide.authoring.shapes import Flag

ABSTRACT = Keyword(
    "abstract",
    blocks=(CLASS, PROFILE),
    shape=Flag(),
    doc=Text(
        "Ingenting er bare dette: det er alltid en av underklassene. Profilen av en abstrakt klasse er abstrakt uten å si det.",
        "Nothing is only this: it is always one of its subclasses. The profile of an abstract class is abstract without saying so.",
    ),
    example="true",
)
