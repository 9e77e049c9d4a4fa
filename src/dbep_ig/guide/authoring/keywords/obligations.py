"""`obligations` and `actors`: what each kind of system must do with an element, and which kinds there are."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CANONICAL, CODE, ID
from dbep_ig.guide.authoring.places import ACTOR, ACTORS, ELEMENT, PART, RULE, SLICE
from dbep_ig.guide.authoring.shapes import ListOf, MapOf, OneOf

OBLIGATIONS = Keyword(
    "obligations",
    order=221,
    blocks=(ELEMENT, RULE, SLICE, PART),
    shape=MapOf(ID, ListOf(CODE, single=True)),
    doc=Text(
        "Hva hver aktør (fra `actors`) må gjøre med elementet, med FHIRs koder: `SHALL:populate-if-known`, `SHOULD:display` og flere.",
        "What each actor (from `actors`) must do with the element, in FHIR's codes: `SHALL:populate-if-known`, `SHOULD:display` and more.",
    ),
    example="{epj: [SHALL:populate-if-known, SHOULD:display]}",
)
DEFINES_ACTORS = Keyword(
    "actors",
    order=10,
    blocks=(ACTORS,),
    shape=MapOf(ID, ACTOR),
    doc=Text(
        "Aktørene: systemene og menneskene som har plikter etter guiden. Nøkkelen får guidens prefiks.",
        "The actors: the systems and the people that have obligations by the guide. The key gets the guide's prefix.",
    ),
    example="{epj: {title: {nb: EPJ, en: EHR}, definition: {nb: …, en: …}}}",
    required=(ACTORS,),
)
ACTOR_TYPE = Keyword(
    "type",
    order=271,
    blocks=(ACTOR,),
    shape=OneOf(("system", "person")),
    doc=Text(
        "Om aktøren er et system eller et menneske; `system` er standard.",
        "Whether the actor is a system or a person; `system` by default.",
    ),
    example="system",
)
ACTOR_PAGE = Keyword(
    "page",
    order=271,
    blocks=(ACTOR,),
    shape=CANONICAL,
    doc=Text("En nettside om aktøren.", "A web page about the actor."),
    example="https://eksempel.no/epj",
)
