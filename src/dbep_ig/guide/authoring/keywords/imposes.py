"""`imposes`: profiles that must also be conformed to, without being inherited."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CANONICAL
from dbep_ig.guide.authoring.places import PROFILE
from dbep_ig.guide.authoring.shapes import ListOf

IMPOSES = Keyword(
    "imposes",
    blocks=(PROFILE,),
    shape=ListOf(CANONICAL, single=True),
    doc=Text(
        "Kanoniske adresser til profiler som også skal følges der pakken deres er installert (structuredefinition-imposeProfile).",
        "Canonicals of profiles that must also be conformed to, where their package is installed (structuredefinition-imposeProfile).",
    ),
    example="[http://hl7.no/fhir/StructureDefinition/no-basis-Patient]",
)
