"""The syntax tree. Slot classes, immutable by convention; each node knows the span of text it came from.

Source: http://hl7.org/fhirpath/N1/grammar.html
"""

from dbep_ig.engine.fhirpath.values.system import System


class Node:
    """Any expression. `start` and `end` are offsets in the text; those of a name or call after a dot leave out its left."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    @property
    def span(self) -> tuple[int, int]:
        """(start, end) in the text."""
        return self.start, self.end


class Literal(Node):
    """A value written out; None is the empty collection `{}`."""

    __slots__ = ("value",)

    def __init__(self, value: System | None, start: int, end: int) -> None:
        super().__init__(start, end)
        self.value = value


class Member(Node):
    """`left.name`; without `left` an element of the input or the name of its type."""

    __slots__ = ("left", "name")

    def __init__(self, left: Node | None, name: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.left = left
        self.name = name


class Call(Node):
    """`left.name(arguments)`; without `left` on the input."""

    __slots__ = ("arguments", "left", "name")

    def __init__(
        self, left: Node | None, name: str, arguments: tuple[Node, ...], start: int, end: int
    ) -> None:
        super().__init__(start, end)
        self.left = left
        self.name = name
        self.arguments = arguments


class Index(Node):
    """`left[index]`."""

    __slots__ = ("index", "left")

    def __init__(self, left: Node, index: Node, start: int, end: int) -> None:
        super().__init__(start, end)
        self.left = left
        self.index = index


class Special(Node):
    """`$this`, `$index` or `$total`; `name` without the dollar sign."""

    __slots__ = ("name",)

    def __init__(self, name: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.name = name


class Variable(Node):
    """`%name`; `name` without the percent sign and delimiters."""

    __slots__ = ("name",)

    def __init__(self, name: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.name = name


class Unary(Node):
    """`+operand` or `-operand`; in sort() also `operand asc` and `operand desc`."""

    __slots__ = ("operand", "operator")

    def __init__(self, operator: str, operand: Node, start: int, end: int) -> None:
        super().__init__(start, end)
        self.operator = operator
        self.operand = operand


class Binary(Node):
    """`left operator right`, all operators but `is` and `as`."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, operator: str, left: Node, right: Node, start: int, end: int) -> None:
        super().__init__(start, end)
        self.operator = operator
        self.left = left
        self.right = right


class TypeTest(Node):
    """`left is T`, `left as T`, `left.is(T)`, `left.as(T)`, `left.ofType(T)`.

    operator   "is", "as" or "ofType"
    left       None: the input
    type_name  as written, without backticks: "Patient", "FHIR.Patient", "System.String"
    called     written as a function
    """

    __slots__ = ("called", "left", "operator", "type_name")

    def __init__(
        self, operator: str, left: Node | None, type_name: str, called: bool, start: int, end: int
    ) -> None:
        super().__init__(start, end)
        self.operator = operator
        self.left = left
        self.type_name = type_name
        self.called = called


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the text."""
    kind = type(node)
    if kind is Member or kind is TypeTest:
        left: Node | None = node.left  # type: ignore[attr-defined]
        return () if left is None else (left,)
    if kind is Call:
        assert isinstance(node, Call)
        return node.arguments if node.left is None else (node.left, *node.arguments)
    if isinstance(node, Binary):
        return node.left, node.right
    if isinstance(node, Unary):
        return (node.operand,)
    if isinstance(node, Index):
        return node.left, node.index
    return ()
