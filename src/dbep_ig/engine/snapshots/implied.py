"""What an invariant of the form `(a | b | c).count() = 1` implies once one of them must be there: the others cannot.

Models of other standards (CDA) write their choices so; a profile then only says which branch it means.
"""

from collections.abc import Sequence

from .tree import Element, Node

_ENDINGS = (").count() = 1", ").count() <= 1", ").count()=1", ").count()<=1")


def only_one_left(element: Element, children: Sequence[Node]) -> Sequence[Node]:
    """The children, with max 0 for those that an invariant of `element` excludes."""
    for constraint in element.get("constraint", ()):
        names = _alternatives(str(constraint.get("expression", "")).strip())
        if not names:
            continue
        required = {
            child.name for child in children if child.name in names and child.element.get("min", 0) > 0
        }
        if len(required) == 1:
            children = [
                _excluded(child) if child.name in names and child.name not in required else child
                for child in children
            ]
    return children


def _alternatives(expression: str) -> set[str]:
    """The names in `(a | b).count() = 1`; none for any other expression."""
    ending = next((one for one in _ENDINGS if expression.endswith(one)), None)
    if ending is None or not expression.startswith("("):
        return set()
    names = [name.strip() for name in expression[1 : -len(ending)].split("|")]
    return set(names) if len(names) > 1 and all(name.isidentifier() for name in names) else set()


def _excluded(child: Node) -> Node:
    return child if child.element.get("max") == "0" else child.with_element({**child.element, "max": "0"})
