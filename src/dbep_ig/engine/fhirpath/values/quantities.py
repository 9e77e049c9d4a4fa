"""Quantity: a decimal and a unit, compared and computed through exact conversion. Unknown units are never guessed.

Source: http://hl7.org/fhirpath/N1/#quantity
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from .numbers import EXACT, divide, equivalent, number_text
from .units import CALENDAR_UNITS, Scale, definite_scale, scale


class Quantity:
    """`4 days`, `10 'mg'`.

    calendar  the unit is a calendar word, not a UCUM code
    """

    __slots__ = ("calendar", "unit", "value")

    def __init__(self, value: Decimal, unit: str, *, calendar: bool = False) -> None:
        self.value = value
        self.unit = unit
        self.calendar = calendar

    @property
    def scale(self) -> Scale | None:
        """The unit's measure, if it is known."""
        return scale(self.unit, calendar=self.calendar)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for quantities whose equality is true."""
        measure = self.scale
        if measure is None:
            return ("unit", self.unit, self.calendar, self.value)
        return (measure.dimension, Fraction(self.value) * measure.factor)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        number = number_text(self.value)
        return f"{number} {self.unit}" if self.calendar else f"{number} '{self.unit}'"

    def __repr__(self) -> str:
        return f"Quantity({self})"


@cache
def _quantity_pattern() -> re.Pattern[str]:
    return re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|([a-zA-Z]+))?", re.ASCII)


def parse_quantity(text: str) -> Quantity | None:
    """`4 days`, `10 'mg'`, `3` -> Quantity; None when it is none.

    Source: http://hl7.org/fhirpath/N1/#toquantityunit-string-quantity
    """
    match = _quantity_pattern().fullmatch(text)
    if match is None:
        return None
    value, unit, word = Decimal(match[1]), match[2], match[3]
    if word is not None:
        return Quantity(value, word, calendar=True) if word in CALENDAR_UNITS else None
    return Quantity(value, unit or "1")


def comparable(left: Quantity, right: Quantity) -> bool:
    """Whether the two can be compared: one unit, or known units of one dimension."""
    return _common(left, right) is not None


def order_quantities(left: Quantity, right: Quantity) -> int | None:
    """-1, 0, 1; None when the units differ in dimension or one is unknown."""
    common = _common(left, right)
    if common is None:
        return None
    ours, theirs = Fraction(left.value) * common[0], Fraction(right.value) * common[1]
    return (ours > theirs) - (ours < theirs)


def equivalent_quantities(left: Quantity, right: Quantity) -> bool:
    """Equal in the finer of the units, at the precision of the less precise value; `1 year ~ 1 'a'`."""
    if left.unit == right.unit and left.calendar == right.calendar:
        return equivalent(left.value, right.value)
    ours = definite_scale(left.unit, calendar=left.calendar)
    theirs = definite_scale(right.unit, calendar=right.calendar)
    if ours is None or theirs is None or ours.dimension != theirs.dimension:
        return False
    # Rounded in the coarser unit, in which the less precise value was written: 4 'g' ~ 4040 'mg'.
    coarser, finer, ratio = (
        (left, right, theirs.factor / ours.factor)
        if ours.factor >= theirs.factor
        else (right, left, ours.factor / theirs.factor)
    )
    converted = as_decimal(Fraction(finer.value) * ratio)
    return equivalent(coarser.value, converted)


def _common(left: Quantity, right: Quantity) -> tuple[Fraction, Fraction] | None:
    if left.unit == right.unit and left.calendar == right.calendar:
        return Fraction(1), Fraction(1)
    ours, theirs = left.scale, right.scale
    if ours is None or theirs is None or ours.dimension != theirs.dimension:
        return None
    return ours.factor, theirs.factor


def as_decimal(value: Fraction) -> Decimal:
    """Exact where a decimal can be, else with 64 significant digits."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def convert(quantity: Quantity, unit: str) -> Quantity | None:
    """The quantity in another unit (UCUM code or calendar word); None when that cannot be."""
    target = Quantity(Decimal(1), unit, calendar=unit in CALENDAR_UNITS)
    common = _common(quantity, target)
    if common is None:
        return None
    return Quantity(
        as_decimal(Fraction(quantity.value) * common[0] / common[1]), unit, calendar=target.calendar
    )


def add(left: Quantity, right: Quantity, sign: int) -> Quantity | None:
    """Sum (sign 1) or difference (sign -1) in the finer unit; None when the units do not go together."""
    common = _common(left, right)
    if common is None:
        return None
    ours, theirs = common
    finer = left if ours <= theirs else right
    total = (Fraction(left.value) * ours + sign * Fraction(right.value) * theirs) / min(ours, theirs)
    return Quantity(as_decimal(total), finer.unit, calendar=finer.calendar)


def multiply(left: Quantity, right: Quantity) -> Quantity | None:
    """Product, with the product of the units."""
    if left.unit == "1" or right.unit == "1":
        other = right if left.unit == "1" else left
        return Quantity(EXACT.multiply(left.value, right.value), other.unit, calendar=other.calendar)
    return _with_unit(EXACT.multiply(left.value, right.value), left, right, 1)


def quotient(left: Quantity, right: Quantity) -> Quantity | None:
    """Quotient, with the quotient of the units; None by zero."""
    if right.value == 0:
        return None
    if right.unit == "1":
        value = divide(left.value, right.value)
        return None if value is None else Quantity(value, left.unit, calendar=left.calendar)
    common = _common(left, right)
    if common is not None:
        ratio = Fraction(left.value) * common[0] / (Fraction(right.value) * common[1])
        return Quantity(as_decimal(ratio), "1")
    value = divide(left.value, right.value)
    return None if value is None else _with_unit(value, left, right, -1)


@cache
def _power_pattern() -> re.Pattern[str]:
    return re.compile(r"([A-Za-z%*\[\]_'\"]+)(\d+)?")


def _with_unit(value: Decimal, left: Quantity, right: Quantity, sign: int) -> Quantity | None:
    """The unit of a product (sign 1) or quotient (sign -1): powers of one atom are joined (cm × cm2 = cm3)."""
    if left.calendar or right.calendar or left.scale is None or right.scale is None:
        return None
    ours, theirs = _power_pattern().fullmatch(left.unit), _power_pattern().fullmatch(right.unit)
    if ours is not None and theirs is not None and ours[1] == theirs[1]:
        power = int(ours[2] or 1) + sign * int(theirs[2] or 1)
        return Quantity(value, "1" if power == 0 else ours[1] + (str(power) if power != 1 else ""))
    if sign > 0:
        return Quantity(value, f"{left.unit}.{_factor(right.unit)}")
    return Quantity(value, f"{'' if left.unit == '1' else left.unit}/{_factor(right.unit)}")


def _factor(unit: str) -> str:
    return f"({unit})" if "/" in unit or "." in unit else unit
