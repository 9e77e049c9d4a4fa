"""UCUM: units read, compared and converted exactly. One table, for validation, terminology and FHIRPath.

A unit is a factor (an exact Fraction) and a dimension. UCUM makes the mole a number (6.0221367·10²³), so `mol` and `1`
have the same dimension here as there. Arbitrary units (`[iU]`) and units on a logarithmic or otherwise special scale
(`[pH]`, `B`) have each a dimension of their own: they are comparable with themselves and their multiples alone. Nothing
is guessed: a code that cannot be read is an error with its position.

Source: https://ucum.org/ucum (case-sensitive form)
"""

from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.tables import rows

Dimension = tuple[tuple[str, int], ...]  # base unit and exponent, sorted; () is a pure number

_LONGEST = 500  # characters of a code
_LARGEST_EXPONENT = 200
_DEEPEST = 30  # parentheses
_STOPS = frozenset("./(){}")


class UcumError(ValueError):
    """A code that is not a unit.

    position  offset in the code
    reason    for people, in both languages
    """

    def __init__(self, position: int, reason: Text) -> None:
        super().__init__(f"{reason.en} (at {position})")
        self.position = position
        self.reason = reason


class Unit:
    """A unit understood.

    factor       how many of the base units one of it is
    dimension    base units with exponents
    offset       for a temperature scale alone, kelvin = value·factor + offset; 0 otherwise
    special      the scale has an offset: not to be multiplied, and converted by `convert` only
    arbitrary    holds an arbitrary unit
    annotations  what stood in braces: `g{creat}` -> ("creat",)
    """

    __slots__ = ("annotations", "arbitrary", "dimension", "factor", "offset")

    def __init__(
        self,
        factor: Fraction,
        dimension: Dimension,
        offset: Fraction = Fraction(0),
        *,
        arbitrary: bool = False,
        annotations: tuple[str, ...] = (),
    ) -> None:
        self.factor = factor
        self.dimension = dimension
        self.offset = offset
        self.arbitrary = arbitrary
        self.annotations = annotations

    @property
    def special(self) -> bool:
        """Whether values are not proportional to the base unit."""
        return self.offset != 0

    def times(self, other: "Unit", power: int = 1) -> "Unit":
        """The product with `other` to a power. A scale with an offset loses it and keeps to itself."""
        exponents = dict(self.unscaled().dimension)
        plain = other.unscaled()
        for base, exponent in plain.dimension:
            exponents[base] = exponents.get(base, 0) + exponent * power
        return Unit(
            self.unscaled().factor * plain.factor**power,
            tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent)),
            arbitrary=self.arbitrary or other.arbitrary,
            annotations=self.annotations + other.annotations,
        )

    def unscaled(self) -> "Unit":
        """This unit as part of a product: a Celsius degree in `J/Cel` is none of the kelvin's business."""
        if not self.offset:
            return self
        name = f"scale with offset {self.offset / self.factor}"
        return Unit(self.factor, ((name, 1),), annotations=self.annotations)


_ONE = Unit(Fraction(1), ())


def parse(code: str) -> Unit | None:
    """The unit a code stands for; None when it is none (`read` says why)."""
    try:
        return read(code)
    except UcumError:
        return None


def is_valid(code: str) -> bool:
    """Whether the code is a UCUM unit."""
    return parse(code) is not None


@lru_cache(maxsize=2048)
def read(code: str) -> Unit:
    """The unit a code stands for, or UcumError with the place of what is wrong.

    `mg/dL`, `10*3/uL`, `mm[Hg]`, `/min`, `{score}`, `ug/(kg.min)`, `[degF]`. Annotations may hold spaces, as those in
    FHIR's own value sets do.
    """
    if len(code) > _LONGEST:
        raise UcumError(
            _LONGEST,
            Text(f"koden er på mer enn {_LONGEST} tegn", f"the code has more than {_LONGEST} characters"),
        )
    parser = _Parser(code)
    unit = parser.term(0)
    if parser.pos < len(code):
        raise parser.error(f"uventet `{code[parser.pos]}`", f"unexpected `{code[parser.pos]}`")
    return unit


def canonical(value: Decimal | int | Fraction, code: str) -> tuple[Fraction, Dimension] | None:
    """The value in base units and its dimension: `canonical(1, "km")` -> (1000, (("m", 1),)); None for no unit.

    Two values are equal exactly when these are: also 37 'Cel' and 98.6 '[degF]'.
    """
    unit = parse(code)
    if unit is None:
        return None
    return Fraction(value) * unit.factor + unit.offset, unit.dimension


def comparable(one: str, other: str) -> bool:
    """Whether values in the two units can be compared: both are units, of one dimension."""
    first, second = parse(one), parse(other)
    return first is not None and second is not None and first.dimension == second.dimension


def convert(value: Decimal | int | Fraction, source: str, target: str) -> Fraction | None:
    """The value in another unit, exactly; None when a code is not a unit or the units are not comparable."""
    first, second = parse(source), parse(target)
    if first is None or second is None or first.dimension != second.dimension:
        return None
    return (Fraction(value) * first.factor + first.offset - second.offset) / second.factor


def compare_ucum(one: Decimal, one_code: str, other: Decimal, other_code: str) -> int | None:
    """-1, 0 or 1 as the first is less than, equal to or greater than the second; None when they are not comparable."""
    first, second = canonical(one, one_code), canonical(other, other_code)
    if first is None or second is None or first[1] != second[1]:
        return None
    return (first[0] > second[0]) - (first[0] < second[0])


