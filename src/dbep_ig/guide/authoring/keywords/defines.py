"""The first word of a file: what the file defines, and its name or id."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CLASS_NAME, ID, PACKAGE_ID
from dbep_ig.guide.authoring.places import (
    CLASS,
    CODE_SYSTEM,
    EXTENSION,
    GUIDE,
    PROFILE,
    REQUIREMENT,
    REQUIREMENTS,
    VALUE_SET,
)
from dbep_ig.guide.authoring.shapes import MapOf

DEFINES_GUIDE = Keyword(
    "guide",
    order=10,
    blocks=(GUIDE,),
    shape=PACKAGE_ID,
    doc=Text("Guidens pakke-id, i `guide.yaml`.", "The guide's package id, in `guide.yaml`."),
    example="no.eksempel.guide",
    required=(GUIDE,),
)
DEFINES_CLASS = Keyword(
    "class",
    order=10,
    blocks=(CLASS,),
    shape=CLASS_NAME,
    doc=Text(
        "Klassens navn, med ordene klinikere bruker. Æ, ø og å kan brukes; FHIR-navnet får ae, oe og aa.",
        "The class's name, in the words that clinicians use. Æ, ø and å may be used; the FHIR name gets ae, oe and aa.",
    ),
    example="Kostplan",
    required=(CLASS,),
)
DEFINES_PROFILE = Keyword(
    "profile",
    order=10,
    blocks=(PROFILE,),
    shape=ID,
    doc=Text(
        "Profilens id uten guidens prefiks; med det er den siste del av adressen.",
        "The profile's id without the guide's prefix; with it, it is the last part of its canonical.",
    ),
    example="plan",
    required=(PROFILE,),
)
DEFINES_EXTENSION = Keyword(
    "extension",
    order=10,
    blocks=(EXTENSION,),
    shape=ID,
    doc=Text(
        "Utvidelsens id uten guidens prefiks; med det er den siste del av adressen.",
        "The extension's id without the guide's prefix; with it, it is the last part of its canonical.",
    ),
    example="samtykke",
    required=(EXTENSION,),
)
DEFINES_CODE_SYSTEM = Keyword(
    "codesystem",
    order=10,
    blocks=(CODE_SYSTEM,),
    shape=ID,
    doc=Text(
        "Kodesystemets id uten guidens prefiks; med det er den siste del av adressen.",
        "The code system's id without the guide's prefix; with it, it is the last part of its canonical.",
    ),
    example="plantype",
    required=(CODE_SYSTEM,),
)
DEFINES_VALUE_SET = Keyword(
    "valueset",
    order=10,
    blocks=(VALUE_SET,),
    shape=ID,
    doc=Text(
        "Verdisettets id uten guidens prefiks; med det er den siste del av adressen.",
        "The value set's id without the guide's prefix; with it, it is the last part of its canonical.",
    ),
    example="plantype",
    required=(VALUE_SET,),
)
DEFINES_REQUIREMENTS = Keyword(
    "requirements",
    order=10,
    blocks=(REQUIREMENTS,),
    shape=MapOf(ID, REQUIREMENT),
    doc=Text(
        "Krav til modellen: id, sitat og kilde. Hvert krav skal besvares av et element, en klasse eller en invariant.",
        "Requirements for the model: id, quote and source. Each must be answered by an element, a class or an invariant.",
    ),
    example='{K-001: {quote: "…", source: "…"}}',
    required=(REQUIREMENTS,),
)
