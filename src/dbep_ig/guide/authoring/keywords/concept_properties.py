"""`hierarchyMeaning`, `properties`, `status`, `designations`: what a code system says of its codes besides their names."""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CANONICAL, CODE, CODING, LANGUAGE
from dbep_ig.guide.authoring.places import CODE_SYSTEM, CONCEPT, DESIGNATION, PROPERTY
from dbep_ig.guide.authoring.shapes import AnyNode, ListOf, MapOf, OneOf, Plain
from dbep_ig.guide.authoring.yaml_nodes import YamlNode

HIERARCHY_MEANING = Keyword(
    "hierarchyMeaning",
    order=253,
    blocks=(CODE_SYSTEM,),
    shape=OneOf(("grouped-by", "is-a", "part-of", "classified-with")),
    doc=Text(
        "Hva det betyr at en kode står under en annen: er en (`is-a`), del av, gruppert eller klassifisert under.",
        "What it means that a code is below another: is one (`is-a`), part of, grouped or classified under.",
    ),
    example="is-a",
    fills="hierarchyMeaning",
)
PROPERTIES = Keyword(
    "properties",
    order=254,
    blocks=(CODE_SYSTEM,),
    shape=MapOf(CODE, PROPERTY),
    doc=Text(
        "Egenskapene som kodene kan ha, med typen sin. `inactive`, `notSelectable`, `parent`, `child` og `status` er FHIRs egne og kan brukes uten.",
        "The properties that codes may have, with their types. `inactive`, `notSelectable`, `parent`, `child` and `status` are FHIR's own and need none.",
    ),
    example="{vekt: decimal}",
)
PROPERTY_TYPE = Keyword(
    "type",
    order=254,
    blocks=(PROPERTY,),
    shape=OneOf(("code", "Coding", "string", "integer", "boolean", "dateTime", "decimal")),
    doc=Text("Typen til verdiene.", "The type of the values."),
    example="decimal",
    required=(PROPERTY,),
)
PROPERTY_URI = Keyword(
    "uri",
    order=254,
    blocks=(PROPERTY,),
    shape=CANONICAL,
    doc=Text("Adressen til det som definerer egenskapen.", "The address of what defines the property."),
    example="http://eksempel.no/egenskaper/vekt",
)
PROPERTY_VALUES: Keyword[Mapping[str, YamlNode]] = Keyword(
    "properties",
    order=255,
    blocks=(CONCEPT,),
    shape=MapOf(CODE, AnyNode()),
    doc=Text(
        "Kodens egenskaper: verdier av typene kodesystemet sier. En liste gir flere verdier.",
        "The properties of the code: values of the types that the code system says. A list gives several values.",
    ),
    example="{vekt: 2.5, notSelectable: true}",
)
CONCEPT_STATUS = Keyword(
    "status",
    order=256,
    blocks=(CONCEPT,),
    shape=OneOf(("active", "experimental", "deprecated", "retired")),
    doc=Text(
        "Om koden er i bruk. `retired`: den skal ikke brukes mer, og er `inactive` for alle som ikke kjenner ordet.",
        "Whether the code is in use. `retired`: it must not be used any more, and is `inactive` to whoever does not know the word.",
    ),
    example="retired",
)
DESIGNATIONS = Keyword(
    "designations",
    order=257,
    blocks=(CONCEPT,),
    shape=ListOf(DESIGNATION),
    doc=Text(
        "Andre navn på koden: synonymer, kortformer og navn på andre språk enn guidens.",
        "Other names of the code: synonyms, short forms and names in other languages than the guide's.",
    ),
    example='[{value: SpO2, language: nb, use: "http://snomed.info/sct#900000000000013009"}]',
)
DESIGNATION_VALUE = Keyword(
    "value",
    order=257,
    blocks=(DESIGNATION,),
    shape=Plain(),
    doc=Text("Navnet.", "The name."),
    example="SpO2",
    required=(DESIGNATION,),
)
DESIGNATION_LANGUAGE = Keyword(
    "language",
    order=257,
    blocks=(DESIGNATION,),
    shape=LANGUAGE,
    doc=Text("Språket navnet er på.", "The language of the name."),
    example="nb",
)
DESIGNATION_USE = Keyword(
    "use",
    order=257,
    blocks=(DESIGNATION,),
    shape=CODING,
    doc=Text("Hva slags navn det er, som `system#kode`.", "What kind of name it is, as `system#code`."),
    example="http://snomed.info/sct#900000000000013009",
)
