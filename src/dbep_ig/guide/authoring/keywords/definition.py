"""`definition`: what it means, in whole sentences."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import (
    ACTOR,
    ALL_CODES,
    CLASS,
    CODE_SYSTEM,
    CONCEPT,
    ELEMENT,
    EXTENSION,
    GUIDE,
    PART,
    PROFILE,
    PROPERTY,
    RULE,
    SLICE,
    VALUE_SET,
)
from dbep_ig.guide.authoring.shapes import Localized

DEFINITION = Keyword(
    "definition",
    order=80,
    blocks=(
        ACTOR,
        ALL_CODES,
        CLASS,
        CODE_SYSTEM,
        CONCEPT,
        ELEMENT,
        EXTENSION,
        GUIDE,
        PART,
        PROFILE,
        PROPERTY,
        RULE,
        SLICE,
        VALUE_SET,
    ),
    shape=Localized(),
    doc=Text("Hva det betyr, i hele setninger.", "What it means, in full sentences."),
    example="{nb: Hva planen skal oppnå., en: What the plan is to achieve.}",
    required=(GUIDE, CLASS, EXTENSION, PART, CODE_SYSTEM, VALUE_SET, ACTOR),
)
