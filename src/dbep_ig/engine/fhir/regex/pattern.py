"""The one place where regular expressions are run: linear in the text for every pattern that is accepted.

Where a look at the pattern proves that Python's `re` never tries the same thing twice, `re` runs it, being ten times
faster; everything else runs on our own automata. The two give the same answers: a property test holds it.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from dbep_ig.engine.diagnostics import Text

from .automaton import Automaton, bits_of, first_match
from .determinism import begins_at_start, render, shape_of
from .program import compile_program
from .syntax import parse_pattern
from .tree import PatternError, Syntax

__all__ = ["Pattern", "PatternError", "compile_pattern"]

REPLACE_BUDGET = (
    5_000_000  # steps; finding all matches can be quadratic where each one almost reaches the end
)
LONGEST_PATTERN = 10_000  # characters
_LOOKED_THROUGH = 500  # characters: the look for ambiguity is quadratic in the pattern
_BOUNDED = 100  # characters: a match that cannot be longer is looked for from each place


class Pattern:
    """A compiled pattern. Immutable to its users and safe to share between threads.

    text    as it was written
    groups  how many groups it has; `names` their names
    """

    __slots__ = ("_automaton", "_fast", "_fast_search", "_never_empty", "_syntax", "groups", "names", "text")

    def __init__(self, text: str, syntax: Syntax) -> None:
        self.text = text
        self.groups = syntax.groups
        self.names = syntax.names
        self._syntax = syntax
        self._automaton: Automaton | None = None
        self._fast: re.Pattern[str] | None = None
        self._never_empty = False
        self._fast_search: Callable[[str], object] | None = None
        shape = shape_of(syntax.root) if len(text) <= _LOOKED_THROUGH else None
        if shape is not None:
            self._never_empty = not shape.empty
            self._fast = re.compile(render(syntax.root), re.ASCII)
            if begins_at_start(syntax.root):
                self._fast_search = self._fast.match
            elif shape.longest is not None and shape.longest <= _BOUNDED:
                self._fast_search = self._fast.search
        else:
            self._automaton = Automaton(compile_program(syntax.root))

    def search(self, text: str) -> bool:
        """Whether some part of the text matches."""
        if self._fast_search is not None:
            return self._fast_search(text) is not None
        return self.automaton.matches_within(text)

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text matches."""
        if self._fast is not None:
            return self._fast.fullmatch(text) is not None
        return self.automaton.matches_whole(text)

    def replace(self, text: str, substitution: str) -> str:
        r"""The text with every match replaced, from left to right.

        substitution  `$1`, `$12` and `${name}` stand for groups, `$0` for the match, `\$` for a dollar sign
        After a match of nothing the search goes on one character further, as in Java.
        PatternError where the substitution names a group that is not there, or the search is not linear for this
        pattern and text and passes REPLACE_BUDGET steps.
        """
        parts = _substitution(substitution, self.groups, self.names)
        if self._fast is not None and self._fast_search is not None and self._never_empty:
            return self._fast.sub(
                lambda match: "".join(p if isinstance(p, str) else match.group(p) or "" for p in parts), text
            )
        return self._replace_slowly(text, parts)

    def _replace_slowly(self, text: str, parts: list[str | int]) -> str:
        automaton = self.automaton
        bits = bits_of(automaton, text)
        out: list[str] = []
        copied = place = spent = 0
        while place <= len(text):
            taken, visits = first_match(automaton, text, place, 2 * self.groups + 2, bits)
            spent += visits
            if spent > REPLACE_BUDGET:
                raise PatternError(
                    0, Text("erstatningen tar for mange steg", "the replacement takes too many steps")
                )
            if taken is None:
                break
            begin, end = taken[0], taken[1]
            out.append(text[copied:begin])
            for part in parts:
                if isinstance(part, str):
                    out.append(part)
                elif taken[2 * part] >= 0 and taken[2 * part + 1] >= 0:
                    out.append(text[taken[2 * part] : taken[2 * part + 1]])
            copied = end
            if begin == end:
                out.append(text[end : end + 1])
                copied = end + 1
            place = max(end, begin + 1)
        out.append(text[copied:])
        return "".join(out)

    @property
    def automaton(self) -> Automaton:
        """Our own automaton, made when `re` cannot answer; its `visits` count steps."""
        if self._automaton is None:
            self._automaton = Automaton(compile_program(self._syntax.root))
        return self._automaton


@lru_cache(maxsize=512)
def compile_pattern(
    text: str, *, dot_all: bool = False, case_insensitive: bool = False, multi_line: bool = False
) -> Pattern:
    r"""A pattern ready to run, or PatternError with the offset of what is wrong or not supported.

    Syntax: what Perl, Java, JavaScript and XML Schema share: classes with subtraction, `\d \w \s` (ASCII), `\b`,
    `\p{Lu}`, greedy and lazy quantifiers up to 1000, groups with and without name, `^ $ \A \z`, inline flags `(?ims)`,
    look-ahead and look-behind. `$` also matches before a last line feed, as in Perl and Java. Not: back-references,
    possessive quantifiers, atomic groups. The last 512 patterns are remembered.
    """
    if len(text) > LONGEST_PATTERN:
        raise PatternError(
            LONGEST_PATTERN,
            Text(
                f"mønsteret er på mer enn {LONGEST_PATTERN} tegn",
                f"the pattern has more than {LONGEST_PATTERN} characters",
            ),
        )
    syntax = parse_pattern(text, dot_all=dot_all, case_insensitive=case_insensitive, multi_line=multi_line)
    return Pattern(text, syntax)


def _substitution(text: str, groups: int, names: dict[str, int]) -> list[str | int]:
    """Texts and group numbers."""
    parts: list[str | int] = []
    pos = 0
    while pos < len(text):
        char = text[pos]
        if char == "\\" and pos + 1 < len(text):
            parts.append(text[pos + 1])
            pos += 2
        elif char == "$" and text[pos + 1 : pos + 2] == "{":
            close = text.find("}", pos)
            name = text[pos + 2 : close] if close > 0 else text[pos + 2 :]
            number = int(name) if name.isascii() and name.isdigit() and len(name) < 4 else names.get(name, -1)
            if close < 0 or not 0 <= number <= groups:
                raise PatternError(pos, Text(f"gruppen `{name}` finnes ikke", f"there is no group `{name}`"))
            parts.append(number)
            pos = close + 1
        elif char == "$" and "0" <= text[pos + 1 : pos + 2] <= "9":
            number = int(text[pos + 1])
            pos += 2
            if number > groups:
                raise PatternError(
                    pos - 2, Text(f"gruppen `{number}` finnes ikke", f"there is no group `{number}`")
                )
            # as Java: further digits belong to the number as long as there is such a group
            while "0" <= text[pos : pos + 1] <= "9" and number * 10 + int(text[pos]) <= groups and number:
                number = number * 10 + int(text[pos])
                pos += 1
            parts.append(number)
        else:
            parts.append(char)
            pos += 1
    return parts
