"""The operators on collections.

Source: http://hl7.org/fhirpath/N1/#operations
"""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from dbep_ig.engine.diagnostics import Text

from .comparing import equal, equivalent, key_of, order, outline_of
from .converting import NUMBER, one, one_integer, one_string, system_of, truth, without_value, wrong_type
from .environment import Environment
from .errors import EvaluationError
from .node import Collection
from .rules import INVALID_ARGUMENT, TOO_MUCH_WORK
from .values import quantities
from .values.moment_arithmetic import ALLOWED, move
from .values.moments import Moment
from .values.numbers import EXACT, divide, integer, number_text, remainder, truncated_quotient
from .values.quantities import Quantity
from .values.system import System
from .values.units import word_for

Operator = Callable[[Collection, Collection, Environment], Collection]

LONGEST_STRING = 10_000_000
"""Characters that one string may have."""
MOST_CHARACTERS = 50_000_000
"""Characters that the strings made in one evaluation may have together."""

_TRUE: Collection = [True]
_FALSE: Collection = [False]


def boolean(value: bool | None) -> Collection:
    """True, False and unknown as collections."""
    return [] if value is None else [value]


def bounded(text: str, operation: str, env: Environment) -> str:
    """The string, unless it or all strings together grew out of bounds."""
    env.characters += len(text)
    if len(text) > LONGEST_STRING or env.characters > MOST_CHARACTERS:
        raise EvaluationError(TOO_MUCH_WORK, {"operation": operation, "allowed": LONGEST_STRING})
    return text


def _operands(left: Collection, right: Collection, operator: str) -> tuple[System, System] | None:
    """The two values of a math operator; None when one is empty or has no value."""
    one_left, one_right = one(left, operator), one(right, operator)
    if one_left is None or one_right is None:
        return None
    ours, theirs = system_of(one_left), system_of(one_right)
    for item, value in ((one_left, ours), (one_right, theirs)):
        if value is None and not without_value(item, value):
            raise wrong_type(operator, item, MATH)
    return None if ours is None or theirs is None else (ours, theirs)


MATH = Text("tall, mengder, datoer eller tekster", "numbers, quantities, dates or strings")


def _is_number(value: System) -> bool:
    return type(value) is int or type(value) is Decimal


def _plain(value: int | Decimal) -> Collection:
    if type(value) is int:
        fitting = integer(value)
        return [] if fitting is None else [fitting]
    return [value]


def _as_quantities(left: System, right: System) -> tuple[Quantity, Quantity] | None:
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return left, right
    if isinstance(left, Quantity) and isinstance(right, int | Decimal) and not isinstance(right, bool):
        return left, Quantity(Decimal(right), "1")
    if isinstance(right, Quantity) and isinstance(left, int | Decimal) and not isinstance(left, bool):
        return Quantity(Decimal(left), "1"), right
    return None


def _quantity(value: Quantity | None) -> Collection:
    return [] if value is None else [value]


def add(left: Collection, right: Collection, env: Environment) -> Collection:
    """`+`: numbers, quantities, strings, and a moment and a duration."""
    return _sum(left, right, 1, "+", env)


def subtract(left: Collection, right: Collection, env: Environment) -> Collection:
    """`-`: numbers, quantities, and a moment and a duration."""
    return _sum(left, right, -1, "-", env)


def _sum(left: Collection, right: Collection, sign: int, operator: str, env: Environment) -> Collection:
    values = _operands(left, right, operator)
    if values is None:
        return []
    ours, theirs = values
    if isinstance(ours, str) and isinstance(theirs, str) and sign > 0:
        return [bounded(ours + theirs, operator, env)]
    if isinstance(ours, Moment):
        return _moved(ours, theirs, sign, operator)
    if _is_number(ours) and _is_number(theirs):
        if type(ours) is int and type(theirs) is int:
            return _plain(ours + sign * theirs)
        return [(EXACT.add if sign > 0 else EXACT.subtract)(Decimal(ours), Decimal(theirs))]  # type: ignore[arg-type]
    pair = _as_quantities(ours, theirs)
    if pair is None:
        raise wrong_type(operator, theirs if _is_number(ours) else ours, MATH)
    return _quantity(quantities.add(*pair, sign))


