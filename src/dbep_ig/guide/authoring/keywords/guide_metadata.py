"""The keywords of `guide.yaml`: everything about the guide that no code may know."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import (
    CANONICAL,
    CANONICAL_OR_ID,
    DATE,
    LANGUAGE,
    PACKAGE_ID,
    PREFIX_FORM,
    SYSTEM_AND_CODE,
    VERSION,
    WEB_OR_MAIL_ADDRESS,
    WEB_OR_MAIL_CONTACT,
)
from dbep_ig.guide.authoring.places import CANONICAL_ALIAS, DEPENDENCY, GUIDE
from dbep_ig.guide.authoring.shapes import (
    Distinct,
    Flag,
    ListOf,
    Localized,
    MapOf,
    OneOf,
    Plain,
    PlainOrLocalized,
)

CANONICAL_BASE = Keyword(
    "canonical",
    order=260,
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
    order=260,
    blocks=(GUIDE,),
    shape=ListOf(CANONICAL_ALIAS, single=True),
    doc=Text(
        "Grunnadresser som guiden hadde før. Innhold som bruker dem, valideres som om det hadde den nye, og en advarsel nevner den. Hadde guiden et annet prefiks der, oppgis det sammen med adressen.",
        "Base addresses that the guide had before. Content that uses them is validated as if it had the new one, which a warning names. If the guide had another prefix there, it is given with the address.",
    ),
    example="[{canonical: http://example.org/fhir/ig/foer, prefix: foer}, http://example.org/fhir/ig/enda-foer]",
)
ALIAS_CANONICAL = Keyword(
    "canonical",
    order=260,
    blocks=(CANONICAL_ALIAS,),
    shape=CANONICAL,
    doc=Text(
        "Grunnadressen guiden hadde før. Den kan stå alene, uten nøkler, når id-ene er som før.",
        "The base address that the guide had before. It may be written alone, without keys, when the ids are as before.",
    ),
    example="http://example.org/fhir/ig/foer",
    required=(CANONICAL_ALIAS,),
)
ALIAS_PREFIX = Keyword(
    "prefix",
    order=260,
    blocks=(CANONICAL_ALIAS,),
    shape=PREFIX_FORM,
    doc=Text(
        "Prefikset id-ene hadde der. Uten det gjelder id-ene slik de er nå.",
        "The prefix that the ids had there. Without it the ids are as they are now.",
    ),
    example="foer",
)
VERSION_OF_GUIDE = Keyword(
    "version",
    order=260,
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
    order=260,
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
    order=260,
    blocks=(GUIDE,),
    shape=Flag(),
    doc=Text("Om guiden bare er til utprøving.", "Whether the guide is only for testing."),
    example="false",
)
DATE_OF_GUIDE = Keyword(
    "date",
    order=260,
    blocks=(GUIDE,),
    shape=DATE,
    doc=Text(
        "Datoen for denne versjonen. Den skrives i alle ressurser, så samme innhold gir de samme bytene.",
        "The date of this version. It is written into all resources, so that the same content gives the same bytes.",
    ),
    example="2026-11-22",
    required=(GUIDE,),
)
FHIR_VERSION = Keyword(
    "fhirVersion",
    order=260,
    blocks=(GUIDE,),
    shape=OneOf(("4.0.1",)),
    doc=Text("FHIR-versjonen.", "The FHIR version."),
    example="4.0.1",
    required=(GUIDE,),
)
LANGUAGES_OF_GUIDE = Keyword(
    "languages",
    order=260,
    blocks=(GUIDE,),
    shape=Distinct(LANGUAGE),
    doc=Text(
        "Språkene, hovedspråket først: det som står i elementene selv. Alle tekster finnes på hvert av dem, som `{nb: …, en: …}`; har guiden ett språk, kan de skrives rett fram. Språkene er BCP 47-koder.",
        "The languages, the main one first: what is in the elements themselves. All texts are in each of them, as `{nb: …, en: …}`; in a guide of one language they can be written as they are. The languages are BCP 47 tags.",
    ),
    example="[nb, en]",
    required=(GUIDE,),
)
PUBLISHER = Keyword(
    "publisher",
    order=260,
    blocks=(GUIDE,),
    shape=PlainOrLocalized(),
    doc=Text(
        "Den som utgir guiden; navnet kan oppgis på hvert språk.",
        "The publisher of the guide; the name may be given in each language.",
    ),
    example="{nb: Eksempeletaten, en: The Example Agency}",
    required=(GUIDE,),
)
CONTACT = Keyword(
    "contact",
    order=260,
    blocks=(GUIDE,),
    shape=ListOf(WEB_OR_MAIL_CONTACT, single=True),
    doc=Text("Nettadresser eller e-postadresser til utgiveren.", "Web or e-mail addresses of the publisher."),
    example="[https://example.org]",
)
NOTICE = Keyword(
    "notice",
    order=260,
    blocks=(GUIDE,),
    shape=Localized(),
    doc=Text(
        "En linje øverst på hver side, i pakkens beskrivelse og i «dbep version»: det leseren må vite først.",
        "A line at the top of each page, in the package's description and in `dbep version`: what a reader must know first.",
    ),
    example="{nb: Uoffisielt utkast., en: Unofficial draft.}",
)
FEEDBACK = Keyword(
    "feedback",
    order=260,
    blocks=(GUIDE,),
    shape=WEB_OR_MAIL_ADDRESS,
    doc=Text(
        "Adressen som «Gi tilbakemelding på denne siden» leder til, på nett eller e-post. `{page}` blir sidens sti, `{language}` språket, `{version}` guidens versjon. Uten adresse leder lenken til siden om styringen av guiden, når den finnes.",
        "The address that the feedback link on each page leads to, web or e-mail. `{page}` becomes the page's path, `{language}` its language, `{version}` the guide's version. Without an address the link leads to the page on the guide's governance, where there is one.",
    ),
    example='"https://example.org/issues/new?title={page}"',
)
TOOL_PAGES = Keyword(
    "toolPages",
    order=260,
    blocks=(GUIDE,),
    shape=Flag(),
    doc=Text(
        "Om nettstedet også har sidene om verktøyet: en for hver feilmelding, og denne oversikten over nøkkelord. Uten dem er feilmeldingene til eksemplene samlet på én side, og `dbep explain` viser resten.",
        "Whether the site also has the pages about the tool: one for each error message, and this list of keywords. Without them what is reported for the examples is on one page, and `dbep explain` shows the rest.",
    ),
    example="true",
)
JURISDICTION = Keyword(
    "jurisdiction",
    order=260,
    blocks=(GUIDE,),
    shape=SYSTEM_AND_CODE,
    doc=Text("Landet guiden gjelder for, `system#kode`.", "The country the guide is for, `system#code`."),
    example='"urn:iso:std:iso:3166#NO"',
)
LICENSE = Keyword(
    "license",
    order=260,
    blocks=(GUIDE,),
    shape=Plain(),
    doc=Text(
        "Lisensen, som en av SPDX-kodene i R4s verdisett.",
        "The licence, as one of the SPDX codes in R4's value set.",
    ),
    example="CC0-1.0",
)
PREFIX = Keyword(
    "prefix",
    order=260,
    blocks=(GUIDE,),
    shape=PREFIX_FORM,
    doc=Text(
        "Prefikset til id-ene her. Id-er skrives uten det: med `eksempel` blir `plan` til `eksempel-plan`, og begge skrivemåter betyr det samme.",
        "The prefix of the ids here. Ids are written without it: with `eksempel`, `plan` becomes `eksempel-plan`, and both spellings mean the same.",
    ),
    example="eksempel",
    required=(GUIDE,),
)
DEPENDENCIES = Keyword(
    "dependencies",
    order=260,
    blocks=(GUIDE,),
    shape=MapOf(PACKAGE_ID, DEPENDENCY),
    doc=Text(
        "Pakkene guiden er avhengig av, utenom R4.", "The packages that the guide depends on, besides R4."
    ),
    example="{hl7.fhir.uv.extensions.r4: {version: 5.2.0, canonical: http://example.org/ImplementationGuide/x}}",
)
DEPENDENCY_VERSION = Keyword(
    "version",
    order=260,
    blocks=(DEPENDENCY,),
    shape=Plain(),
    doc=Text("Pakkens versjon.", "The package's version."),
    example="5.2.0",
    required=(DEPENDENCY,),
)
DEPENDENCY_CANONICAL = Keyword(
    "canonical",
    order=260,
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
    order=260,
    blocks=(DEPENDENCY,),
    shape=Flag(),
    doc=Text(
        "Brukes der den er installert, men kreves ikke.", "Used where it is installed, but not required."
    ),
    example="true",
)
