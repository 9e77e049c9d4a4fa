"""`name`: the FHIR name, where it cannot be made from the word itself."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import FHIR_NAME
from dbep_ig.guide.authoring.places import CLASS, ELEMENT, GUIDE, PROFILE

NAME = Keyword(
    "name",
    blocks=(GUIDE, CLASS, ELEMENT, PROFILE),
    shape=FHIR_NAME,
    doc=Text(
        "FHIR-navnet, når det skal være et annet enn det ordet gir: bokstavene a–z og tall.",
        "The FHIR name, when it is to be another than the word gives: letters a–z and digits.",
    ),
    example="Maal",
    required=(GUIDE,),
)
