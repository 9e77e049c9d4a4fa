"""From elements of FHIR to System values, and collections to the one value an operator wants.

Source: https://hl7.org/fhir/R4/fhirpath.html#types
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Text

from .errors import EvaluationError
from .node import Collection, Node
from .rules import SEVERAL_ITEMS, WRONG_TYPE
from .values.moments import Date, DateTime, Time, parse_date, parse_date_time, parse_time
from .values.numbers import LARGEST_EXPONENT
from .values.quantities import Quantity
from .values.system import SYSTEM_NAMES, System

UCUM = "http://unitsofmeasure.org"
QUANTITY_TYPES = frozenset(
    ("Quantity", "Age", "Count", "Distance", "Duration", "SimpleQuantity", "MoneyQuantity")
)

MOMENTS: dict[str | None, Callable[[str], Date | DateTime | Time | None]] = {
    "date": parse_date,
    "dateTime": parse_date_time,
    "instant": parse_date_time,
    "time": parse_time,
}


def system_of(item: Any) -> System | None:
    """The System value of an item; None for an element that has none (complex, without value, or not valid)."""
    if type(item) is not Node:
        return item if type(item) in SYSTEM_NAMES else None
    value = item.value
    kind = type(value)
    if kind is str:
        parse = MOMENTS.get(item.type)
        if parse is None:
            return value  # type: ignore[no-any-return]
        moment: Date | DateTime | Time | None = parse(value)
        return moment
    if kind is bool:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return value if value.bit_length() <= _LONGEST_INTEGER else None
    if kind is Decimal:
        return number(value)
    if kind is float:
        return number(Decimal(repr(value)))
    if kind is dict and (item.type in QUANTITY_TYPES or item.type is None):
        return quantity_of(value)
    return None


_LONGEST_INTEGER = 1_000  # bits; longer ones are no numbers of medicine, and Python does not write them all


def number(value: Decimal) -> Decimal | None:
    """The value unless it is not finite or absurdly large or small."""
    return value if value.is_finite() and abs(value.adjusted()) <= LARGEST_EXPONENT else None


def quantity_of(value: dict[str, Any]) -> Quantity | None:
    """A FHIR Quantity as a System one: UCUM's code, or the unit's own words. None with a comparator or no value.

    Source: https://hl7.org/fhir/R4/fhirpath.html#quantity
    """
    amount = value.get("value")
    if type(amount) is float:
        amount = Decimal(repr(amount))
    if (type(amount) is not int and type(amount) is not Decimal) or "comparator" in value:
        return None
    if not value.keys() <= _QUANTITY_KEYS:
        return None
    system, code, unit = value.get("system"), value.get("code"), value.get("unit")
    if type(code) is str and system == UCUM:
        known = code
    elif type(code) is str and type(system) is str:
        known = f"{system}|{code}"  # a unit of another system: equal to itself, comparable to nothing
    else:
        known = unit if type(unit) is str else "1"
    exact = number(Decimal(amount))
    return None if exact is None else Quantity(exact, known)


_QUANTITY_KEYS = frozenset(
    f"{prefix}{name}"
    for prefix in ("", "_")
    for name in ("id", "extension", "value", "unit", "system", "code")
    if prefix + name not in ("_id", "_extension")
)


def type_of(item: Any) -> str | None:
    """`FHIR.Patient`, `System.String`; None for plain JSON of unknown type."""
    if type(item) is Node:
        return None if item.type is None else f"FHIR.{item.type}"
    return SYSTEM_NAMES.get(type(item), "System.Any")


def described(item: Any) -> str:
    """An item's type for a message."""
    name = type_of(item)
    if name is not None:
        return name
    value = system_of(item)
    return "JSON" if value is None else SYSTEM_NAMES[type(value)]


def several(operation: str, items: Collection) -> EvaluationError:
    """The error of having more than one item."""
    return EvaluationError(SEVERAL_ITEMS, {"operation": operation, "actual": len(items)})


def wrong_type(operation: str, item: Any, expected: str | Text) -> EvaluationError:
    """The error of having an item of a type that an operation cannot use."""
    return EvaluationError(
        WRONG_TYPE, {"operation": operation, "actual": described(item), "expected": expected}
    )


def truth(items: Collection, operation: str) -> bool | None:
    """A collection as a boolean: empty is None, one boolean is itself, one of anything else is true.

    Source: http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections
    """
    if not items:
        return None
    if len(items) > 1:
        raise several(operation, items)
    item = items[0]
    if item is True or item is False:
        return item is True
    if type(item) is Node:
        value = item.value
        if type(value) is bool:
            return value
        if value is None and item.type == "boolean":
            return None
    return True


def without_value(item: Any, value: System | None) -> bool:
    """Whether a primitive has no (valid) value: `value` is what `system_of` gave."""
    return value is None and type(item) is Node and type(item.value) is not dict


def one(items: Collection, operation: str) -> Any:
    """The single item, or None; several are an error."""
    if len(items) > 1:
        raise several(operation, items)
    return items[0] if items else None


STRING = Text("en tekst", "a string")
INTEGER = Text("et heltall", "an integer")
NUMBER = Text("et tall", "a number")
BOOLEAN = Text("en boolsk verdi", "a boolean")


def one_string(items: Collection, operation: str) -> str | None:
    """The single string, or None for an empty collection or an element without value."""
    item = one(items, operation)
    if item is None:
        return None
    if type(item) is Node and type(item.value) is str:
        return item.value  # dates and times of FHIR are strings to string functions: they convert implicitly
    value = system_of(item)
    if isinstance(value, str):
        return value
    if without_value(item, value):
        return None
    raise wrong_type(operation, item, STRING)


def one_integer(items: Collection, operation: str) -> int | None:
    """The single integer, or None."""
    item = one(items, operation)
    if item is None:
        return None
    value = system_of(item)
    if type(value) is int:
        return value
    if without_value(item, value):
        return None
    raise wrong_type(operation, item, INTEGER)


def one_number(items: Collection, operation: str) -> int | Decimal | None:
    """The single integer or decimal, or None."""
    item = one(items, operation)
    if item is None:
        return None
    value = system_of(item)
    if type(value) is int or type(value) is Decimal:
        return value
    if without_value(item, value):
        return None
    raise wrong_type(operation, item, NUMBER)
