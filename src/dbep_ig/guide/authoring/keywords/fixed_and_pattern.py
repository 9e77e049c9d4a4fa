"""`pattern` and `fixed`: a value that must be there, as a part or exactly."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.places import RULE, SLICE
from dbep_ig.guide.authoring.shapes import AnyNode
from dbep_ig.guide.authoring.yaml_nodes import YamlNode

PATTERN: Keyword[YamlNode] = Keyword(
    "pattern",
    order=210,
    blocks=(RULE, SLICE),
    shape=AnyNode(),
    doc=Text(
        "Det verdien minst skal inneholde. En kode skrives `system#kode`, der systemet er id-en til et kodesystem her eller en URI. "
        "Adressen til noe her skrives `StructureDefinition(id)`, `CodeSystem(id)` eller `ValueSet(id)`.",
        "What the value must at least contain. A code is written `system#code`, where the system is the id of a code system here or a URI. "
        "The canonical of something here is written `StructureDefinition(id)`, `CodeSystem(id)` or `ValueSet(id)`.",
    ),
    example="plantype#kostplan",
)
FIXED: Keyword[YamlNode] = Keyword(
    "fixed",
    order=210,
    blocks=(RULE, SLICE),
    shape=AnyNode(),
    doc=Text("Det verdien skal være, helt nøyaktig.", "What the value must be, exactly."),
    example='"urn:ietf:rfc:3986"',
)
