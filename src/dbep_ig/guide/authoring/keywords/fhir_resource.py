"""`resource` and `id`: a resource in FHIR's own words; every other word of the file is FHIR's."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import FHIR_NAME, ID
from dbep_ig.guide.authoring.places import RESOURCE

DEFINES_RESOURCE = Keyword(
    "resource",
    order=10,
    blocks=(RESOURCE,),
    shape=FHIR_NAME,
    doc=Text(
        "En ressurs i FHIRs egne ord: ConceptMap, CapabilityStatement, OperationDefinition, SearchParameter, Questionnaire eller "
        "en annen i R4. Resten av filen er ressursens elementer, som i JSON. Det guide.yaml sier (adresse, versjon, status, "
        "utgiver, lisens …), fylles inn der filen ikke sier noe annet.",
        "A resource in FHIR's own words: ConceptMap, CapabilityStatement, OperationDefinition, SearchParameter, Questionnaire or "
        "any other of R4. The rest of the file is its elements, as in JSON. What guide.yaml says (canonical, version, status, "
        "publisher, licence …) is filled in where the file says nothing else.",
    ),
    example="ConceptMap",
    required=(RESOURCE,),
)
RESOURCE_ID = Keyword(
    "id",
    order=11,
    blocks=(RESOURCE,),
    shape=ID,
    doc=Text(
        "Ressursens id uten guidens prefiks; med det er den siste del av adressen.",
        "The resource's id without the guide's prefix; with it, it is the last part of its canonical.",
    ),
    example="planstatus",
    required=(RESOURCE,),
)
