"""Too few or too many values of an element.

Counted in values (the entries of a JSON array), for the type by the walk, for profiles by `overlay.py`. What a resource
lacks is reported where it should have been: at its parent.

Source: https://hl7.org/fhir/R4/conformance-rules.html#cardinality
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Text
from dbep_ig.engine.fhir.translations import translated

SPEC = "https://hl7.org/fhir/R4/conformance-rules.html#cardinality"

TOO_FEW = Rule(
    code="DBEP4201",
    name="too-few",
    issue_type="required",
    nb="{element}{called} mangler{lack}",
    en="{element}{called} is missing{lack}",
    spec=SPEC,
)
TOO_MANY = Rule(
    code="DBEP4202",
    name="too-many",
    issue_type="structure",
    nb="{element} kan ha høyst {most}, men har {actual}",
    en="{element} can have at most {most}, but has {actual}",
    spec=SPEC,
)
NOT_USED = Rule(
    code="DBEP4214",
    name="element-not-used",
    issue_type="structure",
    nb="{what} brukes ikke i {asker}{reason}",
    en="{what} is not used in {asker}{reason}",
    spec=SPEC,
)
_LONGEST_TEXT = 200  # characters; what is longer is on the profile's page
NO_WORDS = Text("", "")


def lack(least: int, actual: int) -> Text:
    """How many are missing, as the end of the message; nothing where it is the only one."""
    if actual:
        return Text(
            f" verdier: det skal være minst {least}, men er bare {actual}",
            f" values: it must have at least {least}, but has {actual}",
        )
    if least == 1:
        return Text("", "")
    return Text(f"; det skal være minst {least}", f"; there must be at least {least}")


def called_by(definition: Mapping[str, Any], base: Mapping[str, Any]) -> Text:
    """What a profile calls an element, where it has words of its own: ` (“PLL reference”)`."""
    if not definition.get("short") or definition["short"] == base.get("short"):
        return NO_WORDS
    said = translated(definition, "short")
    name = str(definition.get("path", "")).rpartition(".")[2].casefold()
    nb, en = (
        "" if words.casefold() == name else quoted.format(_shortened(words))
        for words, quoted in ((said.nb, " («{}»)"), (said.en, " (“{}”)"))
    )
    return Text(nb, en)


def reason_of(definition: Mapping[str, Any], base: Mapping[str, Any]) -> Text:
    """Why a profile narrows an element, as the end of a message: its own comment, else its own requirements."""
    for member in ("comment", "requirements"):
        if definition.get(member) and definition[member] != base.get(member):
            said = translated(definition, member)
            return Text(_ending(said.nb), _ending(said.en))
    return NO_WORDS


def _ending(said: str) -> str:
    return f": {_shortened(said).removesuffix('.')}"


def _shortened(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= _LONGEST_TEXT else words[:_LONGEST_TEXT].rpartition(" ")[0] + "…"
