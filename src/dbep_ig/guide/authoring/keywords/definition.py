"""`definition`: what it means, in whole sentences."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import (
    CLASS,
    CODE_SYSTEM,
    CONCEPT,
    ELEMENT,
    EXTENSION,
    GUIDE,
    PART,
    PROFILE,
    RULE,
    SLICE,
    VALUE_SET,
)
from dbep_ig.guide.authoring.shapes import Localized

DEFINITION = Keyword(
    "definition",
    order=80,
    blocks=(GUIDE, CLASS, ELEMENT, PROFILE, RULE, SLICE, EXTENSION, PART, CODE_SYSTEM, CONCEPT, VALUE_SET),
    shape=Localized(),
    doc=Text("Hva det betyr, i hele setninger.", "What it means, in full sentences."),
    example="{nb: Hva planen skal oppnå., en: What the plan is to achieve.}",
    required=(GUIDE, CLASS, EXTENSION, PART, CODE_SYSTEM, VALUE_SET),
)
