"""Every expression as a closure on collections: (focus, environment) -> collection.

The focus is what names without a dot refer to: the input at the top, one item inside where(), select() and the like.
"""

from collections.abc import Callable
from typing import Any

from .checking.dependencies import (
    asks_services,
    defines_variables,
    depends_on_resource_alone,
    is_constant,
)
from .comparing import key_of
from .converting import one, several, truth
from .environment import Environment
from .errors import EvaluationError, UndecidedError
from .functions.function import Closure, Function
from .functions.registry import find_function
from .navigation import PLAIN, Navigator
from .node import Collection, Node
from .operators import OPERATORS, boolean, item_at, polarity
from .rules import UNKNOWN_FUNCTION, UNKNOWN_TYPE, WRONG_ARGUMENTS
from .syntax import ast
from .syntax.text import canonical_text
from .type_specifiers import find_type, matches
from .variables import variable

Criterion = Callable[[Collection, Environment], bool | None]
"""A compiled expression of which only the truth is asked."""

_EMPTY: Collection = []


class Compiler:
    """Compiles for one navigator.

    invariant  see `compile_expression`
    """

    __slots__ = ("invariant", "navigator")

    def __init__(self, navigator: Navigator, *, invariant: bool) -> None:
        self.navigator = navigator
        self.invariant = invariant

    def compile(self, node: ast.Node) -> Closure:
        """The closure of a tree; parts that depend on the resource alone are remembered in the environment."""
        if is_constant(node) and not isinstance(node, ast.Literal):
            return _folded(self._compile(node))
        if depends_on_resource_alone(node):
            return _remembered(self._compile(node), (self.invariant, canonical_text(node)))
        return self._compile(node)

    def _compile(self, node: ast.Node) -> Closure:
        return _COMPILERS[type(node)](self, node)

    def literal(self, node: ast.Literal) -> Closure:
        value: Collection = _EMPTY if node.value is None else [node.value]
        return lambda focus, env: value

    def member(self, node: ast.Member) -> Closure:
        name = node.name
        member = self.navigator.member
        if node.left is not None:
            left = self.compile(node.left)
            return lambda focus, env: member(left(focus, env), name)
        if name[:1].isupper():
            return self._type_or_member(name)
        return lambda focus, env: member(focus, name)

    def _type_or_member(self, name: str) -> Closure:
        """At the start of a path the name of the input's own type (or a type above it) is the input itself."""
        navigator = self.navigator

        def resolve(focus: Collection, env: Environment) -> Collection:
            itself = [
                item
                for item in focus
                if type(item) is Node and item.type is not None and navigator.is_a(item, name)
            ]
            return itself or navigator.member(focus, name)

        return resolve

    def special(self, node: ast.Special) -> Closure:
        if node.name == "this":
            return lambda focus, env: focus
        if node.name == "index":
            return lambda focus, env: _EMPTY if env.index is None else [env.index]
        return lambda focus, env: env.total

    def variable(self, node: ast.Variable) -> Closure:
        name = node.name
        return _located(lambda focus, env: variable(name, env), node)

    def index(self, node: ast.Index) -> Closure:
        left, index = self.compile(node.left), self.compile(node.index)
        return _located(lambda focus, env: item_at(left(focus, env), index(focus, env)), node)

    def unary(self, node: ast.Unary) -> Closure:
        operator, operand = node.operator, self.compile(node.operand)
        return _located(lambda focus, env: polarity(operand(focus, env), operator), node)

    def type_test(self, node: ast.TypeTest) -> Closure:
        specifier = find_type(node.type_name, self.navigator.types)
        operator, navigator, lenient = node.operator, self.navigator, self.invariant
        left = self._focus if node.left is None else self.compile(node.left)
        if specifier is None:
            return _failing(UNKNOWN_TYPE, {"type": node.type_name, "suggestion": ""}, node)

        exact = operator != "is"
        verdicts: dict[
            str, bool
        ] = {}  # FHIR type -> whether it matches: a resource has many nodes of few types

        def fits(item: Any) -> bool:
            if type(item) is not Node or item.type is None:
                return matches(item, specifier, navigator, exact=exact, lenient=lenient)
            verdict = verdicts.get(item.type)
            if verdict is None:
                verdict = matches(item, specifier, navigator, exact=exact, lenient=lenient)
                verdicts[item.type] = verdict
            return verdict

        def test(focus: Collection, env: Environment) -> Collection:
            item = one(left(focus, env), "is")
            return [] if item is None else [fits(item)]

        def keep(focus: Collection, env: Environment) -> Collection:
            items = left(focus, env)
            if len(items) > 1 and operator == "as" and not lenient:
                raise several("as", items)
            return [item for item in items if fits(item)]

        return _located(test if operator == "is" else keep, node)

    @staticmethod
    def _focus(focus: Collection, env: Environment) -> Collection:
        return focus

    def binary(self, node: ast.Binary) -> Closure:
        operator = node.operator
        if operator in _CONNECTIVES:
            decide = self._connective(node)
            return lambda focus, env: boolean(decide(focus, env))
        left, right = self._operands(node)
        if operator == "in" and (is_constant(node.right) or depends_on_resource_alone(node.right)):
            return _located(self._in_remembered(left, right, node), node)
        operate = OPERATORS[operator]
        closure: Closure = lambda focus, env: operate(left(focus, env), right(focus, env), env)  # noqa: E731
        return closure if operator in _NEVER_FAIL else _located(closure, node)

    def _operands(self, node: ast.Binary) -> tuple[Closure, Closure]:
        left, right = self.compile(node.left), self.compile(node.right)
        return (_scoped(left), _scoped(right)) if defines_variables(node) else (left, right)

    # Criteria

    def criterion(self, node: ast.Node, operation: str, span: tuple[int, int] = (0, 0)) -> Criterion:
        """A tree as something that is true, false or neither; `operation` and `span` are of what asks."""
        if not is_constant(node) and not depends_on_resource_alone(node):
            if isinstance(node, ast.Binary) and node.operator in _CONNECTIVES:
                return self._connective(node)
            if isinstance(node, ast.Binary) and node.operator in ("=", "!=", "in"):
                decide = self._is_plain(node)
                if decide is not None:
                    return decide
            if isinstance(node, ast.Call) and self._asks_existence(node):
                return self._existence(node)
        return _criterion(self.compile(node), operation, span)

    def _connective(self, node: ast.Binary) -> Criterion:
        operator, span = node.operator, node.span
        if defines_variables(node):
            left, right = (_criterion(each, operator, span) for each in self._operands(node))
        else:
            left, right = (self.criterion(each, operator, span) for each in (node.left, node.right))
        decide = _CONNECTIVES[operator](left, right)
        return _deciding(decide, right, operator) if asks_services(node.left) else decide

    def _is_plain(self, node: ast.Binary) -> Criterion | None:
        """`name = 'text'`, `name != true`, `name in ('a' | 'b')`: without a node of an element that is a text or boolean."""
        member, wanted = node.left, node.operator != "!="
        if not isinstance(member, ast.Member) or member.left is not None or member.name[:1].isupper():
            return None
        try:
            values = self.compile(node.right)(_EMPTY, Environment()) if is_constant(node.right) else _EMPTY
        except EvaluationError:
            return None  # said when it is evaluated
        if not values or not all(type(value) in PLAIN for value in values):
            return None
        if node.operator != "in" and len(values) > 1:
            return None
        accepted, plain, closure = frozenset(values), self.navigator.plain, self.compile(node)
        name = member.name

        def is_plain(focus: Collection, env: Environment) -> bool | None:
            found = plain(focus, name)
            if found is None:
                return None
            if found is not NotImplemented:
                return (found in accepted) is wanted
            same = closure(focus, env)
            return same[0] if same else None

        return is_plain

    @staticmethod
    def _asks_existence(node: ast.Call) -> bool:
        return node.name in ("exists", "empty") and not node.arguments and isinstance(node.left, ast.Member)

    def _existence(self, node: ast.Call) -> Criterion:
        """`name.exists()` and `name.empty()`, what invariants ask most: without nodes of what is not there."""
        member, wanted = node.left, node.name == "exists"
        assert isinstance(member, ast.Member)
        name, has_member = member.name, self.navigator.has_member
        if depends_on_resource_alone(member) or (member.left is None and name[:1].isupper()):
            found = self.compile(member)
            return lambda focus, env: bool(found(focus, env)) is wanted
        if member.left is None:
            return lambda focus, env: has_member(focus, name) is wanted
        left = self.compile(member.left)
        return lambda focus, env: has_member(left(focus, env), name) is wanted

    def _in_remembered(self, left: Closure, right: Closure, node: ast.Binary) -> Closure:
        """`x in %resource…`, `x in ('a' | 'b')`: the keys of the right side are made once for each resource."""
        navigator = self.navigator
        slot = ("keys", self.invariant, canonical_text(node.right))

        def member(focus: Collection, env: Environment) -> Collection:
            item = one(left(focus, env), "in")
            if item is None:
                return _EMPTY
            keys = env.cache.get(slot)
            if keys is None:
                keys = env.cache[slot] = frozenset(key_of(each, navigator) for each in right(focus, env))
            return [key_of(item, navigator) in keys]

        return member

    def call(self, node: ast.Call) -> Closure:
        function = find_function(node.name)
        if function is None:
            return _failing(UNKNOWN_FUNCTION, {"function": node.name, "suggestion": ""}, node)
        fewest, most = function.arguments
        if not fewest <= len(node.arguments) <= most:
            expected = str(fewest) if fewest == most else f"{fewest}–{most}"
            actual = len(node.arguments)
            return _failing(
                WRONG_ARGUMENTS, {"function": node.name, "expected": expected, "actual": actual}, node
            )
        if self._asks_existence(node):
            decide = self._existence(node)
            return lambda focus, env: [decide(focus, env)]
        left = self._focus if node.left is None else self.compile(node.left)
        if node.name in _NEVER_FAIL:
            return _call(function, left, [])
        if function.closures:
            return _located(self._call_with_closures(function, left, node), node)
        arguments = [self.compile(argument) for argument in node.arguments]
        if any(defines_variables(argument) for argument in node.arguments):
            arguments = [_scoped(argument) for argument in arguments]
        return _located(_call(function, left, arguments), node)

    def _call_with_closures(self, function: Function, left: Closure, node: ast.Call) -> Closure:
        run = function.run
        if function.name == "sort":
            arguments: list[Any] = [self._sort_key(argument) for argument in node.arguments]
        else:
            arguments = [self.compile(argument) for argument in node.arguments]
        return lambda focus, env: run(left(focus, env), arguments, env)

    def _sort_key(self, argument: ast.Node) -> tuple[Closure, str]:
        """(key, direction): `x desc`, `x asc`, or `-x` for x of any type."""
        if isinstance(argument, ast.Unary) and argument.operator in ("-", "asc", "desc"):
            return self.compile(argument.operand), argument.operator
        return self.compile(argument), "asc"


