"""A pattern's text to a tree. What Perl, Java, JavaScript and XML Schema write alike, and where they differ, as Java.

Not taken, with the reason in the error: back-references, possessive quantifiers, atomic groups, recursion and
conditions; none of them can be matched in linear time.
Source: https://www.pcre.org/current/doc/html/pcre2pattern.html
"""

from dbep_ig.engine.diagnostics import Text

from .characters import CharacterReader
from .classes import LINE_ENDS, CharacterSet, complement
from .tree import Assertion, Characters, Choice, Group, Look, Node, PatternError, Repeat, Sequence, Syntax

MOST_REPEATS = 1000
_DEEPEST = 50  # groups inside each other
_SPECIAL = frozenset(".^$*+?()[]{}|\\")
_ANCHORS = {"b": "word", "B": "not-word", "A": "start", "Z": "last-line-end", "z": "end"}


def parse_pattern(text: str, *, dot_all: bool, case_insensitive: bool, multi_line: bool) -> Syntax:
    """The tree of a pattern, or PatternError."""
    flags = {"s": dot_all, "i": case_insensitive, "m": multi_line}
    parser = _Parser(text, flags)
    root = parser.choice(0)
    if parser.pos < len(text):
        raise PatternError(parser.pos, Text("`)` uten `(`", "`)` without `(`"))
    return Syntax(root, parser.groups, parser.names)


