"""`title`: what people call it."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import (
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
from dbep_ig.guide.authoring.shapes import Localized

TITLE = Keyword(
    "title",
    order=70,
    blocks=(GUIDE, CLASS, ELEMENT, PROFILE, RULE, SLICE, EXTENSION, PART, CODE_SYSTEM, VALUE_SET, TRANSITION),
    shape=Localized(),
    doc=Text(
        "Tittelen på hvert av guidens språk (`languages` i guide.yaml). Det første av dem er hovedspråket i FHIR-ressursene, de andre følger som oversettelser. I en guide med ett språk kan den skrives rett fram.",
        "The title in each of the guide's languages (`languages` in guide.yaml). The first of them is the main language of the FHIR resources, with the others as translations. In a guide of one language it can be written as it is.",
    ),
    example="{nb: tittel, en: title}",
    required=(GUIDE, CLASS, EXTENSION, PART, CODE_SYSTEM, VALUE_SET),
)
