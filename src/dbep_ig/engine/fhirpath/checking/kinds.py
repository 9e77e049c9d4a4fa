"""What can be known of a collection before anything runs: types, kinds of value, number and order of items."""

from dbep_ig.engine.fhirpath.navigation import RESOURCE_BASES
from dbep_ig.engine.fhirpath.node import PRIMITIVE_NAMES

Types = frozenset[str] | None
"""FHIR type names and `System.…`; None when nothing is known, empty for a collection that is always empty."""

NOTHING: frozenset[str] = frozenset()


class Static:
    """What is known of a collection.

    types    see `Types`
    ordered  the order means something
    count    exact number of items, where the expression alone tells it
    """

    __slots__ = ("count", "ordered", "types")

    def __init__(self, types: Types, *, ordered: bool = True, count: int | None = None) -> None:
        self.types = types
        self.ordered = ordered
        self.count = count


UNKNOWN = Static(None)


def kinds(static: Static) -> frozenset[str] | None:
    """The kinds of a collection's items; None when unknown."""
    if static.types is None:
        return None
    return frozenset(kind_of(name) for name in static.types)


def kind_of(name: str) -> str:
    """The kind of value that a type's elements have: string, number, boolean, moment, quantity, complex or other."""
    if name.startswith("System."):
        return _SYSTEM_KINDS.get(name, "other")
    if name in PRIMITIVE_NAMES:
        return _PRIMITIVE_KINDS.get(name, "string")
    if name in ("Quantity", "Age", "Count", "Distance", "Duration", "SimpleQuantity", "MoneyQuantity"):
        return "quantity"
    return "other" if name in RESOURCE_BASES or name == "Element" else "complex"


_SYSTEM_KINDS = {
    "System.String": "string",
    "System.Boolean": "boolean",
    "System.Integer": "number",
    "System.Decimal": "number",
    "System.Date": "moment",
    "System.DateTime": "moment",
    "System.Time": "moment",
    "System.Quantity": "quantity",
}
_PRIMITIVE_KINDS = {
    "boolean": "boolean",
    "integer": "number",
    "positiveInt": "number",
    "unsignedInt": "number",
    "decimal": "number",
    "date": "moment",
    "dateTime": "moment",
    "instant": "moment",
    "time": "moment",
}


def joined(*statics: Static) -> Types:
    joined: set[str] = set()
    for static in statics:
        if static.types is None:
            return None
        joined |= static.types
    return frozenset(joined)
