"""What was found in an expression, and how its parts are named."""

from collections.abc import Mapping
from typing import NamedTuple

from dbep_ig.engine.diagnostics import LateText, Rule, Severity, Text
from dbep_ig.engine.fhirpath.syntax.ast import Call, Index, Literal, Member, Node, TypeTest

_LONGEST = 60  # characters of a part that a message quotes


class Finding(NamedTuple):
    """A fault at characters of the expression; `severity` where it is not the rule's own."""

    rule: Rule
    start: int
    end: int
    params: Mapping[str, object]
    severity: Severity | None = None


class Notes:
    """Findings as they come, each once. While `muted` nothing is taken down: what is inferred again says the same again."""

    __slots__ = ("found", "muted", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[tuple[str, int, int], Finding] = {}
        self.muted = 0

    def add(
        self,
        rule: Rule,
        node: Node,
        *,
        severity: Severity | None = None,
        whole: bool = True,
        **params: str | Text | LateText,
    ) -> None:
        """`whole`: with what stands before the last dot."""
        if self.muted:
            return
        start, end = full_span(node) if whole else node.span
        self.found.setdefault((rule.code, start, end), Finding(rule, start, end, params, severity))

    def quoted(self, node: Node) -> str:
        """The part as it is written, in backticks; shortened."""
        start, end = full_span(node)
        part = " ".join(self.text[start:end].split())
        part = "(" * (part.count(")") - part.count("(")) + part
        part = part if len(part) <= _LONGEST else f"{part[: _LONGEST - 1]}…"
        return f"`{part}`"


def full_span(node: Node) -> tuple[int, int]:
    """From where the path begins: `name.given` and not `given` alone."""
    first = node
    while isinstance(first, Member | Call | TypeTest | Index) and first.left is not None:
        first = first.left
    return min(first.start, node.start), node.end


def text_of(node: Node) -> str | None:
    """The text of a literal text."""
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None
