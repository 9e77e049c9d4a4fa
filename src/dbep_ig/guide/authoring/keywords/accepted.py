"""`accepted`: findings that are known, and why they are left as they are."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import DATE, FINDING_PLACE
from dbep_ig.guide.authoring.places import ACCEPTANCE, GUIDE
from dbep_ig.guide.authoring.shapes import ListOf, Plain

ACCEPTED = Keyword(
    "accepted",
    order=270,
    blocks=(GUIDE,),
    shape=ListOf(ACCEPTANCE, single=True),
    doc=Text(
        "Advarsler og opplysninger som er vurdert, og som ikke skal vises når guiden bygges. De telles, og `--format json` viser dem med "
        "begrunnelsen. Feil kan ikke godtas. En godkjenning som ikke gjelder noe lenger, eller er eldre enn datoen sin, er selv et funn.",
        "Warnings and information that have been considered, and are not to be shown when the guide is built. They are counted, and "
        "`--format json` shows them with the reason. Errors cannot be accepted. One that applies to nothing any more, or is past its date, is itself a finding.",
    ),
    example="[{rule: slicing-undecided, at: profiles/plan.yaml#rules/category, reason: Kodene kommer i neste versjon., owner: Kari Nordmann, until: 2027-06-01}]",
)
RULE = Keyword(
    "rule",
    order=270,
    blocks=(ACCEPTANCE,),
    shape=Plain(),
    doc=Text(
        "Regelen: koden, navnet, eller nøkkelen til en invariant.",
        "The rule: its code, its name, or the key of an invariant.",
    ),
    example="DBEP2914",
    required=(ACCEPTANCE,),
)
AT = Keyword(
    "at",
    order=270,
    blocks=(ACCEPTANCE,),
    shape=FINDING_PLACE,
    doc=Text(
        "Fila der funnet er, og etter `#` nøklene ned til det, med skråstrek mellom; alt under hører med. `*` står for hva som helst.",
        "The file where the finding is, and after `#` the keys that lead to it, with slashes between; all below belongs to it. `*` is anything.",
    ),
    example="profiles/*.yaml#imposes",
    required=(ACCEPTANCE,),
)
REASON = Keyword(
    "reason",
    order=270,
    blocks=(ACCEPTANCE,),
    shape=Plain(),
    doc=Text("Hvorfor det er slik det skal være.", "Why it is as it must be."),
    example="R4 binder elementet til et verdisett som ikke passer i Norge.",
    required=(ACCEPTANCE,),
)
OWNER = Keyword(
    "owner",
    order=270,
    blocks=(ACCEPTANCE,),
    shape=Plain(),
    doc=Text("Hvem som har vurdert det.", "Who has considered it."),
    example="Kari Nordmann",
    required=(ACCEPTANCE,),
)
UNTIL = Keyword(
    "until",
    order=270,
    blocks=(ACCEPTANCE,),
    shape=DATE,
    doc=Text("Siste dag før det må vurderes på nytt.", "The last day before it must be considered again."),
    example="2027-06-01",
    required=(ACCEPTANCE,),
)
