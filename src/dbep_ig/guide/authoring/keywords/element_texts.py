"""`short`, `orderMeaning`, `meaningWhenMissing`, `alias`: what ElementDefinition has for the reader."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import ELEMENT, PART, RULE, SLICE
from dbep_ig.guide.authoring.shapes import ListOf, Localized, Plain

BLOCKS = (ELEMENT, RULE, SLICE, PART)

SHORT = Keyword(
    "short",
    order=92,
    blocks=BLOCKS,
    shape=Localized(),
    doc=Text(
        "Kort om elementet i FHIR-profilen, når det ikke skal være tittelen.",
        "In short about the element in the FHIR profile, when it is not to be the title.",
    ),
    example="{nb: Målt verdi, en: Measured value}",
    fills="short",
)
ORDER_MEANING = Keyword(
    "orderMeaning",
    order=93,
    blocks=BLOCKS,
    shape=Localized(),
    doc=Text("Hva rekkefølgen av verdiene betyr.", "What the order of the values means."),
    example="{nb: Den viktigste først., en: The most important one first.}",
    fills="orderMeaning",
)
MEANING_WHEN_MISSING = Keyword(
    "meaningWhenMissing",
    order=94,
    blocks=(ELEMENT,),
    shape=Localized(),
    doc=Text(
        "Hva det betyr at elementet mangler. FHIR har det i informasjonsmodellen, ikke i profiler.",
        "What it means that the element is missing. FHIR has it in the information model, not in profiles.",
    ),
    example="{nb: Ingen er spurt., en: Nobody has been asked.}",
    fills="meaningWhenMissing",
)
ALIAS = Keyword(
    "alias",
    order=95,
    blocks=BLOCKS,
    shape=ListOf(Plain(), single=True),
    doc=Text("Andre navn på elementet.", "Other names of the element."),
    example="[blodtrykk, BT]",
    fills="alias",
)
