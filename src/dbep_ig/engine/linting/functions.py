"""What functions make of a collection, as far as it is known before they run.

Source: http://hl7.org/fhirpath/N1/#functions
"""

from dbep_ig.engine.fhirpath.functions.function import Function

from .shapes import UNKNOWN, Kind, Shape, either, joined

_AT_MOST_ONE = frozenset(("first", "last", "single"))
_SAME = frozenset((
    "tail", "skip", "take", "distinct", "trace", "sort", "where", "intersect", "exclude", "checkModifiers", "slice",
    "defineVariable",
))  # fmt: skip
_TEXTS = frozenset(("split", "toChars"))
WHOLE = frozenset(("iif", "defineVariable", "coalesce"))
"""Functions whose expressions see the input whole; those of others see one item."""


def result(function: Function, left: Shape, arguments: list[Shape]) -> Shape:
    """The shape of what a function gives."""
    name = function.name
    if name in _AT_MOST_ONE:
        return left.one()
    if name in _SAME:
        return Shape(left.kinds, left.many)
    if name == "select" and arguments:
        return Shape(arguments[0].kinds, either(left.many, arguments[0].many))
    if name in ("repeat", "repeatAll") and arguments:
        return Shape(arguments[0].kinds, many=True)
    if name in ("union", "combine") and arguments:
        return Shape(joined((left, *arguments[:1])), many=True)
    if name in ("iif", "coalesce"):
        branches = arguments[1:] if name == "iif" else arguments
        return Shape(joined(branches), either(*(branch.many for branch in branches)))
    if name in _TEXTS:
        return Shape((Kind("System.String"),), many=True)
    if function.gives.startswith("System."):
        return Shape((Kind(function.gives),), many=False)
    return UNKNOWN