_NEVER_FAIL = frozenset(("count", "hasValue", "=", "!=", "~", "!~", "|"))
"""Functions and operators that raise no error of their own, so that none is located."""


def _call(function: Function, left: Closure, arguments: list[Closure]) -> Closure:
    run = function.run
    if not arguments:
        return lambda focus, env: run(left(focus, env), _EMPTY, env)
    if len(arguments) == 1:
        argument = arguments[0]
        return lambda focus, env: run(left(focus, env), [argument(focus, env)], env)
    return lambda focus, env: run(left(focus, env), [each(focus, env) for each in arguments], env)


def _criterion(closure: Closure, operation: str, span: tuple[int, int]) -> Criterion:
    def decide(focus: Collection, env: Environment) -> bool | None:
        items = closure(focus, env)
        try:
            return truth(items, operation)
        except EvaluationError as error:
            error.span = span
            raise

    return decide


def _and(left: Criterion, right: Criterion) -> Criterion:
    def both(focus: Collection, env: Environment) -> bool | None:
        ours = left(focus, env)
        if ours is False:
            return False
        theirs = right(focus, env)
        return theirs if ours or theirs is False else None

    return both


def _or(left: Criterion, right: Criterion) -> Criterion:
    def either(focus: Collection, env: Environment) -> bool | None:
        ours = left(focus, env)
        if ours:
            return True
        theirs = right(focus, env)
        return theirs if ours is False or theirs else None

    return either


