"""Equality (three-valued), equivalence, order, and keys for hashing, of items and collections.

Source: http://hl7.org/fhirpath/N1/#equality
"""

from collections import Counter
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Text

from .converting import MOMENTS, QUANTITY_TYPES, quantity_of, system_of, wrong_type
from .navigation import Navigator
from .node import Collection, Node
from .values import moments, quantities
from .values.moments import Date, DateTime, Moment, Time, parse_date_time, parse_time
from .values.numbers import equivalent as equivalent_numbers
from .values.quantities import Quantity
from .values.system import System

_NUMBERS = (int, Decimal)


def equal(left: Collection, right: Collection, navigator: Navigator) -> bool | None:
    """`left = right`: None when either is empty or a comparison is unknown.

    Source: http://hl7.org/fhirpath/N1/#equals
    """
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    if len(left) == 1:
        return equal_items(left[0], right[0], navigator)
    unknown = False
    for one, other in zip(left, right, strict=True):
        same = equal_items(one, other, navigator)
        if same is False:
            return False
        unknown = unknown or same is None
    return None if unknown else True


def equal_items(left: Any, right: Any, navigator: Navigator) -> bool | None:
    """Two items; None when their precision, zones or units do not tell."""
    ours, theirs = _values(left, right)
    if type(ours) is str and type(theirs) is str:
        return ours == theirs
    if ours is None or theirs is None:
        if _without_value(left) or _without_value(right):
            return None
        if ours is None and theirs is None:
            return key_of(left, navigator) == key_of(right, navigator)
        return False
    return equal_values(ours, theirs)


def _without_value(item: Any) -> bool:
    return type(item) is Node and item.value is None


def equal_values(left: System, right: System) -> bool | None:
    """Two System values."""
    left, right = _same_kind(left, right)
    if isinstance(left, Moment) and isinstance(right, Moment):
        if (type(left) is Time) != (type(right) is Time):
            return False
        ordered = moments.order(left, right)
        return None if ordered is None else ordered == 0
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        ordered = quantities.order_quantities(left, right)
        return None if ordered is None else ordered == 0
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def _same_kind(left: System, right: System) -> tuple[System, System]:
    """Implicit conversion of numbers to quantities."""
    if isinstance(left, Quantity) and type(right) in _NUMBERS:
        return left, Quantity(Decimal(right), "1")  # type: ignore[arg-type]
    if isinstance(right, Quantity) and type(left) in _NUMBERS:
        return Quantity(Decimal(left), "1"), right  # type: ignore[arg-type]
    return left, right


def _values(left: Any, right: Any) -> tuple[System | None, System | None]:
    """The System values of two items; a string of plain JSON beside a date or time is read as one."""
    ours, theirs = system_of(left), system_of(right)
    if type(ours) is type(theirs):
        return ours, theirs
    if isinstance(theirs, Moment) and type(ours) is str and _untyped(left):
        ours = _as_moment(ours, theirs) or ours
    elif isinstance(ours, Moment) and type(theirs) is str and _untyped(right):
        theirs = _as_moment(theirs, ours) or theirs
    return ours, theirs


def _untyped(item: Any) -> bool:
    return type(item) is Node and item.type is None


def _as_moment(text: str, like: Moment) -> Date | DateTime | Time | None:
    return parse_time(text) if type(like) is Time else parse_date_time(text)


def key_of(item: Any, navigator: Navigator) -> Hashable:
    """Two items have equal keys if and only if `=` between them is true. Linear in the size of the item."""
    value = system_of(item)
    if value is not None:
        return ("boolean", value) if isinstance(value, bool) else value
    if type(item) is not Node:
        return id(item)
    if item.value is None:
        return ("no value", id(item))
    return _json_key(item.value, item.type, navigator)


def outline_of(item: Any) -> Hashable | None:
    """Which members a complex element has, and how many items each: equal where two are equal; None where it says too little."""
    if (
        type(item) is not Node
        or type(item.value) is not dict
        or item.type in QUANTITY_TYPES
        or item.type is None
    ):
        return None
    return frozenset((name, len(each) if type(each) is list else -1) for name, each in item.value.items())


def _json_key(value: Any, type_name: str | None, navigator: Navigator) -> Hashable:
    if type(value) is str and type_name not in MOMENTS:
        return value
    if type(value) is not dict:
        if type(value) is list:
            return tuple([_json_key(each, type_name, navigator) for each in value])
        inner = system_of(Node(value, type_name))
        if inner is None:
            return value if isinstance(value, Hashable) else id(value)
        return ("boolean", inner) if isinstance(inner, bool) else inner
    if type_name is None or type_name in QUANTITY_TYPES:
        quantity = quantity_of(value)
        if quantity is not None:
            return quantity
    steps = navigator.child_steps(type_name) if type_name is not None else {}
    members: list[Hashable] = []
    for name, child in value.items():
        step = steps.get(name)
        child_type = step.type if step is not None and not name.startswith("_") else None
        if type(child) is dict and (child_type is None or child_type == "Resource"):
            named = child.get("resourceType")
            child_type = named if type(named) is str else child_type
        members.append((name, _json_key(child, child_type, navigator)))
    return frozenset(members)