class _Parser:
    __slots__ = ("code", "pos")

    def __init__(self, code: str) -> None:
        self.code = code
        self.pos = 0

    def error(self, nb: str, en: str, position: int | None = None) -> UcumError:
        return UcumError(self.pos if position is None else position, Text(nb, en))

    def term(self, depth: int) -> Unit:
        """Components with `.` and `/` between them, from left to right; `/` may come first."""
        if depth > _DEEPEST:
            raise self.error("for mange parenteser", "too many parentheses")
        code = self.code
        if code.startswith("/", self.pos):
            unit = _ONE
        else:
            unit = self.component(depth)
        while self.pos < len(code) and code[self.pos] in "./":
            power = 1 if code[self.pos] == "." else -1
            self.pos += 1
            unit = unit.times(self.component(depth), power)
        return unit

    def component(self, depth: int) -> Unit:
        code = self.code
        start = self.pos
        if start >= len(code):
            raise self.error("en enhet mangler", "a unit is missing")
        if code[start] == "{":
            return Unit(Fraction(1), (), annotations=self.annotation())
        if code[start] == "(":
            self.pos += 1
            unit = self.term(depth + 1)
            if not code.startswith(")", self.pos):
                raise self.error("parentesen er ikke lukket", "the parenthesis is not closed", start)
            self.pos += 1
        else:
            unit = self.simple()
        if code.startswith("{", self.pos):
            annotations = unit.annotations + self.annotation()
            unit = Unit(
                unit.factor, unit.dimension, unit.offset, arbitrary=unit.arbitrary, annotations=annotations
            )
        return unit

    def annotation(self) -> tuple[str, ...]:
        start = self.pos
        close = self.code.find("}", start)
        if close < 0:
            raise self.error("`{` er ikke lukket", "`{` is not closed")
        text = self.code[start + 1 : close]
        for offset, char in enumerate(text):
            if not " " <= char <= "~" or char == "{":
                raise self.error(
                    f"`{char}` kan ikke stå i klammer",
                    f"`{char}` is not allowed in braces",
                    start + 1 + offset,
                )
        self.pos = close + 1
        return (text,)

    def simple(self) -> Unit:
        """A number, or an atom with prefix and exponent."""
        code = self.code
        start = pos = self.pos
        while pos < len(code) and code[pos] not in _STOPS:
            if code[pos] == "[":
                close = code.find("]", pos)
                if close < 0:
                    raise self.error("`[` er ikke lukket", "`[` is not closed", pos)
                pos = close
            pos += 1
        word = code[start:pos]
        if not word:
            raise self.error(f"uventet `{code[start]}`", f"unexpected `{code[start]}`")
        self.pos = pos
        if word.isascii() and word.isdigit():
            if len(word) > 50:
                raise self.error("tallet er for langt", "the number is too long", start)
            if not int(word):
                raise self.error("null er ingen enhet", "zero is not a unit", start)
            return Unit(Fraction(int(word)), ())
        symbol, exponent = self.exponent(word, start)
        unit = _simple_unit(symbol)
        if unit is None:
            raise self.error(f"`{symbol}` er ingen enhet", f"`{symbol}` is not a unit", start)
        return unit if exponent == 1 else _ONE.times(unit, exponent)

    def exponent(self, word: str, start: int) -> tuple[str, int]:
        end = len(word)
        if word[:3] in ("10*", "10^"):
            end = 3
        else:
            while end > 0 and word[end - 1] in "0123456789":
                end -= 1
            if 0 < end < len(word) and word[end - 1] in "+-":
                end -= 1
        symbol, digits = word[:end], word[end:]
        if not digits:
            return symbol, 1
        unsigned = digits[1:] if digits[0] in "+-" else digits
        if not (unsigned.isascii() and unsigned.isdigit()):
            raise self.error(f"`{digits}` er ingen eksponent", f"`{digits}` is not an exponent", start + end)
        if len(unsigned) > 5 or int(unsigned) > _LARGEST_EXPONENT:
            raise self.error("eksponenten er for stor", "the exponent is too large", start + end)
        return symbol, int(digits)


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """`ucum.tsv`, read when the first unit is: kind of row -> code -> the rest of the row."""
    found: dict[str, dict[str, list[str]]] = {"prefix": {}, "unit": {}, "offset": {}}
    for kind, code, *rest in rows(__package__, "ucum.tsv"):
        found[kind][code] = rest
    return found


def _simple_unit(symbol: str) -> Unit | None:
    """An atom, with a prefix if it is metric."""
    atoms, prefixes = table()["unit"], table()["prefix"]
    if symbol in atoms:
        return _atom(symbol)
    for length in (2, 1):
        prefix, symbol_left = symbol[:length], symbol[length:]
        if prefix in prefixes and symbol_left in atoms and "m" in atoms[symbol_left][2]:
            base, exponent = prefixes[prefix]
            unit = _atom(symbol_left)
            scale = Fraction(int(base)) ** int(exponent)
            return Unit(unit.factor * scale, unit.dimension, unit.offset, arbitrary=unit.arbitrary)
    return None


@cache
def _atom(symbol: str) -> Unit:
    value, text, flags = table()["unit"][symbol]
    if not text:
        return Unit(Fraction(1), ((symbol, 1),))
    if symbol in table()["offset"]:
        before, factor = table()["offset"][symbol]
        return Unit(Fraction(factor), (("K", 1),), Fraction(before) * Fraction(factor))
    if "s" in flags:
        return Unit(Fraction(1), ((symbol, 1),))
    if "a" in flags and text == "1":
        return Unit(Fraction(1), ((symbol, 1),), arbitrary=True)
    unit = read(text)
    return Unit(unit.factor * Fraction(value), unit.dimension, arbitrary=unit.arbitrary)