def _implies(left: Criterion, right: Criterion) -> Criterion:
    def follows(focus: Collection, env: Environment) -> bool | None:
        ours = left(focus, env)
        if ours is False:
            return True
        theirs = right(focus, env)
        return theirs if ours or theirs else None

    return follows


_CONNECTIVES: dict[str, Callable[[Criterion, Criterion], Criterion]] = {
    "and": _and,
    "or": _or,
    "implies": _implies,
}
_DECIDED_BY = {"and": False, "or": True, "implies": True}


def _deciding(decide: Criterion, right: Criterion, operator: str) -> Criterion:
    """A left side that nobody can decide does not matter where the right side decides alone."""
    decisive = _DECIDED_BY[operator]

    def either_side(focus: Collection, env: Environment) -> bool | None:
        try:
            return decide(focus, env)
        except UndecidedError:
            if right(focus, env) is decisive:
                return decisive
            raise

    return either_side


def _scoped(closure: Closure) -> Closure:
    """Variables defined inside are not seen outside."""

    def scoped(focus: Collection, env: Environment) -> Collection:
        defined = env.defined
        try:
            return closure(focus, env)
        finally:
            env.defined = defined

    return scoped


def _folded(closure: Closure) -> Closure:
    """The value of what has only one; what fails does so when it is evaluated."""
    try:
        value = closure(_EMPTY, Environment())
    except EvaluationError:
        return closure
    return lambda focus, env: value


def _remembered(closure: Closure, slot: object) -> Closure:
    def remembered(focus: Collection, env: Environment) -> Collection:
        found: Collection | None = env.cache.get(slot)
        if found is None:
            found = env.cache[slot] = closure(focus, env)
        return found

    return remembered


def _located(closure: Closure, node: ast.Node) -> Closure:
    """Errors get the span of the innermost part that failed."""
    span = node.span

    def located(focus: Collection, env: Environment) -> Collection:
        try:
            return closure(focus, env)
        except EvaluationError as error:
            if error.span == (0, 0):
                error.span = span
            raise

    return located


def _failing(rule: Any, params: dict[str, object], node: ast.Node) -> Closure:
    span = node.span

    def fail(focus: Collection, env: Environment) -> Collection:
        raise EvaluationError(rule, params, span)

    return fail


_COMPILERS: dict[type[ast.Node], Callable[[Compiler, Any], Closure]] = {
    ast.Literal: Compiler.literal,
    ast.Member: Compiler.member,
    ast.Call: Compiler.call,
    ast.Index: Compiler.index,
    ast.Special: Compiler.special,
    ast.Variable: Compiler.variable,
    ast.Unary: Compiler.unary,
    ast.Binary: Compiler.binary,
    ast.TypeTest: Compiler.type_test,
}
