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
        "FHIR-navnet, når det er et annet enn det som lages av ordet: bokstavene a–z og tall. Ordet skrives med æ og ä som ae, ø og ö som oe, å som aa, ü som ue, ß som ss, og andre bokstaver uten aksent. Ord med andre skrifttegn enn de latinske må ha et navn.",
        "The FHIR name, when it differs from the one derived from the word: letters a–z and digits. The word is spelled with æ and ä as ae, ø and ö as oe, å as aa, ü as ue, ß as ss, and other letters without accents. Words of other scripts than Latin need a name.",
    ),
    example="Maal",
    required=(GUIDE,),
)
