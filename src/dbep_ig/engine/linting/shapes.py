"""What can be known of a collection before anything runs: which elements its items are, and whether there may be several."""

from collections.abc import Iterable
from typing import NamedTuple

from dbep_ig.engine.fhirpath.syntax.ast import Node
from dbep_ig.engine.fhirpath.values.system import SYSTEM_NAMES, System

from .outlines import Outline


class Kind(NamedTuple):
    """Items of one type, and the element that they are, where that is known.

    type        `CodeableConcept`, `Patient`, `BackboneElement`, `System.String`
    outline     the definition that has the element; None: items of the type, wherever they stand
    element_id  the element there
    """

    type: str
    outline: Outline | None = None
    element_id: str = ""

    @property
    def label(self) -> str:
        """What messages call it: the path of a backbone, else the type."""
        if self.outline is not None and self.type in ("BackboneElement", "Element"):
            return self.outline.path(self.element_id)
        return self.type.removeprefix("System.") if self.type.startswith("System.") else self.type


class Shape:
    """What is known of a collection.

    kinds    what its items can be; None when nothing is known, empty when there are none
    many     True: there may be several; False: one at most; None: not known
    literal  the parts of the expression that it is made of, where these are literals
    """

    __slots__ = ("kinds", "literals", "many")

    def __init__(
        self, kinds: tuple[Kind, ...] | None, many: bool | None = None, literals: tuple[Node, ...] = ()
    ) -> None:
        self.kinds = kinds
        self.many = many
        self.literals = literals

    def one(self) -> "Shape":
        """One of its items."""
        return Shape(self.kinds, many=False)


UNKNOWN = Shape(None)


def system_shape(name: str) -> Shape:
    """One value of a System type."""
    return Shape((Kind(name),), many=False)


BOOLEAN = system_shape("System.Boolean")


def literal_shape(value: System | None, node: Node) -> Shape:
    """A value written out; `{}` is empty."""
    if value is None:
        return Shape((), many=False)
    return Shape((Kind(SYSTEM_NAMES[type(value)]),), many=False, literals=(node,))


def either(*parts: bool | None) -> bool | None:
    """Three-valued or."""
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


def joined(shapes: Iterable[Shape]) -> tuple[Kind, ...] | None:
    """What the items of all of them can be."""
    found: dict[Kind, None] = {}
    for shape in shapes:
        if shape.kinds is None:
            return None
        found.update(dict.fromkeys(shape.kinds))
    return tuple(found)
