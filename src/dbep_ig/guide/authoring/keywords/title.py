"""`title`: what people call it."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import (
    ACTOR,
    ALL_CODES,
    CLASS,
    CODE_SYSTEM,
    ELEMENT,
    EXTENSION,
    GUIDE,
    PART,
    PROFILE,
    RULE,
    SLICE,
    TRANSITION,
    VALUE_SET,
)
from dbep_ig.guide.authoring.shapes import Localized, TitleOfKey

TITLE = Keyword(
    "title",
    order=70,
    blocks=(
        GUIDE,
        CLASS,
        PROFILE,
        RULE,
        SLICE,
        EXTENSION,
        CODE_SYSTEM,
        VALUE_SET,
        ALL_CODES,
        ACTOR,
        TRANSITION,
    ),
    shape=Localized(),
    doc=Text(
        "Tittelen på hvert av guidens språk (`languages` i guide.yaml). Det første av dem er hovedspråket i FHIR-ressursene, de andre følger som oversettelser. I en guide med ett språk kan den skrives rett fram.",
        "The title in each of the guide's languages (`languages` in guide.yaml). The first of them is the main language of the FHIR resources, with the others as translations. In a guide of one language it can be written as it is.",
    ),
    example="{nb: tittel, en: title}",
    required=(GUIDE, CLASS, EXTENSION, CODE_SYSTEM, VALUE_SET, ACTOR),
)
TITLE_OF_ELEMENT = Keyword(
    "title",
    order=71,
    blocks=(ELEMENT, PART),
    shape=TitleOfKey(),
    doc=Text(
        "Hva folk kaller det. Uten tittel, eller på et språk den ikke sier noe på, er det navnet med mellomrom: `nesteEvaluering` er «neste evaluering».",
        "What people call it. Without a title, or in a language in which it says nothing, it is the name with spaces: `nesteEvaluering` is “neste evaluering”.",
    ),
    example="{en: next review}",
)
