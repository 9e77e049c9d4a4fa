"""`states`: the life cycle of a class, from the codes of one of its elements."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import CODE, ELEMENT_NAME, ID
from dbep_ig.guide.authoring.places import CLASS, STATES, TRANSITION
from dbep_ig.guide.authoring.shapes import ListOf, Localized, MapOf

LIFE_CYCLE = Keyword(
    "states",
    order=195,
    blocks=(CLASS,),
    shape=STATES,
    doc=Text(
        "Livsløpet: hvilke koder et element kan begynne med, og hvilke det kan gå til derfra. `dbep validate --before` kontrollerer to versjoner mot det. "
        "At tilstanden ikke endres, er alltid lov. En klasse arver livsløpet; skriver den sitt eget, har det ingen andre overganger enn det arvede, og det arvede gjelder også.",
        "The life cycle: the codes that an element can begin with, and those that it can become from there. `dbep validate --before` checks two versions against it. "
        "That the state does not change is always allowed. A class inherits the life cycle; one of its own has no transitions but those of the inherited one, which applies too.",
    ),
    example="{element: status, initial: draft, transitions: {draft: [active, entered-in-error], active: completed}}",
)
STATE_ELEMENT = Keyword(
    "element",
    order=195,
    blocks=(STATES,),
    shape=ELEMENT_NAME,
    doc=Text(
        "Elementet i klassen som har tilstanden: en `code` eller `CodeableConcept` med et verdisett som er `required`.",
        "The element of the class that has the state: a `code` or `CodeableConcept` with a value set that is `required`.",
    ),
    example="status",
    required=(STATES,),
)
INITIAL = Keyword(
    "initial",
    order=195,
    blocks=(STATES,),
    shape=ListOf(CODE, single=True),
    doc=Text(
        "Kodene som en ny ressurs kan begynne med.",
        "The codes that a new resource can begin with.",
    ),
    example="[draft, active]",
    required=(STATES,),
)
TRANSITIONS = Keyword(
    "transitions",
    order=195,
    blocks=(STATES,),
    shape=MapOf(CODE, ListOf(TRANSITION, single=True)),
    doc=Text(
        "Fra hver kode: kodene den kan bli til, eller mer om overgangen (`to`, `by`, `title`, `text`, `expression`). En overgang til samme kode "
        "sier hva som kreves når tilstanden ikke endres.",
        "From each code: the codes that it can become, or more about the transition (`to`, `by`, `title`, `text`, `expression`). A transition to the same "
        "code says what is required where the state does not change.",
    ),
    example="{draft: [active, {to: revoked, by: behandler}]}",
    required=(STATES,),
)
FINAL = Keyword(
    "final",
    order=195,
    blocks=(STATES,),
    shape=ListOf(CODE, single=True),
    doc=Text(
        "Kodene som ingen overgang går fra. Uten `final` er det alle slike; med `final` meldes de som mangler.",
        "The codes that no transition leaves. Without `final` they are all such codes; with `final` a missing one is reported.",
    ),
    example="[completed, revoked]",
)
ROLES = Keyword(
    "roles",
    order=195,
    blocks=(STATES,),
    shape=MapOf(ID, Localized()),
    doc=Text(
        "Rollene som kan gjøre overganger, med navn. `by` nevner dem.",
        "The roles that can make transitions, with their names. `by` names them.",
    ),
    example="{behandler: {nb: Behandler, en: Practitioner}}",
)
TO = Keyword(
    "to",
    order=195,
    blocks=(TRANSITION,),
    shape=ListOf(CODE, single=True),
    doc=Text("Koden, eller kodene, som det går til.", "The code, or codes, that it becomes."),
    example="active",
    required=(TRANSITION,),
)
BY = Keyword(
    "by",
    order=195,
    blocks=(TRANSITION,),
    shape=ListOf(ID, single=True),
    doc=Text(
        "Rollene som kan gjøre overgangen. Uten `by` kan alle.",
        "The roles that can make the transition. Without `by` anybody can.",
    ),
    example="[behandler]",
)
