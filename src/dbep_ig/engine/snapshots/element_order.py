"""The order in which FHIR writes the properties of an ElementDefinition, so that a snapshot reads like any other.

Source: https://hl7.org/fhir/R4/elementdefinition.html#resource
"""

from .tree import Element

_NAMES = (
    "id extension modifierExtension path representation sliceName sliceIsConstraining label code slicing short definition "
    "comment requirements alias min max base contentReference type defaultValue meaningWhenMissing orderMeaning fixed "
    "pattern example minValue maxValue maxLength condition constraint mustSupport isModifier isModifierReason isSummary "
    "binding mapping"
).split()
_RANKS = {sign + name: rank for rank, name in enumerate(_NAMES) for sign in ("", "_")}
CHOICES = ("defaultValue", "fixed", "pattern", "minValue", "maxValue")


def in_order(element: Element) -> Element:
    """The same element with its properties in FHIR's order; a primitive's `_` member follows it."""
    return dict(sorted(element.items(), key=_rank))


def _rank(item: tuple[str, object]) -> tuple[int, bool]:
    name = item[0]
    rank = _RANKS.get(name)
    if rank is None:  # fixedUri
        plain = name.lstrip("_")
        rank = next((_RANKS[choice] for choice in CHOICES if plain.startswith(choice)), len(_RANKS))
    return rank, name.startswith("_")


def choice_key(element: Element, prefix: str) -> str | None:
    """The member that holds a choice of types: (`fixed`) -> `fixedUri`, None without."""
    for key in element:
        if key.startswith(prefix) and key[len(prefix) : len(prefix) + 1].isupper():
            return key
    return None
