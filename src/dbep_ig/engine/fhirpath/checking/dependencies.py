"""What an expression hangs on: the resource alone, services, variables of its own.

What hangs on the resource alone (`%resource.descendants().reference`) is evaluated once for each resource.
"""

from dbep_ig.engine.fhirpath.functions.registry import find_function
from dbep_ig.engine.fhirpath.syntax.ast import (
    Binary,
    Call,
    Index,
    Literal,
    Member,
    Node,
    Special,
    TypeTest,
    Unary,
    Variable,
    children,
)

SERVICE_FUNCTIONS = frozenset((
    "resolve", "memberOf", "conformsTo", "subsumes", "subsumedBy", "htmlChecks", "elementDefinition", "slice",
    "now", "today", "timeOfDay",
))  # fmt: skip
"""Functions that may find nobody to answer."""

_RESOURCE = frozenset(("resource", "rootResource"))
_CONSTANT = frozenset(("ucum", "sct", "loinc"))


def asks_services(node: Node) -> bool:
    """Whether evaluating may ask a service."""
    return (isinstance(node, Call) and node.name in SERVICE_FUNCTIONS) or any(
        asks_services(child) for child in children(node)
    )


def defines_variables(node: Node) -> bool:
    """Whether `defineVariable()` stands in it."""
    return (isinstance(node, Call) and node.name == "defineVariable") or any(
        defines_variables(child) for child in children(node)
    )


def uses_state(node: Node) -> bool:
    """Whether it sees or changes the state of an evaluation: %context, $index, $total, variables of its own."""
    if isinstance(node, Special):
        return node.name != "this"
    if isinstance(node, Variable):
        return node.name == "context"
    if isinstance(node, Call) and node.name == "defineVariable":
        return True
    return any(uses_state(child) for child in children(node))


def is_constant(node: Node) -> bool:
    """Whether it is made of literals and operators only, so that it has one value."""
    if isinstance(node, Literal):
        return True
    return isinstance(node, Binary | Unary) and all(is_constant(child) for child in children(node))


def depends_on_resource_alone(node: Node) -> bool:
    """Whether the value is the same wherever in a resource it is asked for, and worth remembering."""
    return not isinstance(node, Variable) and _starts_at_resource(node) and _closed(node, inside=False)


def _starts_at_resource(node: Node) -> bool:
    if isinstance(node, Variable):
        return node.name in _RESOURCE
    return any(_starts_at_resource(child) for child in children(node))


def _closed(node: Node, *, inside: bool) -> bool:
    """Whether nothing in it comes from outside; `inside` a function's expression `$this` is its own."""
    if isinstance(node, Literal):
        return True
    if isinstance(node, Variable):
        return node.name in _RESOURCE or node.name in _CONSTANT or node.name.startswith(("vs-", "ext-"))
    if isinstance(node, Special):
        return inside and node.name != "total"
    if isinstance(node, Member | TypeTest):
        return inside if node.left is None else _closed(node.left, inside=inside)
    if isinstance(node, Call):
        if node.name in ("defineVariable", "aggregate"):
            return False
        if not (inside if node.left is None else _closed(node.left, inside=inside)):
            return False
        function = find_function(node.name)
        own = function is not None and function.closures
        return all(_closed(argument, inside=inside or own) for argument in node.arguments)
    if isinstance(node, Binary | Unary | Index):
        return all(_closed(child, inside=inside) for child in children(node))
    return False
