"""Invariants as closures on plain JSON: `a.exists() or b = 'x'` without a collection in between.

Compiled for one type of input, from the same tree as the general closures and with the types that the static check
found. What has no direct form is handed to its general closure, alone.
"""

from collections.abc import Callable
from typing import Any

from dbep_ig.engine.fhirpath.checking.dependencies import asks_services, is_constant
from dbep_ig.engine.fhirpath.checking.kinds import Static, kind_of
from dbep_ig.engine.fhirpath.converting import truth
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.navigation import PRIMITIVE_NAMES, Navigator
from dbep_ig.engine.fhirpath.syntax import ast
from dbep_ig.engine.fhirpath.variables import CONSTANTS

from .general import GeneralCompiler
from .logic import (
    CONNECTIVES,
    both_true,
    certain,
    equals,
    equals_constant,
    moments_equal,
    negation,
    never,
    not_true,
    opposite,
    ordered,
    ordered_moments,
)
from .path_compiler import Link, PathCompiler, is_primitive, is_this
from .paths import (
    Scalar,
    Test,
    any_below,
    element_exists,
    own_value,
    value_at,
)

_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}
_STRING_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": lambda text, part: part in text,
}
_KEEPS_EMPTY = frozenset((
    "where", "select", "trace", "first", "last", "tail", "skip", "take", "distinct", "single", "descendants",
    "children", "repeat", "extension", "resolve", "intersect", "exclude", "as", "ofType",
))  # fmt: skip
"""Functions that make nothing of nothing."""


