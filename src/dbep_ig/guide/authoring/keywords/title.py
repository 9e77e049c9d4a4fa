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
        "Tittelen på norsk og engelsk. Norsk er hovedspråket i FHIR-ressursene, engelsk følger som oversettelse.",
        "The title in Norwegian and English. Norwegian is the main language of the FHIR resources, with English as a translation.",
    ),
    example="{nb: tittel, en: title}",
    required=(GUIDE, CLASS, EXTENSION, PART, CODE_SYSTEM, VALUE_SET),
)
