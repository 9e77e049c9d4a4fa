"""`name`: the FHIR name, where it cannot be made from the word itself."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import FHIR_NAME
from dbep_ig.guide.authoring.places import CLASS, ELEMENT, GUIDE, PROFILE

NAME = Keyword(
    "name",
    order=60,
    blocks=(GUIDE, CLASS, ELEMENT, PROFILE),
    shape=FHIR_NAME,
    doc=Text(
        "FHIR-navnet, når det er et annet enn det som lages av ordet: bokstavene a–z og tall.",
        "The FHIR name, when it differs from the one derived from the word: letters a–z and digits.",
    ),
    example="Maal",
    required=(GUIDE,),
)
