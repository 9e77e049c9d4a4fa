"""The url of an extension that nobody defines, in `extension('…')` and `extension.where(url = '…')`.

Source: https://hl7.org/fhir/R4/extensibility.html
"""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.diagnostics.slips import ALIKE_OF_FEW, NO_HINT, asked, did_you_mean, is_slip, nearest
from dbep_ig.engine.fhir.definitions import canonicals_of
from dbep_ig.engine.fhir.uris import CORE_BASE, is_absolute
from dbep_ig.engine.fhirpath.syntax.ast import Node

from .elements import Elements
from .findings import Notes
from .rules import UNKNOWN_EXTENSION
from .shapes import Kind

_NOWHERE = Text(
    "verken definert i guiden, i FHIR R4 eller i de tilgjengelige pakkene",
    "defined neither in the guide, in FHIR R4, nor in the available packages",
)
_NO_ADDRESS = Text(
    "ingen adresse, og bare delene av en utvidelse har korte navn",
    "not absolute, and only the parts of an extension have short names",
)
_NO_PART = Text("ingen del av utvidelsen", "not a part of the extension")


def check_extension(
    url: str,
    node: Node,
    kinds: tuple[Kind, ...] | None,
    own_base: str | None,
    elements: Elements,
    notes: Notes,
) -> None:
    """DBEP2174 for a url that leads to no extension.

    kinds     what the extension stands on
    own_base  None: everything that is used is available, and what is not found does not exist. Otherwise a url is reported
              only where it begins so, or is nearly one that is known
    """
    if not is_absolute(url):
        _check_part(url, node, kinds, elements, notes)
        return
    found = elements.definitions.find(url, "StructureDefinition")
    if found is not None:
        if found.get("type") != "Extension":
            type_name = str(found.get("type"))
            problem = Text(
                f"ingen utvidelse, men en definisjon av {type_name}",
                f"not an extension, but a definition of {type_name}",
            )
            notes.add(UNKNOWN_EXTENSION, node, url=url, problem=problem, hint=NO_HINT)
        return
    if any(url in (elements.parts(kind) or ()) for kind in kinds or ()):
        return
    near = _nearest(url, canonicals_of(elements.definitions, "StructureDefinition"))
    if own_base is None or near is not None or url.startswith(own_base):
        hint = NO_HINT if near is None else asked(near)
        notes.add(UNKNOWN_EXTENSION, node, url=url, problem=_NOWHERE, hint=hint)


def _check_part(
    url: str, node: Node, kinds: tuple[Kind, ...] | None, elements: Elements, notes: Notes
) -> None:
    if not kinds:
        return
    parts = [elements.parts(kind) for kind in kinds]
    if all(kind.type != "Extension" for kind in kinds):
        notes.add(UNKNOWN_EXTENSION, node, url=url, problem=_NO_ADDRESS, hint=NO_HINT)
    elif all(names is not None and url not in names for names in parts):
        known = sorted({name for names in parts for name in names or ()})
        hint = did_you_mean(url, known, alike=ALIKE_OF_FEW)
        notes.add(UNKNOWN_EXTENSION, node, url=url, problem=_NO_PART, hint=hint)


def _nearest(url: str, known: Iterable[str]) -> str | None:
    """A slip in the whole of it, or the same place and nearly the same id."""
    base = url.rpartition("/")[0] + "/"
    alike = [one for one in known if is_slip(url, one) or (one.startswith(base) and base != CORE_BASE)]
    slip = next((one for one in sorted(alike) if is_slip(url, one)), None)
    if slip is not None:
        return slip

    return nearest(url, alike)
