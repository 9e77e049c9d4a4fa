"""Paths of an expression, compiled to counts and to single values of plain JSON where the types allow it."""

from collections.abc import Callable

from dbep_ig.engine.fhirpath.checking.kinds import Static, kind_of
from dbep_ig.engine.fhirpath.navigation import PRIMITIVE_NAMES, Navigator, Step
from dbep_ig.engine.fhirpath.syntax import ast

from .paths import (
    Count,
    Scalar,
    children_count,
    count_below,
    element_count,
    own_scalar,
    scalar_at,
    scalar_below,
)


class PathCompiler:
    """Compiles paths from elements of one type.

    known  what the static check found of each node
    owner  the type
    """

    __slots__ = ("known", "navigator", "owner")

    def __init__(self, navigator: Navigator, known: dict[ast.Node, Static], owner: str) -> None:
        self.navigator = navigator
        self.known = known
        self.owner = owner

    def inside(self, owner: str) -> "PathCompiler":
        """The compiler for paths from another type."""
        return PathCompiler(self.navigator, self.known, owner)

    def is_open(self, owner: str) -> bool:
        """Whether values of the type may be of a type with other elements."""
        return owner in ("Element", "Resource", "DomainResource", "BackboneElement")

    def kind(self, node: ast.Node) -> str | None:
        """The kind of the one value that a tree can give; None for several, and where it is not known."""
        static = self.known.get(node)
        if static is None or static.many or static.types is None or len(static.types) != 1:
            return None
        kind = kind_of(next(iter(static.types)))
        return kind if kind in ("string", "boolean", "number", "moment") else None

    def own(self) -> Scalar | None:
        kind = kind_of(self.owner) if self.owner in PRIMITIVE_NAMES else None
        return None if kind is None else own_scalar(kind, self.owner)

    def scalar(self, node: ast.Node) -> Scalar | None:
        """The value of a path of elements that do not repeat, ending in a primitive."""
        if isinstance(node, ast.Special) and node.name == "this":
            return self.own()
        if not isinstance(node, ast.Member):
            return None
        names = self.path_names(node)
        return None if not names else self.path(names, _typed_scalar)

    def path_names(self, node: ast.Node) -> list[str] | None:
        """`a.b.c` -> its names, without the name of the input's own type in front."""
        names = names_of(node)
        types = self.navigator.types
        if names and names[0][:1].isupper() and types is not None and types.is_subtype(self.owner, names[0]):
            return names[1:]
        return names

    def path(self, names: list[str], last: "Callable[[Step, str], Scalar | None]") -> Scalar | None:
        """A path of elements that neither repeat nor choose; `last` makes the closure of a primitive at its end."""
        types = self.navigator.types
        if types is None or self.owner in PRIMITIVE_NAMES:
            return None
        info = types.elements(self.owner).get(names[0])
        steps = self.navigator.steps(self.owner, names[0])
        if info is None or info.is_list or len(steps) != 1 or steps[0].type is None:
            return None
        only, type_name = steps[0], steps[0].type
        if len(names) == 1:
            return last(only, type_name) if is_primitive(only) else None
        if is_primitive(only):
            return None
        inner = self.inside(type_name).path(names[1:], last)
        return None if inner is None else scalar_below(only.key, inner)

    def count(self, node: ast.Node) -> Count | None:
        if (
            isinstance(node, ast.Call)
            and node.name == "children"
            and node.left is None
            and not node.arguments
        ):
            if self.owner in PRIMITIVE_NAMES or self.is_open(self.owner):
                return None
            return children_count(self.navigator.child_steps(self.owner))
        names = self.path_names(node) if isinstance(node, ast.Member) else None
        return None if not names else self.count_path(names)

    def count_path(self, names: list[str]) -> Count | None:
        steps = self.navigator.steps(self.owner, names[0])
        if len(steps) != 1 or steps[0].type is None or self.owner in PRIMITIVE_NAMES:
            return None
        only = steps[0]
        if len(names) == 1:
            return element_count(only, primitive=is_primitive(only))
        if is_primitive(only):
            return None
        inner = self.inside(steps[0].type).count_path(names[1:])
        return None if inner is None else count_below(only.key, inner)


_SCALARS = frozenset(("string", "boolean", "number", "moment"))


def is_primitive(step: Step) -> bool:
    return step.type in PRIMITIVE_NAMES


def _typed_scalar(step: Step, type_name: str) -> Scalar | None:
    kind = kind_of(type_name)
    return scalar_at(step.key, kind, type_name) if kind in _SCALARS else None


def names_of(node: ast.Node) -> list[str] | None:
    """`a.b.c` or `$this.a.b` -> its names."""
    names: list[str] = []
    current: ast.Node | None = node
    while isinstance(current, ast.Member):
        names.append(current.name)
        current = current.left
    if current is not None and not (isinstance(current, ast.Special) and current.name == "this"):
        return None
    return names[::-1]
