"""What is suspect in an invariant as a whole: it is not about its element, or its result is no boolean.

Source: https://hl7.org/fhir/R4/conformance-rules.html#constraints
"""

from dbep_ig.engine.fhirpath.functions.registry import find_function
from dbep_ig.engine.fhirpath.syntax.ast import Call, Member, Node, Special, TypeTest, Variable, children
from dbep_ig.engine.fhirpath.variables import CONSTANTS

from .comparisons import types_text
from .findings import Notes
from .rules import NOT_ABOUT_ELEMENT, NOT_BOOLEAN
from .shapes import Shape

_WITHOUT_INPUT = frozenset(("now", "today", "timeOfDay", "iif", "trace", "defineVariable"))
_BOOLEANS = frozenset(("boolean", "System.Boolean"))


def check_whole(node: Node, shape: Shape, notes: Notes) -> None:
    """DBEP2177 and DBEP2178 for the tree of an invariant."""
    if not _uses_input(node):
        notes.add(NOT_ABOUT_ELEMENT, node)
    elif shape.kinds and not any(kind.type in _BOOLEANS for kind in shape.kinds):
        notes.add(NOT_BOOLEAN, node, types=types_text(shape.kinds))


def _uses_input(node: Node) -> bool:
    """Whether a part that is evaluated on the input asks for something of it."""
    if isinstance(node, Special):
        return node.name == "this"
    if isinstance(node, Variable):
        return node.name not in CONSTANTS and not node.name.startswith(("vs-", "ext-"))
    if isinstance(node, Member | TypeTest) and node.left is None:
        return True
    if isinstance(node, Call):
        if node.left is None and node.name not in _WITHOUT_INPUT:
            return True
        function = find_function(node.name)
        if node.left is not None and function is not None and function.closures:
            # what its expressions see is the left side's; only variables lead out of it
            return _uses_input(node.left) or any(_leads_out(argument) for argument in node.arguments)
    return any(_uses_input(child) for child in children(node))


def _leads_out(node: Node) -> bool:
    if isinstance(node, Variable):
        return node.name not in CONSTANTS and not node.name.startswith(("vs-", "ext-"))
    return any(_leads_out(child) for child in children(node))
