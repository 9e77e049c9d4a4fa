"""`invariants`: rules that no single element can say, in FHIRPath."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.forms import ID
from dbep_ig.guide.authoring.places import (
    CLASS,
    ELEMENT,
    EXTENSION,
    INVARIANT,
    PART,
    PROFILE,
    RULE,
    SLICE,
    TRANSITION,
)
from dbep_ig.guide.authoring.shapes import Localized, MapOf, OneOf, Plain

INVARIANTS = Keyword(
    "invariants",
    order=190,
    blocks=(CLASS, PROFILE, ELEMENT, RULE, SLICE, EXTENSION, PART),
    shape=MapOf(ID, INVARIANT),
    doc=Text(
        "Regler som gjelder flere elementer sammen. Nøkkelen får guidens prefiks. Uttrykket er FHIRPath og regnes ut på ressursen klassen blir; under et element på hver verdi av det.",
        "Rules across several elements. The key gets the guide's prefix. The expression is FHIRPath, evaluated on the resource the class becomes; below an element, on each value of it.",
    ),
    example="{plan-1: {severity: error, text: {nb: …, en: …}, expression: title.exists()}}",
)
SEVERITY = Keyword(
    "severity",
    order=190,
    blocks=(INVARIANT,),
    shape=OneOf(("error", "warning")),
    doc=Text(
        "`error` gjør ressursen ugyldig, `warning` gjør det ikke.",
        "`error` makes the resource invalid, `warning` does not.",
    ),
    example="error",
    required=(INVARIANT,),
)
TEXT = Keyword(
    "text",
    order=190,
    blocks=(INVARIANT, TRANSITION),
    shape=Localized(),
    doc=Text("Regelen i klartekst.", "The rule in plain words."),
    example="{nb: En avsluttet plan skal ha sluttdato., en: A completed plan must have an end date.}",
    required=(INVARIANT,),
)
EXPRESSION = Keyword(
    "expression",
    order=190,
    blocks=(INVARIANT, TRANSITION),
    shape=Plain(),
    doc=Text(
        "Regelen i FHIRPath; den er oppfylt når resultatet er sant. I en overgang er `%before` den tidligere versjonen. Det guiden definerer, "
        "nevnes ved id uten anførselstegn: `extension(samtykke)`, `memberOf(farge)`, `conformsTo(plan)`, `ofProfile(plan)`, og "
        "`CodeSystem(farge)` der en adresse skal stå.",
        "The rule in FHIRPath; it is satisfied when the result is true. In a transition `%before` is the earlier version. What the guide "
        "defines is named by its id without quotes: `extension(samtykke)`, `memberOf(farge)`, `conformsTo(plan)`, `ofProfile(plan)`, and "
        "`CodeSystem(farge)` where a canonical is needed.",
    ),
    example="status = 'completed' implies period.end.exists()",
    required=(INVARIANT,),
)
