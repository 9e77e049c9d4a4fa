"""Paths of an expression, compiled to counts and to single values of plain JSON where the types allow it."""

from collections.abc import Callable
from typing import NamedTuple

from dbep_ig.engine.fhirpath.checking.kinds import Static, kind_of
from dbep_ig.engine.fhirpath.navigation import PRIMITIVE_NAMES, Navigator, Step
from dbep_ig.engine.fhirpath.syntax import ast
from dbep_ig.engine.fhirpath.type_specifiers import find_type

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


class Link(NamedTuple):
    """One `.name` of a path; `type_name` where `as T` or `.ofType(T)` follows."""

    name: str
    type_name: str | None


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
        """The value of `$this`, of a primitive."""
        kind = kind_of(self.owner) if self.owner in PRIMITIVE_NAMES else None
        return None if kind is None else own_scalar(kind, self.owner)

    def scalar(self, node: ast.Node) -> Scalar | None:
        """The value of a path of elements that do not repeat, ending in a primitive."""
        if isinstance(node, ast.Special) and node.name == "this":
            return self.own()
        links = self.links(node)
        return None if not links else self.path(links, _typed_scalar)

    def links(self, node: ast.Node) -> list[Link] | None:
        """`a.b.ofType(T).c` -> its links, without the name of the input's own type in front."""
        links = _links_of(node)
        types = self.navigator.types
        if links and types is not None:
            name = links[0].name
            if name[:1].isupper() and types.is_subtype(self.owner, name):
                return links[1:]
        return links

    def steps(self, link: Link) -> tuple[Step, ...]:
        """Where the elements of a link stand in JSON: of a choice those of the type that is asked for."""
        steps = () if self.owner in PRIMITIVE_NAMES else self.navigator.steps(self.owner, link.name)
        if link.type_name is None:
            return steps
        types = self.navigator.types
        specifier = find_type(link.type_name, types)
        if specifier is None or specifier.fhir is None or types is None:
            return ()
        wanted = specifier.fhir
        return tuple(
            step
            for step in steps
            if step.type == wanted
            or (step.type is not None and not is_primitive(step) and types.is_subtype(step.type, wanted))
        )

    def path(self, links: list[Link], last: "Callable[[Step, str], Scalar | None]") -> Scalar | None:
        """A path of elements that do not repeat and have one type; `last` makes the closure of a primitive at its end."""
        types = self.navigator.types
        if types is None or self.owner in PRIMITIVE_NAMES:
            return None
        info = types.elements(self.owner).get(links[0].name)
        steps = self.steps(links[0])
        if info is None or info.is_list or len(steps) != 1 or steps[0].type is None:
            return None
        only, type_name = steps[0], steps[0].type
        if len(links) == 1:
            return last(only, type_name) if is_primitive(only) else None
        if is_primitive(only):
            return None
        inner = self.inside(type_name).path(links[1:], last)
        return None if inner is None else scalar_below(only.key, inner)

    def count(self, node: ast.Node) -> Count | None:
        """How many items a path, or children(), gives."""
        if (
            isinstance(node, ast.Call)
            and node.name == "children"
            and node.left is None
            and not node.arguments
        ):
            if self.owner in PRIMITIVE_NAMES or self.is_open(self.owner):
                return None
            return children_count(self.navigator.child_steps(self.owner))
        links = self.links(node)
        return None if not links else self.count_path(links)

    def count_path(self, links: list[Link]) -> Count | None:
        """How many items a path leads to."""
        steps = self.steps(links[0])
        if len(steps) != 1 or steps[0].type is None or self.owner in PRIMITIVE_NAMES:
            return None
        only = steps[0]
        if len(links) == 1:
            return element_count(only, primitive=is_primitive(only))
        if is_primitive(only):
            return None
        inner = self.inside(steps[0].type).count_path(links[1:])
        return None if inner is None else count_below(only.key, inner)


_SCALARS = frozenset(("string", "boolean", "number", "moment"))


def is_primitive(step: Step) -> bool:
    """Whether a step leads to a primitive."""
    return step.type in PRIMITIVE_NAMES


def _typed_scalar(step: Step, type_name: str) -> Scalar | None:
    kind = kind_of(type_name)
    return scalar_at(step.key, kind, type_name) if kind in _SCALARS else None


def _links_of(node: ast.Node) -> list[Link] | None:
    """`a.b` or `$this.a.ofType(T).b` -> its links; None for anything else."""
    links: list[Link] = []
    current: ast.Node | None = node
    while current is not None and not is_this(current):
        type_name = None
        if isinstance(current, ast.TypeTest) and current.operator != "is":
            type_name, current = current.type_name, current.left
        if not isinstance(current, ast.Member):
            return None
        links.append(Link(current.name, type_name))
        current = current.left
    return links[::-1]


def is_this(node: ast.Node | None) -> bool:
    """Whether a node is the input itself: `$this`, or nothing before the first name."""
    return node is None or (isinstance(node, ast.Special) and node.name == "this")
