"""`context`, `parts`, `modifier`: where an extension may be used, what a complex one consists of, what it does to meaning."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.context_form import ContextForm
from dbep_ig.guide.authoring.forms import ELEMENT_NAME
from dbep_ig.guide.authoring.places import EXTENSION, PART
from dbep_ig.guide.authoring.shapes import Flag, ListOf, Localized, MapOf

CONTEXT = Keyword(
    "context",
    order=240,
    blocks=(EXTENSION,),
    shape=ListOf(ContextForm(), single=True),
    doc=Text(
        "Der utvidelsen kan brukes: ressurser, datatyper og elementer (`CarePlan.activity`), andre utvidelser (`extension(frist)`, "
        "`extension(frist).extension(antall)` for en del), eller det et FHIRPath-uttrykk velger (`{fhirpath: ...}`).",
        "Where the extension may be used: resources, data types and elements (`CarePlan.activity`), other extensions (`extension(frist)`, "
        "`extension(frist).extension(antall)` for a part), or what a FHIRPath expression selects (`{fhirpath: ...}`).",
    ),
    example="[CarePlan]",
    required=(EXTENSION,),
)
PARTS = Keyword(
    "parts",
    order=240,
    blocks=(EXTENSION, PART),
    shape=MapOf(ELEMENT_NAME, PART),
    doc=Text(
        "Delene av en sammensatt utvidelse; en enkel har `type` i stedet. En del kan ha egne deler. I en klasse er de elementene under "
        "elementet som mapper til utvidelsen: `maps: CarePlan.extension(frist).extension(antall)`, eller uten `maps` når navnet er delens.",
        "The parts of a complex extension; a simple one has `type` instead. A part may have parts of its own. In a class they are the elements "
        "below the one that maps to the extension: `maps: CarePlan.extension(frist).extension(antall)`, or without `maps` where the name is the part's.",
    ),
    example="{status: {title: {nb: status, en: status}, definition: {nb: …, en: …}, type: code, cardinality: 1..1}}",
)
MODIFIER = Keyword(
    "modifier",
    order=241,
    blocks=(EXTENSION,),
    shape=Flag(),
    doc=Text(
        "Om utvidelsen endrer betydningen av det den er på, så den som ikke kjenner den, må la det ligge. Den brukes som `modifierExtension(id)`.",
        "Whether the extension changes the meaning of what it is on, so that whoever does not know it must leave that alone. It is used as `modifierExtension(id)`.",
    ),
    example="false",
)
MODIFIER_REASON = Keyword(
    "modifierReason",
    order=241,
    blocks=(EXTENSION,),
    shape=Localized(),
    doc=Text(
        "Hvordan en utvidelse med `modifier: true` endrer betydningen.",
        "How an extension with `modifier: true` changes the meaning.",
    ),
    example="{nb: Planen gjelder ikke lenger., en: The plan no longer applies.}",
)