def _moved(moment: Moment, by: System, sign: int, operator: str) -> Collection:
    if not isinstance(by, Quantity):
        raise wrong_type(operator, by, DURATION)
    word = word_for(by.unit, calendar=by.calendar)
    if word is None or word not in ALLOWED[type(moment)]:
        raise EvaluationError(
            INVALID_ARGUMENT, {"operation": operator, "value": str(by), "expected": DURATION}
        )
    try:
        moved = move(moment, by.value * sign, word)
    except DecimalException:
        moved = None
    if moved is None:
        raise EvaluationError(INVALID_ARGUMENT, {"operation": operator, "value": str(by), "expected": YEARS})
    return [moved]


DURATION = Text(
    "en varighet som passer til verdien, som `4 days`", "a duration that suits the value, such as `4 days`"
)
YEARS = Text("et resultat fra år 1 til 9999", "a result from year 1 to 9999")


def multiply(left: Collection, right: Collection, env: Environment) -> Collection:
    """`*`: numbers and quantities."""
    values = _operands(left, right, "*")
    if values is None:
        return []
    ours, theirs = values
    if _is_number(ours) and _is_number(theirs):
        if type(ours) is int and type(theirs) is int:
            return _plain(ours * theirs)
        return [EXACT.multiply(Decimal(ours), Decimal(theirs))]  # type: ignore[arg-type]
    pair = _as_quantities(ours, theirs)
    if pair is None:
        raise wrong_type("*", theirs if _is_number(ours) else ours, NUMBER)
    return _quantity(quantities.multiply(*pair))


def division(left: Collection, right: Collection, env: Environment) -> Collection:
    """`/`: numbers (always a decimal) and quantities; empty by zero."""
    values = _operands(left, right, "/")
    if values is None:
        return []
    ours, theirs = values
    if _is_number(ours) and _is_number(theirs):
        result = divide(ours, theirs)  # type: ignore[arg-type]
        return [] if result is None else [result]
    pair = _as_quantities(ours, theirs)
    if pair is None:
        raise wrong_type("/", theirs if _is_number(ours) else ours, NUMBER)
    return _quantity(quantities.quotient(*pair))


def _whole(
    operator: str, function: Callable[[int | Decimal, int | Decimal], int | Decimal | None]
) -> Operator:
    def whole(left: Collection, right: Collection, env: Environment) -> Collection:
        values = _operands(left, right, operator)
        if values is None:
            return []
        ours, theirs = values
        if not _is_number(ours) or not _is_number(theirs):
            raise wrong_type(operator, theirs if _is_number(ours) else ours, NUMBER)
        result = function(ours, theirs)  # type: ignore[arg-type]
        return [] if result is None else [result]

    return whole


def concatenate(left: Collection, right: Collection, env: Environment) -> Collection:
    """`&`: strings, an empty operand is the empty string."""
    ours, theirs = one_string(left, "&"), one_string(right, "&")
    return [bounded((ours or "") + (theirs or ""), "&", env)]


def _compared(operator: str, accept: Callable[[int], bool]) -> Operator:
    def compare(left: Collection, right: Collection, env: Environment) -> Collection:
        ours, theirs = one(left, operator), one(right, operator)
        if ours is None or theirs is None:
            return []
        ordered = order(ours, theirs, operator)
        return [] if ordered is None else (_TRUE if accept(ordered) else _FALSE)

    return compare


def _equals(left: Collection, right: Collection, env: Environment) -> Collection:
    return boolean(equal(left, right, env.navigator))


def _differs(left: Collection, right: Collection, env: Environment) -> Collection:
    same = equal(left, right, env.navigator)
    return [] if same is None else [not same]


