"""`filter`: codes chosen by what the code system says of them."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CODE
from dbep_ig.guide.authoring.places import FILTER, INCLUSION
from dbep_ig.guide.authoring.shapes import ListOf, OneOf, Plain

# https://hl7.org/fhir/R4/valueset-filter-operator.html
OPERATORS = ("=", "is-a", "descendent-of", "is-not-a", "regex", "in", "not-in", "generalizes", "exists")

FILTERS = Keyword(
    "filter",
    order=252,
    blocks=(INCLUSION,),
    shape=ListOf(FILTER, single=True),
    doc=Text(
        "De kodene av systemet som alle filtrene velger: etter plass i hierarkiet (`concept`), egenskap, navn eller kode.",
        "Those codes of the system that all the filters choose: by place in the hierarchy (`concept`), property, name or code.",
    ),
    example="{property: concept, op: is-a, value: gul}",
)
FILTER_PROPERTY = Keyword(
    "property",
    order=252,
    blocks=(FILTER,),
    shape=CODE,
    doc=Text(
        "Det som sammenlignes: `concept` (plass i hierarkiet), `code`, `display`, `parent`, `child`, `inactive` eller en egenskap som kodesystemet definerer.",
        "What is compared: `concept` (place in the hierarchy), `code`, `display`, `parent`, `child`, `inactive` or a property that the code system defines.",
    ),
    example="concept",
    required=(FILTER,),
)
OPERATOR = Keyword(
    "op",
    order=252,
    blocks=(FILTER,),
    shape=OneOf(OPERATORS),
    doc=Text("Hvordan det sammenlignes, med FHIRs operatorer.", "How it is compared, by FHIR's operators."),
    example="is-a",
    required=(FILTER,),
)
FILTER_VALUE = Keyword(
    "value",
    order=252,
    blocks=(FILTER,),
    shape=Plain(),
    doc=Text(
        "Det som sammenlignes med. `in` og `not-in` har flere, med komma mellom.",
        "What is compared with. `in` and `not-in` take several, with commas between.",
    ),
    example="gul",
    required=(FILTER,),
)