class DirectCompiler(PathCompiler):
    """Compiles for input of one type."""

    __slots__ = ("general",)

    def __init__(
        self, navigator: Navigator, known: dict[ast.Node, Static], owner: str, general: GeneralCompiler
    ) -> None:
        super().__init__(navigator, known, owner)
        self.general = general

    def inside(self, owner: str) -> "DirectCompiler":
        """The compiler for what is evaluated on elements of another type."""
        return DirectCompiler(self.navigator, self.known, owner, self.general)

    # Booleans

    def test(self, node: ast.Node) -> Test:
        """The tree as a criterion: True, False or None."""
        return self._direct_test(node) or self._general_test(node)

    def _general_test(self, node: ast.Node) -> Test:
        closure = self.general.compile(node)
        owner = self.owner
        root = self.navigator.root

        def test(value: Any, sibling: Any, env: Environment) -> bool | None:
            return truth(closure([root(value, owner, sibling)], env), "invariant")

        return test

    def _direct_test(self, node: ast.Node) -> Test | None:
        if isinstance(node, ast.Binary):
            return self._binary(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Literal) and isinstance(node.value, bool):
            constant = node.value
            return lambda value, sibling, env: constant
        if isinstance(node, ast.Member | ast.Special) and self.kind(node) == "boolean":
            return self.scalar(node)
        return None

    def _binary(self, node: ast.Binary) -> Test | None:
        operator = node.operator
        if operator in ("and", "or", "implies", "xor"):
            if asks_services(node.left):
                return None
            return CONNECTIVES[operator](self.test(node.left), self.test(node.right))
        if operator in ("=", "!="):
            return self._equality(node)
        if operator in _COMPARISONS:
            return self._comparison(node)
        if operator == "in":
            return self._membership(node)
        return None

    def _equality(self, node: ast.Binary) -> Test | None:
        wanted = node.operator == "="
        kind = self.kind(node.left)
        if kind is None or kind != self.kind(node.right):
            return None
        left = self._value(node.left)
        constant = _constant(node.right)
        if left is None:
            return None
        if constant is not None and kind != "moment":
            return equals_constant(left, constant, wanted=wanted)
        right = self._value(node.right)
        if right is None:
            return None
        return (
            moments_equal(left, right, wanted=wanted)
            if kind == "moment"
            else equals(left, right, wanted=wanted)
        )

    def _comparison(self, node: ast.Binary) -> Test | None:
        accept = _COMPARISONS[node.operator]
        kind = self.kind(node.left)
        if kind not in ("number", "string", "moment") or kind != self.kind(node.right):
            return None
        left, right = self._value(node.left), self._value(node.right)
        if left is None or right is None:
            return None
        return ordered_moments(left, right, accept) if kind == "moment" else ordered(left, right, accept)

    def _membership(self, node: ast.Binary) -> Test | None:
        if self.kind(node.left) != "string":
            return None
        members = _constant_strings(node.right)
        left = self._value(node.left)
        if members is None or left is None:
            return None
        present = left

        def member(value: Any, sibling: Any, env: Environment) -> bool | None:
            found = present(value, sibling, env)
            return None if found is None else found in members

        return member

    def _call(self, node: ast.Call) -> Test | None:
        name = node.name
        if node.arguments and name in ("exists", "all") and asks_services(node.arguments[0]):
            return None
        if name in ("exists", "empty"):
            return self._existence(node, negated=name == "empty")
        if name == "all" and len(node.arguments) == 1 and node.left is not None:
            failing = self._any(node.left, lambda inner: not_true(inner.test(node.arguments[0])))
            return None if failing is None else opposite(failing)
        if name == "not" and not node.arguments and node.left is not None:
            return None if asks_services(node.left) else negation(self.test(node.left))
        if name == "hasValue" and not node.arguments:
            return self._has_value(node)
        if name in _STRING_TESTS or name in ("matches", "matchesFull"):
            return self._string_test(node)
        return None

    def _has_value(self, node: ast.Call) -> Test | None:
        left = node.left
        if left is None or (isinstance(left, ast.Special) and left.name == "this"):
            if self.owner in PRIMITIVE_NAMES:
                return lambda value, sibling, env: own_value(value, sibling, env) is not None
            return None if self.is_open(self.owner) else never
        links = self.links(left)
        held = None if not links else self.path(links, lambda step, type_name: value_at(step.key))
        return None if held is None else _has_something(held)

    def _string_test(self, node: ast.Call) -> Test | None:
        if len(node.arguments) != 1 or not isinstance(node.arguments[0], ast.Literal):
            return None
        argument = node.arguments[0].value
        subject = self.scalar(node.left) if node.left is not None else self.own()
        kind = self.kind(node.left) if node.left is not None else kind_of(self.owner)
        if not isinstance(argument, str) or subject is None or kind != "string":
            return None
        present = subject
        if node.name in _STRING_TESTS:
            check = _STRING_TESTS[node.name]

            def string_test(value: Any, sibling: Any, env: Environment) -> bool | None:
                found = present(value, sibling, env)
                return None if found is None else check(found, argument)

            return string_test
        from dbep_ig.engine.fhir.regex.pattern import (  # needed by few invariants
            PatternError,
            compile_pattern,
        )

        try:
            pattern = compile_pattern(argument, dot_all=True)
        except PatternError:
            return None  # reported when it is evaluated
        match = pattern.search if node.name == "matches" else pattern.fullmatch

        def pattern_test(value: Any, sibling: Any, env: Environment) -> bool | None:
            found = present(value, sibling, env)
            return None if found is None else match(found)

        return pattern_test

    # Existence

    def _existence(self, node: ast.Call, *, negated: bool) -> Test | None:
        left: ast.Node | None = node.left
        if left is None:
            return None
        if node.arguments:
            criterion = node.arguments[0]
            found = self._any(left, lambda inner: inner.test(criterion))
        else:
            found = self._any(left, None)
        if found is None:
            found = self._guarded(node if not negated else None, left)
        if found is None:
            return None
        return opposite(found) if negated else found

    def _guarded(self, whole: ast.Node | None, left: ast.Node) -> Test | None:
        """Nothing comes of a path that leads nowhere; only where it leads somewhere is the rest evaluated."""
        base: ast.Node | None = left
        while base is not None:
            previous = base
            if isinstance(base, ast.Call):
                if base.name not in _KEEPS_EMPTY:
                    return None
                base = base.left
            elif isinstance(base, ast.TypeTest):
                base = base.left
            elif isinstance(base, ast.Member | ast.Index):
                start = self._any(base, None) if isinstance(base, ast.Member) else None
                if start is not None and base is not left:
                    return self._after_guard(start, whole, left)
                base = base.left
            else:
                return None
            if base is previous:
                return None
        return None

    def _after_guard(self, start: Test, whole: ast.Node | None, left: ast.Node) -> Test:
        closure = self.general.compile(left if whole is None else whole)
        owner, root = self.owner, self.navigator.root

        def guarded(value: Any, sibling: Any, env: Environment) -> bool:
            if not start(value, sibling, env):
                return False
            found = closure([root(value, owner, sibling)], env)
            return bool(found) if whole is None else found == [True]

        return guarded

    def _any(self, node: ast.Node, criterion: "Callable[[DirectCompiler], Test] | None") -> Test | None:
        """Whether an item of `node` is there (criterion None) or meets the criterion, which is compiled for its type.

        None when the path has no direct form.
        """
        if isinstance(node, ast.Special) and node.name == "this":
            return None if criterion is None else certain(criterion(self))
        if (
            isinstance(node, ast.Call)
            and node.name == "where"
            and len(node.arguments) == 1
            and node.left is not None
        ):
            condition = node.arguments[0]
            if criterion is None:
                return self._any(node.left, lambda inner: inner.test(condition))
            further = criterion
            return self._any(node.left, lambda inner: both_true(inner.test(condition), further(inner)))
        if isinstance(node, ast.Call) and node.name == "extension":
            return self._any_extension(node, criterion)
        if isinstance(node, ast.TypeTest):
            return self._any_of_type(node, criterion)
        if not isinstance(node, ast.Member):
            return None
        if not is_this(node.left):
            assert node.left is not None
            return self._any(
                node.left,
                lambda inner: inner._step(node.name, criterion) or inner._slow_step(node.name, criterion),
            )
        if node.left is None and self._names_owner(node):
            return None if criterion is None else certain(criterion(self))
        return self._step(node.name, criterion)

    def _any_extension(
        self, node: ast.Call, criterion: "Callable[[DirectCompiler], Test] | None"
    ) -> Test | None:
        """`extension('url')`."""
        url = _constant(node.arguments[0]) if len(node.arguments) == 1 else None
        if not isinstance(url, str):
            return None

        def with_url(inner: DirectCompiler) -> Test:
            named = _equals_member("url", url)
            return named if criterion is None else both_true(named, criterion(inner))

        if node.left is None or is_this(node.left):
            return self._step("extension", with_url)
        return self._any(
            node.left,
            lambda inner: inner._step("extension", with_url) or inner._slow_step("extension", with_url),
        )

    def _any_of_type(
        self, node: ast.TypeTest, criterion: "Callable[[DirectCompiler], Test] | None"
    ) -> Test | None:
        """`value as Quantity`, `value.ofType(Quantity)`, of an element of the input itself that does not repeat."""
        member = node.left
        if node.operator == "is" or not isinstance(member, ast.Member) or not is_this(member.left):
            return None
        types = self.navigator.types
        info = None if types is None else types.elements(self.owner).get(member.name)
        if info is None or info.is_list:
            return None
        steps = self.steps(Link(member.name, node.type_name))
        if not steps:
            return None
        if criterion is None:
            return element_exists(steps, frozenset(step.key for step in steps if is_primitive(step)))
        only = steps[0]
        if len(steps) > 1 or only.type is None or is_primitive(only):
            return None
        return any_below(only.key, criterion(self.inside(only.type)))

    def _names_owner(self, node: ast.Member) -> bool:
        types = self.navigator.types
        return node.name[:1].isupper() and types is not None and types.is_subtype(self.owner, node.name)

    def _step(self, name: str, criterion: "Callable[[DirectCompiler], Test] | None") -> Test | None:
        steps = () if self.owner in PRIMITIVE_NAMES else self.navigator.steps(self.owner, name)
        if not steps:
            return None
        if criterion is None:
            return element_exists(steps, frozenset(step.key for step in steps if is_primitive(step)))
        only = steps[0]
        if len(steps) > 1 or only.type is None or is_primitive(only):
            return None
        return any_below(only.key, criterion(self.inside(only.type)))

    def _slow_step(self, name: str, criterion: "Callable[[DirectCompiler], Test] | None") -> Test:
        """A step without direct form, on one element: over nodes."""
        navigator, owner = self.navigator, self.owner
        member = navigator.member
        if criterion is None:
            return lambda value, sibling, env: bool(member([navigator.root(value, owner, sibling)], name))
        compiled: dict[str, Test] = {}
        make = criterion

        def test(value: Any, sibling: Any, env: Environment) -> bool:
            for child in member([navigator.root(value, owner, sibling)], name):
                kind = child.type or "Element"
                inner = compiled.get(kind)
                if inner is None:
                    inner = compiled[kind] = make(self.inside(kind))
                if inner(child.value, child.sibling, env):
                    return True
            return False

        return test

    # Values

    def _value(self, node: ast.Node) -> Scalar | None:
        """The System value of a tree that gives one at most, directly."""
        constant = _constant(node)
        if constant is not None:
            return lambda value, sibling, env: constant
        if (
            isinstance(node, ast.Call)
            and node.name == "count"
            and not node.arguments
            and node.left is not None
        ):
            return self.count(node.left)
        if isinstance(node, ast.Call) and self.kind(node) == "boolean":
            return self._direct_test(node)
        if isinstance(node, ast.Binary):
            return self._binary(node) if self.kind(node) == "boolean" else self._sum(node)
        return self.scalar(node)

    def _sum(self, node: ast.Binary) -> Scalar | None:
        """`a.count() + b.count()`."""
        if node.operator != "+" or not (_is_count(node.left) and _is_count(node.right)):
            return None
        left, right = self._value(node.left), self._value(node.right)
        if left is None or right is None:
            return None
        return lambda value, sibling, env: left(value, sibling, env) + right(value, sibling, env)


def _equals_member(key: str, wanted: str) -> Test:
    return lambda value, sibling, env: value.get(key) == wanted


def _has_something(held: Scalar) -> Test:
    return lambda value, sibling, env: held(value, sibling, env) is not None


def _is_count(node: ast.Node) -> bool:
    if isinstance(node, ast.Binary):
        return node.operator == "+" and _is_count(node.left) and _is_count(node.right)
    return isinstance(node, ast.Call) and node.name == "count"


def _constant(node: ast.Node) -> Any:
    """The value of a literal or of a variable that never varies; None for everything else."""
    if isinstance(node, ast.Literal):
        return node.value
    if isinstance(node, ast.Variable):
        return CONSTANTS.get(node.name)
    return None


def _constant_strings(node: ast.Node) -> frozenset[str] | None:
    """`('a' | 'b')` as a set."""
    if not is_constant(node):
        return None
    if isinstance(node, ast.Literal):
        return frozenset((node.value,)) if isinstance(node.value, str) else None
    if not isinstance(node, ast.Binary) or node.operator != "|":
        return None
    left, right = _constant_strings(node.left), _constant_strings(node.right)
    return None if left is None or right is None else left | right
