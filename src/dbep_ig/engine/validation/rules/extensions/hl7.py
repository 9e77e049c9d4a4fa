"""Which extensions HL7 has published under R4's own address, as far as the packages of a call tell.

R4 core has close to 400; later ones are in the extensions pack, which may or may not be among the packages. There is no
list of their names here: it would be out of date with the next edition, and then refuse what is right. So a name that
nobody knows is a slip when a known one is near it, and is nothing at all when the pack is loaded.

Source: https://hl7.org/fhir/R4/extensibility.html, http://hl7.org/fhir/extensions/
"""

from dbep_ig.engine.fhir.definitions import Definitions, canonicals_of
from dbep_ig.engine.fhir.uris import CORE_BASE
from dbep_ig.engine.validation.ground.run import Run

_PACK = "hl7.fhir.uv.extensions"
_IN_EVERY_PACK = CORE_BASE + "structuredefinition-imposeProfile"  # and not in R4 core
_MOST_REMEMBERED = 1_000
_SHORT = 12  # letters; shorter names differ by more than one letter only when they are others


def nearest_extension(url: str, run: Run) -> str | None:
    """The known extension that a url under R4's address is a slip for; None when none is near.

    Near is another case or punctuation, or one letter wrong, missing, too many or exchanged (two in a long name). No two
    of R4's own names are as near as that but for `min` and `max`, `EN` and `AD` and the like, of which both are known.
    """
    if url not in run.slips:
        if len(run.slips) >= _MOST_REMEMBERED:
            run.slips.clear()
        run.slips[url] = found = _nearest(url, run.definitions)
        return found
    return run.slips.get(url)


def _nearest(url: str, definitions: Definitions) -> str | None:
    name = _plain(url)
    allowed = 1 if len(name) < _SHORT else 2
    near: list[tuple[int, str]] = []
    for known in canonicals_of(definitions, "StructureDefinition"):
        if known.startswith(CORE_BASE):
            plain = _plain(known)
            if abs(len(plain) - len(name)) <= allowed:
                distance = _distance(name, plain)
                if distance <= allowed:
                    near.append((distance, known))
    for _, known in sorted(near):
        definition = definitions.find(known, "StructureDefinition")
        if definition is not None and definition.get("type") == "Extension":
            return known
    return None


def knows_all(definitions: Definitions) -> bool:
    """Whether HL7's extensions pack is among the packages."""
    definition = definitions.find(_IN_EVERY_PACK, "StructureDefinition")
    return definition is not None and (definitions.package_of(definition) or "").startswith(_PACK)


def _plain(url: str) -> str:
    return url[len(CORE_BASE) :].replace("-", "").replace("_", "").lower()


def _distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or exchanged with the next (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
