"""Whether Python's `re` runs a pattern in linear time, and the pattern in its syntax.

`re` backtracks. It is safe where each character of any text decides the one way on (a one-unambiguous expression) and
nothing that can be empty is repeated: then every way that is tried again fails at its first character.
Source: Brüggemann-Klein and Wood, One-unambiguous regular languages (1998)
"""

from .classes import CharacterSet
from .tree import Assertion, Characters, Choice, Group, Look, Node, Repeat, Sequence

_RENDERED = {
    "start": r"\A",
    "line-start": "(?m:^)",
    "end": r"\Z",
    "line-end": "(?m:$)",
    "last-line-end": "$",
    "word": r"\b",
    "not-word": r"\B",
}


class Shape:
    """What can begin a part, whether it can be empty, what can end it, and the longest it can be."""

    __slots__ = ("empty", "first", "last", "longest")

    def __init__(
        self, empty: bool, first: list[CharacterSet], last: list[list[CharacterSet]], longest: int | None
    ) -> None:
        self.empty = empty
        self.first = first
        self.last = last  # for each character that can end the part: what can follow it so far
        self.longest = longest


def shape_of(node: Node) -> Shape | None:
    """The shape of a part that is safe for `re`, else None."""
    if isinstance(node, Characters):
        follow: list[CharacterSet] = []
        return Shape(False, [node.set], [follow], 1) if node.set.plain else None
    if isinstance(node, Assertion):
        return Shape(True, [], [], 0)
    if isinstance(node, Group):
        return shape_of(node.body)
    if isinstance(node, Sequence):
        return _sequence_shape(node)
    if isinstance(node, Choice):
        return _choice_shape(node)
    if isinstance(node, Repeat):
        return _repeat_shape(node)
    return None


def _sequence_shape(node: Sequence) -> Shape | None:
    whole = Shape(True, [], [], 0)
    for part in node.parts:
        shape = shape_of(part)
        if shape is None or not _follow(whole.last, shape.first):
            return None
        if whole.empty:
            if _clash(whole.first, shape.first):
                return None
            whole.first = whole.first + shape.first
        whole.last = whole.last + shape.last if shape.empty else shape.last
        whole.empty = whole.empty and shape.empty
        whole.longest = _plus(whole.longest, shape.longest)
    return whole


def _choice_shape(node: Choice) -> Shape | None:
    whole = Shape(False, [], [], 0)
    for branch in node.branches:
        shape = shape_of(branch)
        if shape is None or _clash(whole.first, shape.first) or (shape.empty and whole.empty):
            return None
        whole.first = whole.first + shape.first
        whole.last = whole.last + shape.last
        whole.empty = whole.empty or shape.empty
        if whole.longest is not None:
            whole.longest = None if shape.longest is None else max(whole.longest, shape.longest)
    return whole


def _repeat_shape(node: Repeat) -> Shape | None:
    shape = shape_of(node.body)
    if shape is None or shape.empty or _has_anchor(node.body):
        return None
    if node.most == 0:
        return Shape(True, [], [], 0)
    if (node.most is None or node.most > 1) and not _follow(shape.last, shape.first):
        return None
    longest = None if node.most is None or shape.longest is None else shape.longest * node.most
    return Shape(node.least == 0, shape.first, shape.last, longest)


def _has_anchor(node: Node) -> bool:
    if isinstance(node, Assertion | Look):
        return True
    if isinstance(node, Group | Repeat):
        return _has_anchor(node.body)
    parts = node.parts if isinstance(node, Sequence) else node.branches if isinstance(node, Choice) else []
    return any(_has_anchor(part) for part in parts)


def _follow(last: list[list[CharacterSet]], first: list[CharacterSet]) -> bool:
    """Let `first` follow each ending; False if something there could follow already."""
    for following in last:
        if _clash(following, first):
            return False
    for following in last:
        following.extend(first)
    return True


def _clash(some: list[CharacterSet], others: list[CharacterSet]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def begins_at_start(node: Node) -> bool:
    """Whether the pattern can only match at the beginning of the text."""
    if isinstance(node, Assertion):
        return node.kind == "start"
    if isinstance(node, Group):
        return begins_at_start(node.body)
    if isinstance(node, Sequence):
        return bool(node.parts) and begins_at_start(node.parts[0])
    return isinstance(node, Choice) and all(begins_at_start(branch) for branch in node.branches)


def render(node: Node) -> str:
    """The tree in Python's syntax, every set spelled out."""
    if isinstance(node, Characters):
        return _render_set(node.set)
    if isinstance(node, Assertion):
        return _RENDERED[node.kind]
    if isinstance(node, Group):
        return f"({render(node.body)})"
    if isinstance(node, Sequence):
        return "".join(
            render(part) if not isinstance(part, Choice) else f"(?:{render(part)})" for part in node.parts
        )
    if isinstance(node, Choice):
        return "|".join(render(branch) for branch in node.branches)
    assert isinstance(node, Repeat)
    most = "" if node.most is None else node.most
    return f"(?:{render(node.body)}){{{node.least},{most}}}{'' if node.greedy else '?'}"


def _render_set(characters: CharacterSet) -> str:
    if not characters.ranges:
        return "(?!)"
    spelled = "".join(
        f"\\U{first:08x}" if first == last else f"\\U{first:08x}-\\U{last:08x}"
        for first, last in characters.ranges
    )
    return f"[{spelled}]"
