"""`imposes`: profiles that must also be conformed to, without being inherited."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CANONICAL_OR_ID
from dbep_ig.guide.authoring.places import PROFILE
from dbep_ig.guide.authoring.shapes import ListOf

IMPOSES = Keyword(
    "imposes",
    order=120,
    blocks=(PROFILE,),
    shape=ListOf(CANONICAL_OR_ID, single=True),
    doc=Text(
        "Profiler som også skal følges: kanoniske adresser, der pakken deres er installert, eller id-er til profiler her (structuredefinition-imposeProfile).",
        "Profiles that must also be conformed to: canonicals, where their package is installed, or ids of profiles here (structuredefinition-imposeProfile).",
    ),
    example="[http://hl7.no/fhir/StructureDefinition/no-basis-Patient]",
)
