"""A pattern as a tree, and the error of one that is none."""

from dbep_ig.engine.diagnostics import Text

from .classes import CharacterSet


class PatternError(ValueError):
    """A pattern that is wrong or cannot be matched in linear time.

    position  offset of the fault in the pattern, in code points
    reason    for people, in both languages
    """

    def __init__(self, position: int, reason: Text) -> None:
        super().__init__(f"{reason.en} (at {position})")
        self.position = position
        self.reason = reason


class Node:
    """One part of a pattern. Slot classes: a pattern has many."""

    __slots__ = ()


class Characters(Node):
    """One character of a set."""

    __slots__ = ("set",)

    def __init__(self, characters: CharacterSet) -> None:
        self.set = characters


class Sequence(Node):
    """Parts after each other; an empty one matches the empty string."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Node]) -> None:
        self.parts = parts


class Choice(Node):
    """One of several, the first that leads to a match preferred."""

    __slots__ = ("branches",)

    def __init__(self, branches: list[Node]) -> None:
        self.branches = branches


class Repeat(Node):
    """`body` from `least` to `most` times (None: no end)."""

    __slots__ = ("body", "greedy", "least", "most")

    def __init__(self, body: Node, least: int, most: int | None, *, greedy: bool) -> None:
        self.body = body
        self.least = least
        self.most = most
        self.greedy = greedy


class Group(Node):
    """A group whose text can be used in a substitution."""

    __slots__ = ("body", "number")

    def __init__(self, body: Node, number: int) -> None:
        self.body = body
        self.number = number


class Assertion(Node):
    """A place: `start`, `line-start`, `end`, `line-end`, `last-line-end`, `word`, `not-word`."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Look(Node):
    """A place before (or after) which `body` matches (or does not)."""

    __slots__ = ("ahead", "body", "negated")

    def __init__(self, body: Node, *, ahead: bool, negated: bool) -> None:
        self.body = body
        self.ahead = ahead
        self.negated = negated


class Syntax:
    """What parsing gives: the tree, how many groups there are, and their names."""

    __slots__ = ("groups", "names", "root")

    def __init__(self, root: Node, groups: int, names: dict[str, int]) -> None:
        self.root = root
        self.groups = groups
        self.names = names
