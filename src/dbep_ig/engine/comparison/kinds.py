"""The kinds of changes, and whom each breaks: the one table that `dbep diff` judges by.

A change breaks senders when what was valid may become invalid. It breaks receivers when something valid may now come to them that
those of the previous version could not get. `POLICY` has the rows of the version policy (`site/*/about/versions.md`, a test compares them);
each kind is of one row.

Source: https://hl7.org/fhir/R4/profiling.html#constraints, and https://hl7.org/fhir/versions.html for changes that are compatible
"""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text


class Row(NamedTuple):
    """A row of the policy: what changes, in words, and whom that breaks."""

    said: Text
    senders: bool
    receivers: bool


class Kind(NamedTuple):
    """A kind of change.

    said       in a few words, before what it was and is
    editorial  a text alone
    """

    key: str
    said: Text
    row: Row
    editorial: bool = False

    @property
    def senders(self) -> bool:
        """Whether it breaks senders."""
        return self.row.senders

    @property
    def receivers(self) -> bool:
        """Whether it breaks receivers."""
        return self.row.receivers

    @property
    def is_breaking(self) -> bool:
        """Whether it breaks anybody."""
        return self.row.senders or self.row.receivers


def _row(nb: str, en: str, senders: str, receivers: str) -> Row:
    return Row(Text(nb, en), senders == "yes", receivers == "yes")


POLICY = {
    "more-required": _row("nytt påkrevd element, eller høyere minste antall", "new mandatory element, or a higher minimum", "yes", "no"),
    "less-required": _row("lavere minste antall", "a lower minimum", "no", "yes"),
    "fewer": _row("lavere største antall, eller element som ikke lenger brukes", "a lower maximum, or an element that is no longer used", "yes", "no"),
    "more": _row("høyere største antall", "a higher maximum", "no", "yes"),
    "new": _row("nytt valgfritt element eller ny utvidelse", "new optional element or extension", "no", "no"),
    "modifier": _row("ny modifiserende utvidelse", "new modifier extension", "no", "yes"),
    "slice-gone": _row("slice eller utvidelse fjernet, men innholdet er fortsatt tillatt", "slice or extension removed, its content still allowed", "no", "yes"),
    "narrower-type": _row("færre datatyper eller mål for en referanse, eller en datatype får en profil", "fewer data types or targets of a reference, or a data type gets a profile", "yes", "no"),
    "wider-type": _row("flere datatyper eller mål for en referanse, eller en datatype mister en profil", "more data types or targets of a reference, or a data type loses a profile", "no", "yes"),
    "must-support": _row("nytt «må støttes»", "new must-support", "yes", "yes"),
    "support-gone": _row("«må støttes» fjernes", "must-support removed", "no", "yes"),
    "obligation": _row("ny forpliktelse", "new obligation", "yes", "yes"),
    "obligation-gone": _row("forpliktelse fjernet", "obligation removed", "no", "yes"),
    "narrower-binding": _row("innsnevret verdisett, eller strengere binding", "narrower value set, or stronger binding", "yes", "no"),
    "wider-binding": _row("utvidet verdisett med påkrevd binding, eller svakere binding", "wider value set with a required binding, or weaker binding", "no", "yes"),
    "other-binding": _row("andre koder i verdisettet, både flere og færre", "other codes in the value set, both more and fewer", "yes", "yes"),
    "more-codes": _row("flere koder i et verdisett som ikke er påkrevd, eller i et kodesystem", "more codes in a value set that is not required, or in a code system", "no", "no"),
    "code-gone": _row("kode fjernet fra et kodesystem", "code removed from a code system", "yes", "yes"),
    "code-deprecated": _row("kode merket som utgått", "code marked as deprecated", "no", "no"),
    "new-rule": _row("ny regel som gir feil, eller advarsel som blir feil", "new rule that gives an error, or a warning that becomes an error", "yes", "no"),
    "new-warning": _row("ny regel som gir advarsel", "new rule that gives a warning", "no", "no"),
    "rule-gone": _row("regel fjernet eller mildnet", "rule removed or relaxed", "no", "yes"),
    "other-rule": _row("uttrykket i en regel endret", "the expression of a rule changed", "yes", "yes"),
    "narrower-life-cycle": _row("nytt livsløp, starttilstand eller overgang fjernet, eller færre roller som kan gjøre en overgang", "new life cycle, initial state or transition removed, or fewer roles that can make a transition", "yes", "no"),
    "wider-life-cycle": _row("livsløp fjernet, ny starttilstand eller overgang, eller flere roller som kan gjøre en overgang", "life cycle removed, new initial state or transition, or more roles that can make a transition", "no", "yes"),
    "new-value": _row("ny fast verdi, nytt mønster, eller grense som blir trangere", "new fixed value or pattern, or a limit that becomes narrower", "yes", "no"),
    "value-gone": _row("fast verdi, mønster eller grense fjernet, eller grense som blir videre", "fixed value, pattern or limit removed, or a limit that becomes wider", "no", "yes"),
    "other-value": _row("fast verdi eller mønster endret", "fixed value or pattern changed", "yes", "yes"),
    "other-slicing": _row("slicing delt på en annen måte", "slicing divided in another way", "yes", "yes"),
    "other-address": _row("ny id, adresse eller nytt system", "new id, canonical or system", "yes", "yes"),
    "gone": _row("profil, utvidelse, verdisett eller kodesystem fjernet", "profile, extension, value set or code system removed", "yes", "yes"),
    "new-definition": _row("ny profil, nytt verdisett, nytt eksempel", "new profile, new value set, new example", "no", "no"),
    "text": _row("klarere definisjon, bedre oversettelse, ny visningstekst for en kode", "clearer definition, better translation, new display of a code", "no", "no"),
    "model": _row("informasjonsmodellen endret, uten at en profil er det", "the information model changed, and no profile", "no", "no"),
    "dependency": _row("ny versjon av en pakke guiden bygger på (vurderes etter den samme tabellen)", "new version of a package that the guide builds on (assessed with the same table)", "no", "no"),
    "not-judged": _row("annen ressurs endret (vurderes ikke)", "another resource changed (not judged)", "no", "no"),
}  # fmt: skip