def _equivalent(left: Collection, right: Collection, env: Environment) -> Collection:
    return [equivalent(left, right, env.navigator)]


def _not_equivalent(left: Collection, right: Collection, env: Environment) -> Collection:
    return [not equivalent(left, right, env.navigator)]


def union(left: Collection, right: Collection, env: Environment) -> Collection:
    """`|`: the distinct items of both, in order."""
    return distinct(left + right, env)


def distinct(items: Collection, env: Environment) -> Collection:
    """Each item that is not equal to one before it; linear, by hashing."""
    if len(items) < 2 or _are_plainly_different(items):
        return items
    navigator = env.navigator
    seen = set()
    kept: Collection = []
    for item in items:
        key = item if type(item) is str else key_of(item, navigator)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept


def _are_plainly_different(items: Collection) -> bool:
    """Whether no two can be equal, seen without looking into them: `snapshot | differential` are hundreds of elements each."""
    outlines = set()
    for item in items:
        outline = outline_of(item)
        if outline is None or outline in outlines:
            return False
        outlines.add(outline)
    return True


def member_of_collection(item: Collection, items: Collection, env: Environment, operator: str) -> Collection:
    """`in` and `contains`."""
    wanted = one(item, operator)
    if wanted is None:
        return []
    navigator = env.navigator
    key = key_of(wanted, navigator)
    return [any(key_of(each, navigator) == key for each in items)]


def _in(left: Collection, right: Collection, env: Environment) -> Collection:
    return member_of_collection(left, right, env, "in")


def _contains(left: Collection, right: Collection, env: Environment) -> Collection:
    return member_of_collection(right, left, env, "contains")


def exclusive(left: bool | None, right: bool | None) -> bool | None:
    """`xor`."""
    return None if left is None or right is None else left is not right


def _xor(left: Collection, right: Collection, env: Environment) -> Collection:
    return boolean(exclusive(truth(left, "xor"), truth(right, "xor")))


def _without_overflow(operate: Operator) -> Operator:
    """Overflow and underflow are empty."""

    def compute(left: Collection, right: Collection, env: Environment) -> Collection:
        try:
            return operate(left, right, env)
        except DecimalException:
            return []

    return compute


OPERATORS: dict[str, Operator] = {
    "+": _without_overflow(add),
    "-": _without_overflow(subtract),
    "*": _without_overflow(multiply),
    "/": _without_overflow(division),
    "div": _whole("div", truncated_quotient),
    "mod": _whole("mod", remainder),
    "&": concatenate,
    "=": _equals,
    "!=": _differs,
    "~": _equivalent,
    "!~": _not_equivalent,
    "<": _compared("<", lambda ordered: ordered < 0),
    "<=": _compared("<=", lambda ordered: ordered <= 0),
    ">": _compared(">", lambda ordered: ordered > 0),
    ">=": _compared(">=", lambda ordered: ordered >= 0),
    "|": union,
    "in": _in,
    "contains": _contains,
    "xor": _xor,
}
"""All operators that need both operands; `and`, `or` and `implies` are compiled, as they may stop at the first."""


def polarity(items: Collection, operator: str) -> Collection:
    """Unary `-` and `+` on a number or quantity."""
    item: Any = one(items, operator)
    if item is None:
        return []
    value = system_of(item)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Quantity):
        if without_value(item, value):
            return []
        raise wrong_type(operator, item, NUMBER)
    if operator == "+":
        return [value]
    if isinstance(value, Quantity):
        return [Quantity(-value.value, value.unit, calendar=value.calendar)]
    return [-value]


def item_at(items: Collection, index: Collection) -> Collection:
    """http://hl7.org/fhirpath/N1/#index-integer-collection"""
    number = one_integer(index, "[]")
    return [] if number is None or number < 0 else items[number : number + 1]


def text_of(value: System) -> str:
    """A System value as toString() writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, int | Decimal) else str(value)
