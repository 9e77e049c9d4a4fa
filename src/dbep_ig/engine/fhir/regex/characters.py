r"""Characters of a pattern: escapes, classes, code points.

Source: https://www.pcre.org/current/doc/html/pcre2pattern.html
"""

from dbep_ig.engine.diagnostics import Text

from .classes import GENERAL_CATEGORIES, POSIX, SHORTHANDS, CharacterSet, Ranges
from .tree import PatternError

_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b", "0": "\0"}


class CharacterReader:
    """Reads characters at `pos`; `flags` are the inline flags that hold there."""

    __slots__ = ("flags", "pos", "text")

    def __init__(self, text: str, flags: dict[str, bool]) -> None:
        self.text = text
        self.pos = 0
        self.flags = flags

    def peek(self, length: int = 1) -> str:
        """What comes next."""
        return self.text[self.pos : self.pos + length]

    def take(self, expected: str) -> bool:
        """Go past `expected` if it comes next."""
        if self.text.startswith(expected, self.pos):
            self.pos += len(expected)
            return True
        return False

    def error(self, nb: str, en: str, position: int | None = None) -> PatternError:
        """An error here, or at `position`."""
        return PatternError(self.pos if position is None else position, Text(nb, en))

    def literal(self, char: str) -> CharacterSet:
        """One character, in both cases when case does not count."""
        return CharacterSet([(ord(char), ord(char))], fold=self.flags["i"] and char.lower() != char.upper())

    def escaped_set(self, start: int) -> CharacterSet | str:
        """After a backslash: a set of characters, or one character."""
        char = self.peek()
        self.pos += 1
        if char in SHORTHANDS:
            ranges, negated = SHORTHANDS[char]
            return CharacterSet(ranges, negated=negated)
        if char in ("p", "P"):
            return CharacterSet(categories=((self.category(start), char == "P"),))
        if char in _CONTROL:
            return _CONTROL[char]
        if char in ("x", "u"):
            return self.code_point(start, 2 if char == "x" else 4)
        if char == "c":
            letter = self.peek()
            if not (letter.isascii() and letter.isalpha()):
                raise self.error("`\\c` uten bokstav", "`\\c` without a letter", start)
            self.pos += 1
            return chr(ord(letter.upper()) - 64)
        if char.isascii() and char.isalnum():
            raise self.error(f"`\\{char}` finnes ikke", f"there is no `\\{char}`", start)
        return char

    def category(self, start: int) -> str:
        r"""After `\p`: the name of a general category."""
        name = self.peek()
        if name == "{":
            close = self.text.find("}", self.pos)
            name = self.text[self.pos + 1 : close] if close >= 0 else ""
            self.pos = close
        self.pos += 1
        for prefix in ("gc=", "general_category=", "IsGeneral_Category="):
            name = name.removeprefix(prefix)
        if name not in GENERAL_CATEGORIES:
            raise self.error(
                f"`{name}` er ingen Unicode-kategori", f"`{name}` is not a Unicode general category", start
            )
        return name

    def code_point(self, start: int, length: int) -> str:
        r"""After `\x` or `\u`: a character by its number."""
        digits = self.peek(length)
        if digits.startswith("{"):
            close = self.text.find("}", self.pos)
            digits = self.text[self.pos + 1 : close] if close >= 0 else ""
            self.pos = close + 1 if close >= 0 else self.pos
            fits = 0 < len(digits) <= 6
        else:
            self.pos += length
            fits = len(digits) == length
        if (
            not fits
            or any(digit not in "0123456789abcdefABCDEF" for digit in digits)
            or int(digits, 16) > 0x10FFFF
        ):
            raise self.error("tegnkoden er ikke heksadesimal", "the code point is not hexadecimal", start)
        return chr(int(digits, 16))

    def character_class(self, start: int) -> CharacterSet:
        """After `[`, to just past its `]`."""
        negated = self.take("^")
        ranges: list[tuple[int, int]] = []
        categories: list[tuple[str, bool]] = []
        minus: CharacterSet | None = None
        first = True
        while True:
            if self.pos >= len(self.text):
                raise self.error("tegnklassen er ikke lukket", "the character class is not closed", start)
            if self.peek() == "]" and not first:
                self.pos += 1
                break
            if not first and self.take("-["):
                minus = self.character_class(self.pos - 1)
                if self.peek() != "]":
                    raise self.error(
                        "`]` mangler etter en subtraksjon", "`]` is expected after a subtraction"
                    )
                continue
            first = False
            low = self.class_member()
            if not isinstance(low, str):
                ranges.extend(low.ranges)
                categories.extend(low.categories)
                continue
            if self.peek() == "-" and self.peek(2) not in ("-]", "-["):
                at = self.pos
                self.pos += 1
                if self.pos >= len(self.text):
                    continue
                high = self.class_member()
                if not isinstance(high, str) or ord(high) < ord(low):
                    raise self.error("området går baklengs", "the range runs backwards", at)
                ranges.append((ord(low), ord(high)))
            else:
                ranges.append((ord(low), ord(low)))
        return CharacterSet(ranges, tuple(categories), negated=negated, minus=minus, fold=self.flags["i"])

    def class_member(self) -> CharacterSet | str:
        r"""One character or set inside `[…]`."""
        start = self.pos
        char = self.text[start]
        self.pos += 1
        if char == "[" and self.peek() == ":":
            close = self.text.find(":]", self.pos)
            name = self.text[self.pos + 1 : close] if close >= 0 else ""
            if name in POSIX or name.removeprefix("^") in POSIX:
                self.pos = close + 2
                named: Ranges = POSIX[name.removeprefix("^")]
                return CharacterSet(named, negated=name.startswith("^"))
        if char != "\\":
            return char
        if not self.peek():
            raise self.error("`\\` står sist", "`\\` is the last character", start)
        if self.peek() == "b":
            self.pos += 1
            return "\b"
        return self.escaped_set(start)
