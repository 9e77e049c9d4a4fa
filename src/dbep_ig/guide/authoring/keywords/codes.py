"""`concepts`, `display`, `include`, `exclude`: codes and choices of codes."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CANONICAL_OR_ID, CODE, ID_OR_TRUE
from dbep_ig.guide.authoring.places import ALL_CODES, CODE_SYSTEM, CONCEPT, INCLUSION, VALUE_SET
from dbep_ig.guide.authoring.shapes import ListOf, Localized, MapOf, Plain

CONCEPTS = Keyword(
    "concepts",
    order=250,
    blocks=(CODE_SYSTEM, CONCEPT, INCLUSION),
    shape=MapOf(CODE, CONCEPT),
    doc=Text(
        "Kodene med navn på guidens språk. Under en kode: kodene i den (`hierarchyMeaning` sier hva det betyr). I et verdisett: de kodene av systemet som er med.",
        "The codes with their names in the guide's languages. Below a code: the codes in it (`hierarchyMeaning` says what that means). In a value set: the codes of the system that are included.",
    ),
    example="{gul: {display: {nb: Gul, en: Yellow}}}",
    required=(CODE_SYSTEM,),
)
DISPLAY = Keyword(
    "display",
    order=250,
    blocks=(CONCEPT,),
    shape=Localized(),
    doc=Text("Kodens navn på guidens språk.", "The code's name in the guide's languages."),
    example="{nb: Gul, en: Yellow}",
    required=(CONCEPT,),
)
INCLUDE = Keyword(
    "include",
    order=250,
    blocks=(VALUE_SET,),
    shape=ListOf(INCLUSION),
    doc=Text("Kodene som er med.", "The codes that are included."),
    example="[{system: plantype}]",
    required=(VALUE_SET,),
)
EXCLUDE = Keyword(
    "exclude",
    order=250,
    blocks=(VALUE_SET,),
    shape=ListOf(INCLUSION),
    doc=Text("Koder som utelates fra dem `include` gir.", "Codes excluded from those that `include` gives."),
    example="[{system: plantype, concepts: {gammel: {display: {nb: Gammel, en: Old}}}}]",
)
SYSTEM = Keyword(
    "system",
    order=250,
    blocks=(INCLUSION,),
    shape=CANONICAL_OR_ID,
    doc=Text(
        "Id-en til et kodesystem her, eller URI-en til et annet.",
        "The id of a code system here, or the URI of another.",
    ),
    example="http://snomed.info/sct",
)
SYSTEM_VERSION = Keyword(
    "version",
    order=250,
    blocks=(INCLUSION,),
    shape=Plain(),
    doc=Text(
        "Versjonen av kodesystemet, når det ikke er den nyeste.",
        "The version of the code system, when it is not the latest.",
    ),
    example="1.0.0",
)
VALUE_SETS = Keyword(
    "valuesets",
    order=250,
    blocks=(INCLUSION,),
    shape=ListOf(CANONICAL_OR_ID, single=True),
    doc=Text(
        "Andre verdisett. Uten `system` er kodene deres med; med `system` er bare de av systemets koder med som også er i dem.",
        "Other value sets. Without `system` their codes are included; with `system`, only those of the system's codes that are in them as well.",
    ),
    example="[plantype]",
)
ALL_CODES_OF = Keyword(
    "valueset",
    order=251,
    blocks=(CODE_SYSTEM,),
    shape=ALL_CODES,
    doc=Text(
        "Verdisettet av alle kodene: `true` gir det kodesystemets id, tittel og definisjon; en annen id, tittel eller definisjon skrives her.",
        "The value set of all the codes: `true` gives it the id, title and definition of the code system; another id, title or definition is written here.",
    ),
    example="true",
)
ALL_CODES_ID = Keyword(
    "id",
    order=251,
    blocks=(ALL_CODES,),
    shape=ID_OR_TRUE,
    doc=Text(
        "Verdisettets id, når den ikke er kodesystemets.",
        "The id of the value set, when it is not the code system's.",
    ),
    example="alle-farger",
)
