"""The AST as text: canonical FHIRPath, and an outline for people."""

from collections.abc import Iterator

from dbep_ig.engine.fhirpath.values.moments import Moment
from dbep_ig.engine.fhirpath.values.quantities import Quantity

from .ast import Binary, Call, Index, Literal, Member, Node, Special, TypeTest, Unary, Variable, children


def canonical_text(node: Node) -> str:
    """One spelling for trees that mean the same: every operation in parentheses, every name in backticks."""
    if isinstance(node, Member):
        return _after(node.left) + f"`{node.name}`"
    if isinstance(node, Call):
        return f"{_after(node.left)}{node.name}({','.join(canonical_text(each) for each in node.arguments)})"
    if isinstance(node, Binary):
        return f"({canonical_text(node.left)} {node.operator} {canonical_text(node.right)})"
    if isinstance(node, TypeTest):
        return f"{_after(node.left)}{node.operator}({node.type_name})"
    if isinstance(node, Index):
        return f"{canonical_text(node.left)}[{canonical_text(node.index)}]"
    if isinstance(node, Unary):
        return f"({node.operator}{canonical_text(node.operand)})"
    return _leaf(node)


def _after(left: Node | None) -> str:
    return "" if left is None else canonical_text(left) + "."


def _leaf(node: Node) -> str:
    if isinstance(node, Special):
        return "$" + node.name
    if isinstance(node, Variable):
        return f"%`{node.name}`"
    assert isinstance(node, Literal)
    value = node.value
    if value is None:
        return "{}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, Moment):
        return f"@{type(value).__name__}:{value}"
    return str(value)


def outline(node: Node, depth: int = 0) -> Iterator[str]:
    """The tree, one node a line, children indented."""
    yield "  " * depth + label(node)
    for child in children(node):
        yield from outline(child, depth + 1)


def label(node: Node) -> str:
    """What one node is."""
    if isinstance(node, Member):
        return f"member {node.name}"
    if isinstance(node, Call):
        return f"call {node.name}()"
    if isinstance(node, Binary | Unary):
        return f"operator {node.operator}"
    if isinstance(node, TypeTest):
        return f"{node.operator} {node.type_name}"
    if isinstance(node, Index):
        return "index []"
    if isinstance(node, Literal):
        kind = "quantity " if isinstance(node.value, Quantity) else ""
        return f"literal {kind}{_leaf(node)}"
    return _leaf(node)
