"""Integers of 32 bits, exact decimals, and what happens at their edges.

Source: http://hl7.org/fhirpath/N1/#math-2
"""

from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException

LOWEST_INTEGER = -(2**31)
HIGHEST_INTEGER = 2**31 - 1
LARGEST_EXPONENT = 400  # no finite number of medicine is longer; keeps 1e999999999 from becoming an integer

EXACT = Context(prec=64)
"""Sums and products of what people write are exact here."""
_DIVISION = Context(prec=28)


def integer(value: int) -> int | None:
    """The value if it fits; None is the specification's answer to overflow."""
    return value if LOWEST_INTEGER <= value <= HIGHEST_INTEGER else None


def divide(left: int | Decimal, right: int | Decimal) -> Decimal | None:
    """A decimal, exact or with 28 significant digits; None by zero."""
    if right == 0:
        return None
    quotient = _DIVISION.divide(Decimal(left), Decimal(right))
    return plain(quotient)


def truncated_quotient(left: int | Decimal, right: int | Decimal) -> int | None:
    """`div`: the quotient without its fraction, towards zero."""
    if right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        return integer(quotient if (left < 0) == (right < 0) else -quotient)
    try:
        return integer(int(EXACT.divide_int(Decimal(left), Decimal(right))))
    except DecimalException:
        return None


def remainder(left: int | Decimal, right: int | Decimal) -> int | Decimal | None:
    """`mod`: what truncated division leaves, with the sign of `left`."""
    if right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    try:
        return EXACT.remainder(Decimal(left), Decimal(right))
    except DecimalException:
        return None


def round_half_up(value: int | Decimal, places: int) -> Decimal:
    """Half away from zero, to `places` decimals."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)


def decimal_places(value: int | Decimal) -> int:
    """Digits after the point, as written."""
    if isinstance(value, int):
        return 0
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def significant_places(value: int | Decimal) -> int:
    """Digits after the point without trailing zeroes: the precision that equivalence compares at."""
    return 0 if isinstance(value, int) else decimal_places(value.normalize(EXACT))


def plain(value: Decimal) -> Decimal:
    """Without an exponent above zero: 1E+2 -> 100."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and 0 < exponent <= LARGEST_EXPONENT:
        return value.quantize(Decimal(1), context=Context(prec=LARGEST_EXPONENT * 2))
    return value


def tidy(value: Decimal) -> Decimal:
    """Without the trailing zeroes of a computation: 4.000… -> 4.0."""
    shortest = value.normalize(EXACT)
    return shortest if decimal_places(shortest) else plain(shortest) + Decimal("0.0")


def equivalent(left: int | Decimal, right: int | Decimal) -> bool:
    """Equal when rounded to the less precise of the two.

    Source: http://hl7.org/fhirpath/N1/#equivalent
    """
    if left == right:
        return True
    places = min(significant_places(left), significant_places(right))
    return round_half_up(left, places) == round_half_up(right, places)


def number_text(value: int | Decimal) -> str:
    """Never with an exponent."""
    return str(value) if isinstance(value, int) else f"{value:f}"
