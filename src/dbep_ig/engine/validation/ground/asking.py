"""What asks for something, in words: a profile by its title, R4 itself, and the reason that a profile gives.

Looked up when a finding is shown.
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Asker, Rule, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.translations import own_name, translated
from dbep_ig.engine.fhir.uris import CORE_BASE

_R4 = "FHIR R4"
_LONGEST_TEXT = 200  # characters; what is longer is on the profile's page
NO_WORDS = Text("", "")


def asker_of(rule: Rule, params: Mapping[str, Any], definitions: Definitions) -> Asker | None:
    """The profile among a finding's values; None where there is none, or where the finding is about that profile."""
    canonical = params.get("profile")
    if type(canonical) is not str or "{profile}" in rule.message.en:
        return None
    return Asker(name_of(canonical, definitions), canonical)


def name_of(canonical: str, definitions: Definitions) -> Text:
    """A profile's title in the reader's language; `FHIR R4` for a type's own definition, which needs no canonical."""
    if not canonical:
        return Text(_R4, _R4)
    url = canonical.partition("|")[0]
    definition = definitions.find(canonical, "StructureDefinition")
    if url.startswith(CORE_BASE) and (definition is None or definition.get("name") == url[len(CORE_BASE) :]):
        name = f"{_R4} {url[len(CORE_BASE) :]}"
        return Text(name, name)
    return Text(canonical, canonical) if definition is None else own_name(definition)


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
