"""The items of a collection: System values (str, int, Quantity…), and `Node`s, the elements of FHIR.

Source: https://hl7.org/fhir/R4/fhirpath.html#types
"""

from typing import Any

PRIMITIVE_NAMES = frozenset((
    "base64Binary", "boolean", "canonical", "code", "date", "dateTime", "decimal", "id", "instant", "integer",
    "markdown", "oid", "positiveInt", "string", "time", "unsignedInt", "uri", "url", "uuid", "xhtml",
))  # fmt: skip
"""https://hl7.org/fhir/R4/datatypes.html#primitive"""


class Node:
    """An element of FHIR.

    value    JSON; None when a primitive has only `sibling`
    type     FHIR type name, or the path of a backbone; None if unknown
    sibling  a primitive's `_name` object
    parent   the node above; None at the root
    name     the element's name in its parent (without [x]); the root's is its type
    index    position in a list, else -1
    """

    __slots__ = ("index", "name", "parent", "sibling", "type", "value")

    def __init__(
        self,
        value: Any,
        type_name: str | None,
        sibling: dict[str, Any] | None = None,
        parent: "Node | None" = None,
        name: str = "",
        index: int = -1,
    ) -> None:
        self.value = value
        self.type = type_name
        self.sibling = sibling
        self.parent = parent
        self.name = name
        self.index = index

    @property
    def path(self) -> str:
        """`Patient.name[0].given[1]`."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None:
            steps.append(node.name if node.index < 0 else f"{node.name}[{node.index}]")
            node = node.parent
        return ".".join(reversed(steps))


Collection = list[Any]
"""Items: `Node`s and System values."""