def equivalent(left: Collection, right: Collection, navigator: Navigator) -> bool:
    """`left ~ right`: never unknown, order does not matter.

    Source: http://hl7.org/fhirpath/N1/#equivalent
    """
    if len(left) != len(right):
        return False
    if len(left) == 1:
        return equivalent_items(left[0], right[0], navigator)
    exact = _matched_exactly(left, right, navigator)
    rest_left, rest_right = exact
    remaining = list(rest_right)
    for item in rest_left:
        for position, other in enumerate(remaining):
            if equivalent_items(item, other, navigator):
                del remaining[position]
                break
        else:
            return False
    return True


def _matched_exactly(
    left: Collection, right: Collection, navigator: Navigator
) -> tuple[Collection, Collection]:
    """What is left of both when equal items are paired off, so that pairing by equivalence has little to do."""
    available = Counter(key_of(item, navigator) for item in right)
    rest_left = []
    taken: Counter[Hashable] = Counter()
    for item in left:
        key = key_of(item, navigator)
        if taken[key] < available[key]:
            taken[key] += 1
        else:
            rest_left.append(item)
    rest_right = []
    for item in right:
        key = key_of(item, navigator)
        if taken[key]:
            taken[key] -= 1
        else:
            rest_right.append(item)
    return rest_left, rest_right


def equivalent_items(left: Any, right: Any, navigator: Navigator) -> bool:
    """Two items, by the rules of their types."""
    ours, theirs = system_of(left), system_of(right)
    if ours is not None and theirs is not None:
        return equivalent_values(ours, theirs)
    if ours is not None or theirs is not None or type(left) is not Node or type(right) is not Node:
        return False
    if type(left.value) is not dict or type(right.value) is not dict:
        return bool(left.value == right.value)
    return _equivalent_elements(left, right, navigator)


def _equivalent_elements(left: Node, right: Node, navigator: Navigator) -> bool:
    """Every child of one has its equivalent in the other, name by name; ids are not compared.

    Source: https://hl7.org/fhir/R4/fhirpath.html#equivalence
    """
    ours, theirs = _by_name(left, navigator), _by_name(right, navigator)
    return ours.keys() == theirs.keys() and all(
        equivalent(items, theirs[name], navigator) for name, items in ours.items()
    )


def _by_name(node: Node, navigator: Navigator) -> dict[str, Collection]:
    grouped: dict[str, Collection] = {}
    for child in navigator.children([node]):
        if child.name != "id":
            grouped.setdefault(child.name, []).append(child)
    return grouped


def equivalent_values(left: System, right: System) -> bool:
    """Two System values."""
    left, right = _same_kind(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return _folded(left) == _folded(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        return equivalent_numbers(left, right)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return quantities.equivalent_quantities(left, right)
    return equal_values(left, right) is True


def _folded(text: str) -> str:
    """Without regard to case (Unicode case folding) and with every whitespace character as one space."""
    return text.translate(_SPACES).casefold()


_SPACES = {ord(character): " " for character in "\t\n\r"}

ORDERED = Text(
    "to tekster, tall, mengder, datoer eller tider", "two strings, numbers, quantities, dates or times"
)


def order(left: Any, right: Any, operation: str) -> int | None:
    """-1, 0, 1; None when it is unknown or an element has no value. Raises EvaluationError for types without order.

    Source: http://hl7.org/fhirpath/N1/#comparison
    """
    if type(left) is int and type(right) is int:
        return (left > right) - (left < right)
    ours, theirs = _values(left, right)
    if ours is None or theirs is None:
        if _without_value(left) or _without_value(right) or _invalid(left, ours) or _invalid(right, theirs):
            return None
        raise wrong_type(operation, left if ours is None else right, ORDERED)
    return order_values(ours, theirs, operation)


def _invalid(item: Any, value: System | None) -> bool:
    """A date that is none, a Quantity without value: reported elsewhere, nothing to compare here."""
    if value is not None or type(item) is not Node:
        return False
    return type(item.value) is not dict or item.type in QUANTITY_TYPES


def order_values(left: System, right: System, operation: str) -> int | None:
    """Two System values."""
    left, right = _same_kind(left, right)
    if (
        isinstance(left, Moment)
        and isinstance(right, Moment)
        and (type(left) is Time) == (type(right) is Time)
    ):
        return moments.order(left, right)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return quantities.order_quantities(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if (
        isinstance(left, _NUMBERS)
        and isinstance(right, _NUMBERS)
        and not isinstance(left, bool)
        and not isinstance(right, bool)
    ):
        return (left > right) - (left < right)
    raise wrong_type(operation, right, ORDERED)
