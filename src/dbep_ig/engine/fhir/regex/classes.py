r"""Sets of characters: `[a-z]`, `\d`, `.`, `\p{Lu}`.

`\d`, `\w` and `\s` are ASCII, as in Java and JavaScript, so that a pattern means the same everywhere; `\p{…}` takes
the general categories of Unicode.
Source: https://www.w3.org/TR/xmlschema-2/#regexs, https://www.pcre.org/current/doc/html/pcre2syntax.html
"""

from collections.abc import Iterable
from unicodedata import category

LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]

GENERAL_CATEGORIES = frozenset(
    "L LC Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn".split()
)


class CharacterSet:
    """Characters by code point range or general category.

    ranges      sorted and apart
    categories  general categories (`L` holds `Lu`), each with whether it is negated
    negated     everything that is not named
    minus       XSD's subtraction `[a-z-[aeiou]]`
    fold        a character counts if its other case does
    """

    __slots__ = ("categories", "fold", "minus", "negated", "ranges")

    def __init__(
        self,
        ranges: Iterable[tuple[int, int]] = (),
        categories: tuple[tuple[str, bool], ...] = (),
        *,
        negated: bool = False,
        minus: "CharacterSet | None" = None,
        fold: bool = False,
    ) -> None:
        self.ranges = merged(ranges)
        self.categories = categories
        self.negated = negated
        self.minus = minus
        self.fold = fold
        if negated and not categories and not fold:
            self.ranges = complement(self.ranges)
            self.negated = False

    @property
    def plain(self) -> bool:
        """Whether `ranges` alone say it all."""
        return not (self.categories or self.negated or self.minus or self.fold)

    def key(self) -> tuple[object, ...]:
        """Equal for equal sets."""
        return (self.ranges, self.categories, self.negated, self.fold, self.minus and self.minus.key())

    def holds(self, char: str) -> bool:
        """Whether the set has this character."""
        found = self._names(char) or (self.fold and any(self._names(other) for other in other_cases(char)))
        return found != self.negated and not (self.minus is not None and self.minus.holds(char))

    def _names(self, char: str) -> bool:
        code = ord(char)
        for first, last in self.ranges:
            if code < first:
                break
            if code <= last:
                return True
        if self.categories:
            own = category(char)
            for name, negated in self.categories:
                if (own in ("Lu", "Ll", "Lt") if name == "LC" else own.startswith(name)) != negated:
                    return True
        return False

    def overlaps(self, other: "CharacterSet") -> bool:
        """Whether the two have a character in common; True when that is not easily known."""
        if not (self.plain and other.plain):
            return True
        mine, theirs = iter(self.ranges), iter(other.ranges)
        a, b = next(mine, None), next(theirs, None)
        while a is not None and b is not None:
            if a[1] < b[0]:
                a = next(mine, None)
            elif b[1] < a[0]:
                b = next(theirs, None)
            else:
                return True
        return False


def other_cases(char: str) -> set[str]:
    """The characters that differ from this one in case alone."""
    found = {char.lower(), char.upper(), char.casefold(), char.upper().lower()}
    return {one for one in found if len(one) == 1}


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Sorted, with what touches joined."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def complement(ranges: Ranges) -> Ranges:
    """Every code point that is not in `ranges`."""
    gaps: list[tuple[int, int]] = []
    start = 0
    for first, last in ranges:
        if first > start:
            gaps.append((start, first - 1))
        start = last + 1
    if start <= LAST:
        gaps.append((start, LAST))
    return tuple(gaps)


def of(characters: str) -> Ranges:
    """The ranges of single characters."""
    return merged((ord(char), ord(char)) for char in characters)


DIGITS: Ranges = ((0x30, 0x39),)
WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: Ranges = ((0x09, 0x0D), (0x20, 0x20))
LINE_ENDS: Ranges = ((0x0A, 0x0A), (0x0D, 0x0D), (0x85, 0x85), (0x2028, 0x2029))
HORIZONTAL: Ranges = ((0x09, 0x09), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000))  # fmt: skip

SHORTHANDS: dict[str, tuple[Ranges, bool]] = {
    "d": (DIGITS, False),
    "D": (DIGITS, True),
    "w": (WORD, False),
    "W": (WORD, True),
    "s": (SPACE, False),
    "S": (SPACE, True),
    "h": (HORIZONTAL, False),
    "H": (HORIZONTAL, True),
}
POSIX: dict[str, Ranges] = {
    "alpha": ((0x41, 0x5A), (0x61, 0x7A)),
    "digit": DIGITS,
    "alnum": ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)),
    "upper": ((0x41, 0x5A),),
    "lower": ((0x61, 0x7A),),
    "space": SPACE,
    "punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "xdigit": ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    "word": WORD,
}
