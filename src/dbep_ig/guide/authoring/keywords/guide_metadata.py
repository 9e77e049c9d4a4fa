"""The keywords of `guide.yaml`: everything about the guide that no code may know."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CANONICAL, CANONICAL_OR_ID, DATE, ID, LANGUAGE, PACKAGE_ID, VERSION
from dbep_ig.guide.authoring.places import DEPENDENCY, GUIDE
from dbep_ig.guide.authoring.shapes import Bilingual, Flag, ListOf, MapOf, OneOf, Plain, PlainOrBilingual

CANONICAL_BASE = Keyword(
    "canonical",
    blocks=(GUIDE,),
    shape=CANONICAL,
    doc=Text(
        "Adressen alle ressursers adresser begynner med.",
        "The address that the canonicals of all resources begin with.",
    ),
    example="http://example.org/fhir/ig/eksempel",
    required=(GUIDE,),
)
CANONICAL_ALIASES = Keyword(
    "canonicalAliases",
    blocks=(GUIDE,),
    shape=ListOf(CANONICAL, single=True),
    doc=Text(
        "Grunnadresser som guiden hadde før. Innhold som bruker dem, valideres som om det hadde den nye, og en advarsel nevner den.",
        "Base addresses that the guide had before. Content that uses them is validated as if it had the new one, which a warning names.",
    ),
    example="[http://example.org/fhir/ig/foer]",
)
VERSION_OF_GUIDE = Keyword(
    "version",
    blocks=(GUIDE,),
    shape=VERSION,
    doc=Text(
        "Guidens versjon, på formen 1.2.3. En versjon som er utgitt (en fil i `releases/`), kan ikke få annet innhold.",
        "The guide's version, in the form 1.2.3. One that is released (a file in `releases/`) cannot get other content.",
    ),
    example="0.1.0",
    required=(GUIDE,),
)
STATUS = Keyword(
    "status",
    blocks=(GUIDE,),
    shape=OneOf(("draft", "active", "retired")),
    doc=Text(
        "Om guiden er et utkast, gjelder eller er trukket.",
        "Whether the guide is a draft, in force or withdrawn.",
    ),
    example="draft",
    required=(GUIDE,),
)
EXPERIMENTAL = Keyword(
    "experimental",
    blocks=(GUIDE,),
    shape=Flag(),
    doc=Text("Om guiden bare er til utprøving.", "Whether the guide is for trying out only."),
    example="false",
)
DATE_OF_GUIDE = Keyword(
    "date",
    blocks=(GUIDE,),
    shape=DATE,
    doc=Text(
        "Datoen for denne versjonen. Den står i alle ressurser, så samme innhold gir samme byte.",
        "The date of this version. It stands in all resources, so that the same content gives the same bytes.",
    ),
    example="2026-11-22",
    required=(GUIDE,),
)
FHIR_VERSION = Keyword(
    "fhirVersion",
    blocks=(GUIDE,),
    shape=OneOf(("4.0.1",)),
    doc=Text("FHIR-versjonen.", "The FHIR version."),
    example="4.0.1",
    required=(GUIDE,),
)
LANGUAGES_OF_GUIDE = Keyword(
    "languages",
    blocks=(GUIDE,),
    shape=ListOf(LANGUAGE),
    doc=Text("Språkene, hovedspråket først.", "The languages, the main one first."),
    example="[nb, en]",
    required=(GUIDE,),
)
PUBLISHER = Keyword(
    "publisher",
    blocks=(GUIDE,),
    shape=PlainOrBilingual(),
    doc=Text(
        "Den som utgir guiden; navnet kan stå på hvert språk for seg.",
        "The one who publishes the guide; the name may stand in each language.",
    ),
    example="{nb: Eksempeletaten, en: The Example Agency}",
    required=(GUIDE,),
)
CONTACT = Keyword(
    "contact",
    blocks=(GUIDE,),
    shape=ListOf(Plain(), single=True),
    doc=Text("Nettadresser eller e-postadresser til utgiveren.", "Web or e-mail addresses of the publisher."),
    example="[https://example.org]",
)
NOTICE = Keyword(
    "notice",
    blocks=(GUIDE,),
    shape=Bilingual(),
    doc=Text(
        "En linje som står øverst på hver side, i pakkens beskrivelse og i «dbep version»: hva leseren må vite før alt annet.",
        "A line that stands on top of each page, in the package's description and in `dbep version`: what a reader must know before anything else.",
    ),
    example="{nb: Uoffisielt utkast., en: Unofficial draft.}",
)
FEEDBACK = Keyword(
    "feedback",
    blocks=(GUIDE,),
    shape=CANONICAL,
    doc=Text(
        "Nettadressen som «gi tilbakemelding» på hver side leder til. `{page}` blir sidens sti, `{language}` språket, `{version}` guidens versjon.",
        "The web address that the feedback link on each page leads to. `{page}` becomes the page's path, `{language}` its language, `{version}` the guide's version.",
    ),
    example='"https://example.org/issues/new?title={page}"',
)
JURISDICTION = Keyword(
    "jurisdiction",
    blocks=(GUIDE,),
    shape=Plain(),
    doc=Text("Landet guiden gjelder for, `system#kode`.", "The country the guide is for, `system#code`."),
    example='"urn:iso:std:iso:3166#NO"',
)
LICENSE = Keyword(
    "license",
    blocks=(GUIDE,),
    shape=Plain(),
    doc=Text("Lisensen, som SPDX-kode.", "The licence, as an SPDX code."),
    example="CC0-1.0",
)
PREFIX = Keyword(
    "prefix",
    blocks=(GUIDE,),
    shape=ID,
    doc=Text("Det id-er her begynner med.", "What ids here begin with."),
    example="eksempel",
    required=(GUIDE,),
)
DEPENDENCIES = Keyword(
    "dependencies",
    blocks=(GUIDE,),
    shape=MapOf(PACKAGE_ID, DEPENDENCY),
    doc=Text(
        "Pakkene guiden bygger på, utenom R4 selv.", "The packages the guide builds on, besides R4 itself."
    ),
    example="{hl7.fhir.uv.extensions.r4: {version: 5.2.0, canonical: http://example.org/ImplementationGuide/x}}",
)
DEPENDENCY_VERSION = Keyword(
    "version",
    blocks=(DEPENDENCY,),
    shape=Plain(),
    doc=Text("Pakkens versjon.", "The package's version."),
    example="5.2.0",
    required=(DEPENDENCY,),
)
DEPENDENCY_CANONICAL = Keyword(
    "canonical",
    blocks=(DEPENDENCY,),
    shape=CANONICAL_OR_ID,
    doc=Text(
        "Adressen til pakkens ImplementationGuide.", "The canonical of the package's ImplementationGuide."
    ),
    example="http://hl7.org/fhir/extensions/ImplementationGuide/hl7.fhir.uv.extensions",
    required=(DEPENDENCY,),
)
OPTIONAL = Keyword(
    "optional",
    blocks=(DEPENDENCY,),
    shape=Flag(),
    doc=Text(
        "Brukes der den er installert, men kreves ikke.", "Used where it is installed, but not demanded."
    ),
    example="true",
)
