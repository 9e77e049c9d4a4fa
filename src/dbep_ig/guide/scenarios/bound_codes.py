"""The codes of a value set of the guide, as examples write them."""

from typing import NamedTuple

from dbep_ig.guide.authoring.model import Binding, Model


class BoundCode(NamedTuple):
    """A code: as an example writes it (`plantype#kort`), and what it is called."""

    written: str
    display: str


def bound_codes(binding: Binding | None, model: Model) -> dict[str, BoundCode]:
    """Code -> how it is written, of those that the bound value set takes by its own list or from a code system here.

    Empty without a binding, and for a value set of others. What is excluded is left out.
    """
    value_set = model.value_sets.get(binding.value_set) if binding is not None else None
    if value_set is None:
        return {}
    found: dict[str, BoundCode] = {}
    for inclusion in value_set.include:
        own = model.code_systems.get(inclusion.system or "")
        system = inclusion.system if own is None else model.names.short(own.id)
        concepts = own.concepts if own is not None else {}
        for code, concept in (inclusion.concepts or concepts).items():
            known = concepts.get(code, concept)
            display = code if known is None else known.display.main
            found.setdefault(code, BoundCode(f"{system}#{code}", display))
    for exclusion in value_set.exclude:
        for code in exclusion.concepts:
            found.pop(code, None)
    return found
