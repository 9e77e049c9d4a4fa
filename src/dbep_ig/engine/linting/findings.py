"""What was found in an expression, and how its parts are named."""

from collections.abc import Mapping
from typing import NamedTuple

from dbep_ig.engine.diagnostics import LateText, Rule, Severity, Text
from dbep_ig.engine.fhirpath.syntax.ast import Binary, Call, Index, Literal, Member, Node, TypeTest
from dbep_ig.engine.fhirpath.syntax.lexer import tokenize

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

    __slots__ = ("_brackets", "found", "muted", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._brackets: list[tuple[int, int]] | None = None
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
        start, end = self.span(node) if whole else node.span
        self.found.setdefault((rule.code, start, end), Finding(rule, start, end, params, severity))

    def quoted(self, node: Node) -> str:
        """The part as it is written, in backticks; shortened."""
        start, end = self.span(node)
        part = " ".join(self.text[start:end].split())
        part = part if len(part) <= _LONGEST else f"{part[: _LONGEST - 1]}…"
        return f"`{part}`"

    def span(self, node: Node) -> tuple[int, int]:
        """From where the path begins (`name.given` and not `given` alone), with the brackets that belong to it."""
        first = node
        while isinstance(first, Member | Call | TypeTest | Index | Binary) and first.left is not None:
            first = first.left
        start, end = min(first.start, node.start), node.end
        for opened, closed in self._pairs():
            if opened < start < closed < end or start <= opened < end <= closed:
                start, end = min(start, opened), max(end, closed + 1)
        return start, end

    def _pairs(self) -> list[tuple[int, int]]:
        """Where round brackets open and close, inner ones first."""
        if self._brackets is None:
            self._brackets = []
            opened: list[int] = []
            for token in tokenize(self.text):
                if token.kind == "symbol" and token.text == "(":
                    opened.append(token.start)
                elif token.kind == "symbol" and token.text == ")" and opened:
                    self._brackets.append((opened.pop(), token.start))
        return self._brackets


def text_of(node: Node) -> str | None:
    """The text of a literal text."""
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None