def _kinds(*all_of_them: tuple[str, str, str, str]) -> dict[str, Kind]:
    return {
        key: Kind(key, Text(nb, en), POLICY[row], editorial=row == "text") for key, row, nb, en in all_of_them
    }


KINDS = _kinds(
    ("definition-added", "new-definition", "ny", "new"),
    ("definition-removed", "gone", "fjernet", "removed"),
    ("canonical-changed", "other-address", "ny canonical", "new canonical"),
    ("base-changed", "not-judged", "bygger på en annen definisjon", "based on another definition"),
    ("fhir-type-changed", "other-address", "ny FHIR-type", "another FHIR type"),
    ("context-added", "wider-type", "utvidelsen kan brukes flere steder", "the extension can be used in more places"),
    ("context-removed", "narrower-type", "utvidelsen kan brukes færre steder", "the extension can be used in fewer places"),
    ("min-raised", "more-required", "høyere minste antall", "higher minimum"),
    ("min-lowered", "less-required", "lavere minste antall", "lower minimum"),
    ("max-lowered", "fewer", "lavere største antall", "lower maximum"),
    ("max-raised", "more", "høyere største antall", "higher maximum"),
    ("element-added", "model", "nytt element i modellen", "new element of the model"),
    ("element-removed", "model", "element fjernet fra modellen", "element removed from the model"),
    ("slice-added", "new", "ny slice", "new slice"),
    ("slice-required", "more-required", "ny påkrevd slice", "new mandatory slice"),
    ("slice-into-closed", "wider-type", "ny slice der bare slices er tillatt", "new slice where only slices are allowed"),
    ("modifier-added", "modifier", "ny modifiserende utvidelse", "new modifier extension"),
    ("slice-removed", "slice-gone", "slice fjernet", "slice removed"),
    ("slice-forbidden", "fewer", "slice fjernet der bare slices er tillatt", "slice removed where only slices are allowed"),
    ("slicing-changed", "other-slicing", "slicing delt på en annen måte", "slicing divided in another way"),
    ("slicing-closed", "narrower-type", "bare slices er tillatt", "only slices are allowed"),
    ("slicing-opened", "wider-type", "mer enn slices er tillatt", "more than slices is allowed"),
    ("type-removed", "narrower-type", "datatype fjernet", "data type removed"),
    ("type-added", "wider-type", "ny datatype", "new data type"),
    ("target-removed", "narrower-type", "mål for referansen fjernet", "target of the reference removed"),
    ("target-added", "wider-type", "nytt mål for referansen", "new target of the reference"),
    ("type-profile-added", "narrower-type", "profil på datatypen", "profile on the data type"),
    ("type-profile-removed", "wider-type", "profil på datatypen fjernet", "profile on the data type removed"),
    ("binding-added", "narrower-binding", "ny binding", "new binding"),
    ("binding-strengthened", "narrower-binding", "strengere binding", "stronger binding"),
    ("binding-removed", "wider-binding", "binding fjernet", "binding removed"),
    ("binding-weakened", "wider-binding", "svakere binding", "weaker binding"),
    ("value-set-narrowed", "narrower-binding", "færre koder", "fewer codes"),
    ("value-set-widened", "wider-binding", "flere koder", "more codes"),
    ("value-set-replaced", "other-binding", "andre koder", "other codes"),
    ("value-set-renamed", "not-judged", "et annet verdisett med de samme kodene", "another value set with the same codes"),
    ("codes-added", "more-codes", "flere koder", "more codes"),
    ("codes-removed", "more-codes", "færre koder i et verdisett som ikke er bundet strengt", "fewer codes in a value set without a strong binding"),
    ("code-added", "more-codes", "ny kode", "new code"),
    ("code-removed", "code-gone", "kode fjernet", "code removed"),
    ("code-deprecated", "code-deprecated", "kode merket som utgått", "code marked as deprecated"),
    ("value-added", "new-value", "ny fast verdi eller nytt mønster", "new fixed value or pattern"),
    ("value-removed", "value-gone", "fast verdi eller mønster fjernet", "fixed value or pattern removed"),
    ("value-changed", "other-value", "annen fast verdi eller annet mønster", "another fixed value or pattern"),
    ("limit-narrowed", "new-value", "trangere grense", "narrower limit"),
    ("limit-widened", "value-gone", "videre grense", "wider limit"),
    ("rule-added", "new-rule", "ny regel", "new rule"),
    ("warning-added", "new-warning", "ny regel som gir advarsel", "new rule that gives a warning"),
    ("rule-removed", "rule-gone", "regel fjernet", "rule removed"),
    ("warning-removed", "new-warning", "regel som gir advarsel, fjernet", "rule that gives a warning removed"),
    ("rule-changed", "other-rule", "uttrykket i regelen endret", "expression of the rule changed"),
    ("warning-changed", "new-warning", "uttrykket i en regel som gir advarsel, endret", "expression of a rule that gives a warning changed"),
    ("rule-stricter", "new-rule", "advarsel er blitt feil", "a warning has become an error"),
    ("rule-milder", "rule-gone", "feil er blitt advarsel", "an error has become a warning"),
    ("life-cycle-added", "narrower-life-cycle", "nytt livsløp", "new life cycle"),
    ("life-cycle-removed", "wider-life-cycle", "livsløp fjernet", "life cycle removed"),
    ("initial-state-removed", "narrower-life-cycle", "starttilstand fjernet", "initial state removed"),
    ("initial-state-added", "wider-life-cycle", "ny starttilstand", "new initial state"),
    ("transition-removed", "narrower-life-cycle", "overgang fjernet", "transition removed"),
    ("transition-added", "wider-life-cycle", "ny overgang", "new transition"),
    ("transition-roles-fewer", "narrower-life-cycle", "færre kan gjøre overgangen", "fewer can make the transition"),
    ("transition-roles-more", "wider-life-cycle", "flere kan gjøre overgangen", "more can make the transition"),
    ("condition-added", "new-rule", "nytt vilkår for overgangen", "new condition of the transition"),
    ("condition-removed", "rule-gone", "vilkår for overgangen fjernet", "condition of the transition removed"),
    ("condition-changed", "other-rule", "vilkåret for overgangen endret", "condition of the transition changed"),
    ("must-support-added", "must-support", "må nå støttes", "must now be supported"),
    ("must-support-removed", "support-gone", "må ikke lenger støttes", "need no longer be supported"),
    ("modifier-changed", "modifier", "endrer nå betydningen av resten", "now modifies the meaning of the rest"),
    ("obligation-added", "obligation", "ny forpliktelse", "new obligation"),
    ("obligation-removed", "obligation-gone", "forpliktelse fjernet", "obligation removed"),
    ("text-changed", "text", "tekst", "text"),
    ("display-changed", "text", "visningstekst", "display"),
    ("dependency-changed", "dependency", "bygger på en annen versjon", "builds on another version"),
    ("resource-changed", "not-judged", "endret, og ikke vurdert", "changed, and not judged"),
)  # fmt: skip