class _Parser(CharacterReader):
    __slots__ = ("groups", "names")

    def __init__(self, text: str, flags: dict[str, bool]) -> None:
        super().__init__(text, flags)
        self.groups = 0
        self.names: dict[str, int] = {}

    def choice(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise self.error(
                f"mer enn {_DEEPEST} grupper inni hverandre", f"more than {_DEEPEST} groups inside each other"
            )
        flags = dict(self.flags)  # an inline flag holds to the end of its group
        branches = [self.sequence(depth)]
        while self.take("|"):
            branches.append(self.sequence(depth))
        self.flags = flags
        return branches[0] if len(branches) == 1 else Choice(branches)

    def sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.pos < len(self.text) and self.peek() not in "|)":
            part = self.atom(depth)
            if part is None:
                continue
            parts.append(self.quantified(part))
        return parts[0] if len(parts) == 1 else Sequence(parts)

    def quantified(self, part: Node) -> Node:
        bounds = self.quantifier()
        if bounds is None:
            return part
        if isinstance(part, Assertion | Look):
            part = Sequence([part])
        least, most = bounds
        if self.peek() == "+":
            raise self.error("besittende kvantor støttes ikke", "possessive quantifiers are not supported")
        greedy = not self.take("?")
        if self.peek() and (self.peek() in "*+?" or self.counted() is not None):
            raise self.error("to kvantorer etter hverandre", "two quantifiers in a row")
        return Repeat(part, least, most, greedy=greedy)

    def quantifier(self) -> tuple[int, int | None] | None:
        if self.take("*"):
            return 0, None
        if self.take("+"):
            return 1, None
        if self.take("?"):
            return 0, 1
        counted = self.counted()
        if counted is None:
            return None
        least, most, stop = counted
        if (most or least) > MOST_REPEATS:
            raise self.error(f"mer enn {MOST_REPEATS} gjentakelser", f"more than {MOST_REPEATS} repetitions")
        if most is not None and most < least:
            raise self.error(f"{{{least},{most}}} går nedover", f"{{{least},{most}}} runs backwards")
        self.pos = stop
        return least, most

    def counted(self) -> tuple[int, int | None, int] | None:
        """(least, most, offset after it) of `{2}`, `{2,}`, `{2,5}`, `{,5}` at the current place, else None."""
        if self.peek() != "{":
            return None
        close = self.text.find("}", self.pos)
        if close < 0:
            return None
        low, comma, high = self.text[self.pos + 1 : close].partition(",")
        low, high = low.strip(), high.strip()
        if not all(part.isascii() and (part.isdigit() or not part) for part in (low, high)) or not (
            low or high
        ):
            return None
        least = int(low[:9] or "0")
        most = int(high[:9]) if high else (None if comma else least)
        return least, most, close + 1

    def atom(self, depth: int) -> Node | None:
        """One part, or None for an inline flag."""
        start = self.pos
        char = self.text[start]
        self.pos += 1
        if char == "(":
            return self.group(start, depth)
        if char == "[":
            return Characters(self.character_class(start))
        if char == ".":
            return Characters(CharacterSet([(0, 0x10FFFF)] if self.flags["s"] else complement(LINE_ENDS)))
        if char == "^":
            return Assertion("line-start" if self.flags["m"] else "start")
        if char == "$":
            return Assertion("line-end" if self.flags["m"] else "last-line-end")
        if char == "\\":
            return self.escape(start)
        if char in "*+?":
            raise self.error("ingenting å gjenta", "nothing to repeat", start)
        if char == "{":
            self.pos = start
            if self.counted() is not None:
                raise self.error("ingenting å gjenta", "nothing to repeat", start)
            self.pos = start + 1
        return Characters(self.literal(char))

    def group(self, start: int, depth: int) -> Node | None:
        if not self.take("?"):
            self.groups += 1
            number = self.groups
            return Group(self.body(start, depth), number)
        for mark, ahead, negated in (
            ("<=", False, False),
            ("<!", False, True),
            ("=", True, False),
            ("!", True, True),
        ):
            if self.take(mark):
                return Look(self.body(start, depth), ahead=ahead, negated=negated)
        if self.take(":"):
            return self.body(start, depth)
        if self.peek() == "#":
            close = self.text.find(")", self.pos)
            if close < 0:
                raise self.unclosed(start)
            self.pos = close + 1
            return None
        if self.take("P<") or self.take("<"):
            return self.named(start, depth)
        if self.peek() == ">":
            raise self.error("atomære grupper støttes ikke", "atomic groups are not supported", start)
        if self.peek() in ("P", "R", "(", "|", "&", "'") or self.peek().isdigit():
            raise self.error(f"`(?{self.peek()}` støttes ikke", f"`(?{self.peek()}` is not supported", start)
        return self.inline_flags(start, depth)

    def named(self, start: int, depth: int) -> Node:
        close = self.text.find(">", self.pos)
        name = self.text[self.pos : close] if close >= 0 else ""
        if not name.isidentifier():
            raise self.error("gruppenavnet er ikke et navn", "the group's name is not a name")
        if name in self.names:
            raise self.error(f"to grupper heter {name}", f"two groups are named {name}")
        self.pos = close + 1
        self.groups += 1
        self.names[name] = number = self.groups
        return Group(self.body(start, depth), number)

    def inline_flags(self, start: int, depth: int) -> Node | None:
        flags = dict(self.flags)
        value = True
        while self.peek() and self.peek() not in ":)":
            flag = self.peek()
            if flag == "-":
                value = False
            elif flag in flags:
                flags[flag] = value
            elif flag != "u":  # Unicode is always on
                raise self.error(f"flagget `{flag}` støttes ikke", f"the flag `{flag}` is not supported")
            self.pos += 1
        if self.take(")"):
            self.flags = flags
            return None
        if not self.take(":"):
            raise self.unclosed(start)
        outer = self.flags
        self.flags = flags
        body = self.body(start, depth)
        self.flags = outer
        return body

    def body(self, start: int, depth: int) -> Node:
        body = self.choice(depth + 1)
        if not self.take(")"):
            raise self.unclosed(start)
        return body

    def unclosed(self, start: int) -> PatternError:
        return self.error("gruppen er ikke lukket", "the group is not closed", start)

    def escape(self, start: int) -> Node:
        char = self.peek()
        if not char:
            raise self.error("`\\` står sist", "`\\` is the last character", start)
        if char in _ANCHORS:
            self.pos += 1
            return Assertion(_ANCHORS[char])
        if char.isdigit() and char != "0":
            raise self.error("tilbakereferanser støttes ikke", "back-references are not supported", start)
        if char == "k":
            raise self.error("tilbakereferanser støttes ikke", "back-references are not supported", start)
        if char == "Q":
            raise self.error("`\\Q` støttes ikke", "`\\Q` is not supported", start)
        if char == "R":
            self.pos += 1
            crlf = Sequence([Characters(self.literal("\r")), Characters(self.literal("\n"))])
            return Choice([crlf, Characters(CharacterSet(((0x0A, 0x0D), *LINE_ENDS)))])
        found = self.escaped_set(start)
        return Characters(self.literal(found) if isinstance(found, str) else found)


def escaped(text: str) -> str:
    """A pattern that matches exactly this text."""
    return "".join("\\" + char if char in _SPECIAL else char for char in text)
