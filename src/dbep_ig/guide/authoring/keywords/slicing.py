"""`slicing` and `slices`: values of a list told apart."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import DISCRIMINATOR, SLICE_NAME
from dbep_ig.guide.authoring.places import RULE, SLICE, SLICING
from dbep_ig.guide.authoring.shapes import Flag, ListOf, MapOf, OneOf

SLICING_OF = Keyword(
    "slicing",
    order=230,
    blocks=(RULE, SLICE),
    shape=SLICING,
    doc=Text("Hvordan verdiene skilles fra hverandre.", "How the values are distinguished."),
    example="{by: ['value:system'], others: closed}",
)
SLICES = Keyword(
    "slices",
    order=230,
    blocks=(RULE, SLICE),
    shape=MapOf(SLICE_NAME, SLICE),
    doc=Text("Slicene, med navn og regler.", "The slices, with names and rules."),
    example="{planId: {cardinality: 1..1, rules: {system: {fixed: 'urn:ietf:rfc:3986'}}}}",
)
BY = Keyword(
    "by",
    order=230,
    blocks=(SLICING,),
    shape=ListOf(DISCRIMINATOR, single=True),
    doc=Text(
        "Diskriminatorer, `type:sti`: value, exists, pattern, type eller profile, og stien den gjelder (`$this` er elementet selv; en utvidelse nevnes ved id: `value:extension(farge).value`).",
        "Discriminators, `type:path`: value, exists, pattern, type or profile, and the path it applies to (`$this` is the element itself; an extension is named by its id: `value:extension(farge).value`).",
    ),
    example="['value:system']",
    required=(SLICING,),
)
OTHERS = Keyword(
    "others",
    order=230,
    blocks=(SLICING,),
    shape=OneOf(("open", "closed", "openAtEnd")),
    doc=Text(
        "Om andre verdier enn slicene er tillatt: `open` (standard), `closed`, eller bare til slutt (`openAtEnd`).",
        "Whether values other than the slices are allowed: `open` (the default), `closed`, or only at the end (`openAtEnd`).",
    ),
    example="closed",
    formerly=("rules",),
)
ORDERED = Keyword(
    "ordered",
    order=230,
    blocks=(SLICING,),
    shape=Flag(),
    doc=Text("Om slicene skal stå i denne rekkefølgen.", "Whether the slices must appear in this order."),
    example="false",
)
