"""Who must do what with which elements, as the extensions of a definition say it.

Source: http://hl7.org/fhir/StructureDefinition/obligation
"""

from collections.abc import Iterator
from typing import NamedTuple

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.obligation_codes import EXTENSION


class ObligationRow(NamedTuple):
    """A line of a table: the element's id, the canonical of the actor, and FHIR's codes."""

    element: str
    actor: str
    codes: tuple[str, ...]


def obligations_of(structure: Resource) -> Iterator[ObligationRow]:
    """Those that the structure itself says."""
    for element in (structure.get("differential") or {}).get("element", ()):
        for extension in element.get("extension", ()):
            if extension.get("url") != EXTENSION:
                continue
            parts = extension.get("extension", ())
            codes = tuple(str(one["valueCode"]) for one in parts if one.get("url") == "code")
            actors = [str(one["valueCanonical"]) for one in parts if one.get("url") == "actor"]
            for actor in actors or [""]:
                yield ObligationRow(str(element.get("id")), actor, codes)
