"""`abstract`: nothing is only this; it is always one of its kinds."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import CLASS, PROFILE
from dbep_ig.guide.authoring.shapes import Flag

ABSTRACT = Keyword(
    "abstract",
    order=50,
    blocks=(CLASS, PROFILE),
    shape=Flag(),
    doc=Text(
        "Klassen brukes aldri alene, bare gjennom underklassene. Profilen av en abstrakt klasse blir også abstrakt.",
        "The class is never used directly, only through its subclasses. The profile of an abstract class is abstract too.",
    ),
    example="true",
)
