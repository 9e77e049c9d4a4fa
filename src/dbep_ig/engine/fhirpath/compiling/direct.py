"""Invariants as closures on plain JSON: `a.exists() or b = 'x'` without a collection in between.

Compiled for one type of input, from the same tree as the general closures and with the types that the static check
found. What has no direct form is handed to its general closure, alone.
"""

from collections.abc import Callable
from typing import Any

from dbep_ig.engine.fhir.regex import PatternError, compile_pattern
from dbep_ig.engine.fhirpath.checking.dependencies import asks_services, is_constant
from dbep_ig.engine.fhirpath.checking.static import Static, kind_of
from dbep_ig.engine.fhirpath.converting import truth
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.navigation import PRIMITIVE_NAMES, Navigator, Step
from dbep_ig.engine.fhirpath.syntax import ast
from dbep_ig.engine.fhirpath.values import moments
from dbep_ig.engine.fhirpath.variables import CONSTANTS

from .general import GeneralCompiler
from .paths import (
    Count,
    Scalar,
    Test,
    any_below,
    children_count,
    count_below,
    element_count,
    element_exists,
    own_scalar,
    own_value,
    scalar_at,
    scalar_below,
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


class DirectCompiler:
    """Compiles for input of one type."""

    __slots__ = ("general", "known", "navigator", "owner")

    def __init__(
        self, navigator: Navigator, known: dict[ast.Node, Static], owner: str, *, invariant: bool
    ) -> None:
        self.navigator = navigator
        self.known = known
        self.owner = owner
        self.general = GeneralCompiler(navigator, invariant=invariant)

    def _inside(self, owner: str) -> "DirectCompiler":
        """The compiler for what is evaluated on elements of another type."""
        inner = DirectCompiler(self.navigator, self.known, owner, invariant=self.general.invariant)
        inner.general = self.general
        return inner

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
        if isinstance(node, ast.Member | ast.Special) and self._kind(node) == "boolean":
            return self._scalar(node)
        return None

    def _binary(self, node: ast.Binary) -> Test | None:
        operator = node.operator
        if operator in ("and", "or", "implies", "xor"):
            if asks_services(node.left):
                return None
            return _CONNECTIVES[operator](self.test(node.left), self.test(node.right))
        if operator in ("=", "!="):
            return self._equality(node)
        if operator in _COMPARISONS:
            return self._comparison(node)
        if operator == "in":
            return self._membership(node)
        return None

    def _equality(self, node: ast.Binary) -> Test | None:
        wanted = node.operator == "="
        kind = self._kind(node.left)
        if kind is None or kind != self._kind(node.right):
            return None
        left = self._value(node.left)
        constant = _constant(node.right)
        if left is None:
            return None
        if constant is not None and kind != "moment":
            return _equals_constant(left, constant, wanted=wanted)
        right = self._value(node.right)
        if right is None:
            return None
        return (
            _moments_equal(left, right, wanted=wanted)
            if kind == "moment"
            else _equals(left, right, wanted=wanted)
        )

    def _comparison(self, node: ast.Binary) -> Test | None:
        accept = _COMPARISONS[node.operator]
        kind = self._kind(node.left)
        if kind not in ("number", "string", "moment") or kind != self._kind(node.right):
            return None
        left, right = self._value(node.left), self._value(node.right)
        if left is None or right is None:
            return None
        return _ordered_moments(left, right, accept) if kind == "moment" else _ordered(left, right, accept)

    def _membership(self, node: ast.Binary) -> Test | None:
        if self._kind(node.left) != "string":
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
        if name in ("exists", "empty"):
            return self._existence(node, negated=name == "empty")
        if name == "all" and len(node.arguments) == 1 and node.left is not None:
            failing = self._any(node.left, lambda inner: _not_true(inner.test(node.arguments[0])))
            return None if failing is None else _negated(failing)
        if name == "not" and not node.arguments and node.left is not None:
            return None if asks_services(node.left) else _not(self.test(node.left))
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
            return None if self._is_open(self.owner) else _never
        names = self._path_names(left)
        held = None if not names else self._path(names, lambda step, type_name: value_at(step.key))
        return None if held is None else _has_something(held)

    def _is_open(self, owner: str) -> bool:
        return owner in ("Element", "Resource", "DomainResource", "BackboneElement")

    def _string_test(self, node: ast.Call) -> Test | None:
        if len(node.arguments) != 1 or not isinstance(node.arguments[0], ast.Literal):
            return None
        argument = node.arguments[0].value
        subject = self._scalar(node.left) if node.left is not None else self._own()
        kind = self._kind(node.left) if node.left is not None else kind_of(self.owner)
        if not isinstance(argument, str) or subject is None or kind != "string":
            return None
        present = subject
        if node.name in _STRING_TESTS:
            check = _STRING_TESTS[node.name]

            def string_test(value: Any, sibling: Any, env: Environment) -> bool | None:
                found = present(value, sibling, env)
                return None if found is None else check(found, argument)

            return string_test
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
        return _negated(found) if negated else found

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
            return None if criterion is None else criterion(self)
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
            return self._any(node.left, lambda inner: _both_true(inner.test(condition), further(inner)))
        if not isinstance(node, ast.Member):
            return None
        if node.left is not None and not (isinstance(node.left, ast.Special) and node.left.name == "this"):
            return self._any(
                node.left,
                lambda inner: inner._step(node.name, criterion) or inner._slow_step(node.name, criterion),
            )
        if node.left is None and self._names_owner(node):
            return None if criterion is None else criterion(self)
        return self._step(node.name, criterion)

    def _names_owner(self, node: ast.Member) -> bool:
        types = self.navigator.types
        return node.name[:1].isupper() and types is not None and types.is_subtype(self.owner, node.name)

    def _step(self, name: str, criterion: "Callable[[DirectCompiler], Test] | None") -> Test | None:
        steps = () if self.owner in PRIMITIVE_NAMES else self.navigator.steps(self.owner, name)
        if not steps:
            return None
        if criterion is None:
            return element_exists(steps, frozenset(step.key for step in steps if _is_primitive(step)))
        only = steps[0]
        if len(steps) > 1 or only.type is None or _is_primitive(only):
            return None
        return any_below(only.key, criterion(self._inside(only.type)))

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
                    inner = compiled[kind] = make(self._inside(kind))
                if inner(child.value, child.sibling, env):
                    return True
            return False

        return test

    # Values

    def _kind(self, node: ast.Node) -> str | None:
        """The kind of the one value that a tree can give; None for several, and where it is not known."""
        static = self.known.get(node)
        if static is None or static.many or static.types is None or len(static.types) != 1:
            return None
        kind = kind_of(next(iter(static.types)))
        return kind if kind in ("string", "boolean", "number", "moment") else None

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
            return self._count(node.left)
        if isinstance(node, ast.Call) and self._kind(node) == "boolean":
            return self._direct_test(node)
        if isinstance(node, ast.Binary):
            return self._binary(node) if self._kind(node) == "boolean" else self._sum(node)
        return self._scalar(node)

    def _sum(self, node: ast.Binary) -> Scalar | None:
        """`a.count() + b.count()`."""
        if node.operator != "+" or not (_is_count(node.left) and _is_count(node.right)):
            return None
        left, right = self._value(node.left), self._value(node.right)
        if left is None or right is None:
            return None
        return lambda value, sibling, env: left(value, sibling, env) + right(value, sibling, env)

    def _own(self) -> Scalar | None:
        kind = kind_of(self.owner) if self.owner in PRIMITIVE_NAMES else None
        return None if kind is None else own_scalar(kind, self.owner)

    def _scalar(self, node: ast.Node) -> Scalar | None:
        """The value of a path of elements that do not repeat, ending in a primitive."""
        if isinstance(node, ast.Special) and node.name == "this":
            return self._own()
        if not isinstance(node, ast.Member):
            return None
        names = self._path_names(node)
        return None if not names else self._path(names, _typed_scalar)

    def _path_names(self, node: ast.Node) -> list[str] | None:
        """`a.b.c` -> its names, without the name of the input's own type in front."""
        names = _names_of(node)
        types = self.navigator.types
        if names and names[0][:1].isupper() and types is not None and types.is_subtype(self.owner, names[0]):
            return names[1:]
        return names

    def _path(self, names: list[str], last: "Callable[[Step, str], Scalar | None]") -> Scalar | None:
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
            return last(only, type_name) if _is_primitive(only) else None
        if _is_primitive(only):
            return None
        inner = self._inside(type_name)._path(names[1:], last)
        return None if inner is None else scalar_below(only.key, inner)

    def _count(self, node: ast.Node) -> Count | None:
        if (
            isinstance(node, ast.Call)
            and node.name == "children"
            and node.left is None
            and not node.arguments
        ):
            if self.owner in PRIMITIVE_NAMES or self._is_open(self.owner):
                return None
            return children_count(self.navigator.child_steps(self.owner))
        names = self._path_names(node) if isinstance(node, ast.Member) else None
        return None if not names else self._count_path(names)

    def _count_path(self, names: list[str]) -> Count | None:
        steps = self.navigator.steps(self.owner, names[0])
        if len(steps) != 1 or steps[0].type is None or self.owner in PRIMITIVE_NAMES:
            return None
        only = steps[0]
        if len(names) == 1:
            return element_count(only, primitive=_is_primitive(only))
        if _is_primitive(only):
            return None
        inner = self._inside(steps[0].type)._count_path(names[1:])
        return None if inner is None else count_below(only.key, inner)


_SCALARS = frozenset(("string", "boolean", "number", "moment"))


def _is_primitive(step: Step) -> bool:
    return step.type in PRIMITIVE_NAMES


def _typed_scalar(step: Step, type_name: str) -> Scalar | None:
    kind = kind_of(type_name)
    return scalar_at(step.key, kind, type_name) if kind in _SCALARS else None


def _never(value: Any, sibling: Any, env: Environment) -> bool:
    return False


def _has_something(held: Scalar) -> Test:
    return lambda value, sibling, env: held(value, sibling, env) is not None


def _is_count(node: ast.Node) -> bool:
    if isinstance(node, ast.Binary):
        return node.operator == "+" and _is_count(node.left) and _is_count(node.right)
    return isinstance(node, ast.Call) and node.name == "count"


def _names_of(node: ast.Node) -> list[str] | None:
    """`a.b.c` or `$this.a.b` -> its names."""
    names: list[str] = []
    current: ast.Node | None = node
    while isinstance(current, ast.Member):
        names.append(current.name)
        current = current.left
    if current is not None and not (isinstance(current, ast.Special) and current.name == "this"):
        return None
    return names[::-1]


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


def _not(test: Test) -> Test:
    def negated(value: Any, sibling: Any, env: Environment) -> bool | None:
        found = test(value, sibling, env)
        return None if found is None else not found

    return negated


def _negated(test: Test) -> Test:
    return lambda value, sibling, env: not test(value, sibling, env)


def _not_true(test: Test) -> Test:
    return lambda value, sibling, env: test(value, sibling, env) is not True


def _both_true(first: Test, second: Test) -> Test:
    return lambda value, sibling, env: (
        first(value, sibling, env) is True and second(value, sibling, env) is True
    )


def _and(left: Test, right: Test) -> Test:
    def both(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours = left(value, sibling, env)
        if ours is False:
            return False
        theirs = right(value, sibling, env)
        return theirs if ours or theirs is False else None

    return both


def _or(left: Test, right: Test) -> Test:
    if left is _never:
        return right

    def either(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours = left(value, sibling, env)
        if ours:
            return True
        theirs = right(value, sibling, env)
        return theirs if ours is False or theirs else None

    return either


def _implies(left: Test, right: Test) -> Test:
    def follows(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours = left(value, sibling, env)
        if ours is False:
            return True
        theirs = right(value, sibling, env)
        return theirs if ours or theirs else None

    return follows


def _xor(left: Test, right: Test) -> Test:
    def differs(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        return None if ours is None or theirs is None else ours is not theirs

    return differs


_CONNECTIVES: dict[str, Callable[[Test, Test], Test]] = {
    "and": _and,
    "or": _or,
    "implies": _implies,
    "xor": _xor,
}


def _equals_constant(left: Scalar, constant: Any, *, wanted: bool) -> Test:
    def equals(value: Any, sibling: Any, env: Environment) -> bool | None:
        found = left(value, sibling, env)
        return None if found is None else (found == constant) is wanted

    return equals


def _equals(left: Scalar, right: Scalar, *, wanted: bool) -> Test:
    def equals(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        return None if ours is None or theirs is None else (ours == theirs) is wanted

    return equals


def _moments_equal(left: Scalar, right: Scalar, *, wanted: bool) -> Test:
    def equals(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        if ours is None or theirs is None:
            return None
        if (type(ours) is moments.Time) is not (type(theirs) is moments.Time):
            return not wanted
        order = moments.order(ours, theirs)
        return None if order is None else (order == 0) is wanted

    return equals


def _ordered(left: Scalar, right: Scalar, accept: Callable[[int], bool]) -> Test:
    def ordered(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        return None if ours is None or theirs is None else accept((ours > theirs) - (ours < theirs))

    return ordered


def _ordered_moments(left: Scalar, right: Scalar, accept: Callable[[int], bool]) -> Test:
    def ordered(value: Any, sibling: Any, env: Environment) -> bool | None:
        ours, theirs = left(value, sibling, env), right(value, sibling, env)
        if ours is None or theirs is None:
            return None
        order = moments.order(ours, theirs)
        return None if order is None else accept(order)

    return ordered
