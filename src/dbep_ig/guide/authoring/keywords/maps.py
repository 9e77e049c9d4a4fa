"""`maps`: where something of the model lands in FHIR R4."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import ELEMENT_PATH
from dbep_ig.guide.authoring.places import CLASS, ELEMENT

MAPS = Keyword(
    "maps",
    order=110,
    blocks=(CLASS, ELEMENT),
    shape=ELEMENT_PATH,
    doc=Text(
        "Stedet i FHIR R4. En klasse peker til en ressurs, et element til et element i den: `CarePlan.addresses`, "
        "`CarePlan.category:plantype` for en slice, `CarePlan.extension(id)` for en utvidelse. Når elementet over kan "
        "gjentas og dette ikke kan, gjelder kardinaliteten det som gjentas.",
        "The place in FHIR R4. A class points to a resource, an element to an element of it: `CarePlan.addresses`, "
        "`CarePlan.category:plantype` for a slice, `CarePlan.extension(id)` for an extension. Where the element above may "
        "repeat and this one may not, the cardinality is that of the one that repeats.",
    ),
    example="CarePlan.addresses",
)
