"""`maxLength`, `minValue`, `maxValue`, `example`: how long, how much, and what for instance."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import LENGTH
from dbep_ig.guide.authoring.places import ELEMENT, PART, RULE, SLICE
from dbep_ig.guide.authoring.shapes import AnyNode
from dbep_ig.guide.authoring.yaml_nodes import YamlNode

BLOCKS = (ELEMENT, RULE, SLICE, PART)

MAX_LENGTH = Keyword(
    "maxLength",
    order=211,
    blocks=BLOCKS,
    shape=LENGTH,
    doc=Text("Hvor mange tegn verdien høyst kan ha.", "How many characters the value may have at most."),
    example="200",
    fills="maxLength",
)
MIN_VALUE: Keyword[YamlNode] = Keyword(
    "minValue",
    order=212,
    blocks=BLOCKS,
    shape=AnyNode(),
    doc=Text(
        "Den minste verdien et tall, en mengde, en dato eller et tidspunkt kan ha.",
        "The least value that a number, a quantity, a date or a time may have.",
    ),
    example="1900-01-01",
)
MAX_VALUE: Keyword[YamlNode] = Keyword(
    "maxValue",
    order=212,
    blocks=BLOCKS,
    shape=AnyNode(),
    doc=Text(
        "Den største verdien et tall, en mengde, en dato eller et tidspunkt kan ha.",
        "The greatest value that a number, a quantity, a date or a time may have.",
    ),
    example="2100-01-01",
)
EXAMPLE: Keyword[YamlNode] = Keyword(
    "example",
    order=213,
    blocks=BLOCKS,
    shape=AnyNode(),
    doc=Text(
        "En verdi elementet kan ha, eller en liste av slike, for lesere. Den er skrevet som i `pattern`.",
        "A value that the element may have, or a list of them, for readers. It is written as in `pattern`.",
    ),
    example="2026-11-02",
)
