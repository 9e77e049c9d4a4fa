"""`parent`: what a profile constrains further."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CANONICAL_OR_ID
from dbep_ig.guide.authoring.places import PROFILE

PARENT = Keyword(
    "parent",
    order=40,
    blocks=(PROFILE,),
    shape=CANONICAL_OR_ID,
    doc=Text(
        "Id-en til en profil her, en R4-ressurs, eller adressen til en profil i en annen pakke.",
        "The id of a profile here, an R4 resource, or the canonical of a profile in another package.",
    ),
    example="CarePlan",
    required=(PROFILE,),
)
