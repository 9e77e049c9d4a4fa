"""Compiling and evaluating: the room's front door."""

from typing import Any

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Source, Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.type_model import TypeModel

from .checking.dependencies import asks_services, uses_state
from .checking.static import Checker, Finding
from .compiling import Compiler, Criterion
from .environment import Environment
from .errors import EvaluationError
from .functions.function import Closure
from .item import Item
from .navigation import RESOURCE_BASES, Navigator, navigator_of
from .node import Node
from .results import items_of
from .rules import TOO_MUCH_WORK
from .syntax import ast
from .syntax.faults import SyntaxFaultError
from .syntax.parser import parse_tokens

_NESTING = Text("det som kan nøstes", "what can be nested")


class Expression:
    """A compiled expression: immutable to its users, safe to share between threads.

    text            as written; "" when compiled from an AST without text
    node            its syntax tree
    context_type    the FHIR type it was compiled for, or None
    needs_services  whether evaluating may ask a service (memberOf, resolve, conformsTo, now…)
    """

    __slots__ = (
        "_closures",
        "_criteria",
        "_navigator",
        "_simple",
        "_type_name",
        "_uses_state",
        "context_type",
        "invariant",
        "needs_services",
        "node",
        "text",
    )

    def __init__(
        self, text: str, node: ast.Node, types: TypeModel | None, context_type: str | None, *, invariant: bool
    ) -> None:
        self.text = text
        self.node = node
        self.context_type = context_type
        self.invariant = invariant
        self.needs_services = asks_services(node)
        self._type_name = None if context_type in RESOURCE_BASES else context_type
        self._uses_state = self.needs_services or uses_state(node)
        self._navigator = None if types is None else navigator_of(types)
        self._closures: dict[Navigator, Closure] = {}
        self._simple: Criterion | None = None  # the test, where nothing but the input has to be set up
        self._criteria: dict[Navigator, Criterion] = {}

    def test(
        self, value: Json, environment: Environment, sibling: dict[str, Any] | None = None
    ) -> bool | None:
        """The expression as an invariant: True, False, or None when the result is empty.

        A single item that is not a boolean counts as true; several are an error. Raises EvaluationError
        (or UndecidedError). `value` is the element (`%context`), `sibling` its `_name` object if it is a primitive.
        """
        decide, name = self._simple, self._type_name
        try:
            if decide is None or value is None:
                return self._run(self._criteria, value, environment, sibling)  # type: ignore[no-any-return]
            environment.navigator = self._navigator  # type: ignore[assignment]  # there is one where a test is simple
            if not environment.context:
                environment.characters = 0
            return decide([Node(value, name, sibling, None, name)], environment)  # type: ignore[arg-type]
        except EvaluationError as error:
            raise self._located(error) from None
        except RecursionError:
            raise self._too_deep() from None

    def _located(self, error: EvaluationError) -> EvaluationError:
        """An error of the whole has the span of the whole."""
        if error.span == (0, 0):
            error.span = (0, len(self.text) or self.node.end)
        return error

    def _too_deep(self) -> EvaluationError:
        """JSON nested far deeper than any reader lets through, compared with itself."""
        return EvaluationError(TOO_MUCH_WORK, {"operation": self.text, "allowed": _NESTING})

    def evaluate(
        self, value: Json, environment: Environment | None = None, sibling: dict[str, Any] | None = None
    ) -> list[Item]:
        """All items of the result, in order. Raises EvaluationError (or UndecidedError).

        Without an environment the value, if it is a resource, is `%resource`, and services answer nothing.
        """
        if environment is None:
            environment = Environment(value if isinstance(value, dict) and "resourceType" in value else None)
        return items_of(self._run(self._closures, value, environment, sibling))

    def prepare(self, types: TypeModel | None = None) -> None:
        """Compiles now what would be compiled with the first evaluation (`types` where none were given before)."""
        self._compile(self._closures, self._navigator or navigator_of(types))

    def _compile(self, compiled: dict[Navigator, Any], navigator: Navigator) -> Any:
        compiler = Compiler(navigator, invariant=self.invariant)
        if compiled is not self._criteria:
            made = compiled[navigator] = compiler.compile(self.node)
            return made
        decide = compiled[navigator] = compiler.criterion(self.node, "invariant")
        if navigator is self._navigator and self._type_name is not None and not self._uses_state:
            self._simple = decide
        return decide

    def _run(
        self,
        compiled: dict[Navigator, Any],
        value: Json,
        env: Environment,
        sibling: dict[str, Any] | None,
    ) -> Any:
        navigator = self._navigator
        if navigator is None:
            navigator = navigator_of(env.types)
        closure = compiled.get(navigator) or self._compile(compiled, navigator)
        env.navigator = navigator
        name = self._type_name
        if name is not None:
            focus = [Node(value, name, sibling, None, name)]
        else:
            focus = [navigator.root(value, self.context_type, sibling)]
        if value is None and sibling is None:
            focus = []
        if not env.context:
            env.characters = 0
        if self._uses_state:
            # A service may evaluate other expressions in this environment meanwhile (conformsTo): they leave no trace.
            outer = env.context, env.index, env.total, env.defined
            env.context, env.index, env.total, env.defined = focus, None, [], {}
        try:
            return closure(focus, env)
        except RecursionError:
            raise self._too_deep() from None
        finally:
            if self._uses_state:
                env.context, env.index, env.total, env.defined = outer


def parse(text: str, *, document: str = "expression") -> Result[ast.Node]:
    """The syntax tree; `Result.value` is None when the text does not parse (DBEP70xx)."""
    try:
        return Result(parse_tokens(text))
    except SyntaxFaultError as fault:
        place = Place(source := Source(document, text), source.span(fault.start, fault.end))
        return Result(None, (Issue(fault.rule, Location(document, exact=place), fault.params),))


def compile_expression(
    text: str,
    *,
    types: TypeModel | None = None,
    context_type: str | None = None,
    document: str = "expression",
    strict: bool = False,
    invariant: bool = False,
) -> Result[Expression]:
    """Text to closures. Never raises; issues hold spans inside the expression.

    types         with it, element names and function inputs are checked and member access becomes key lookups
    context_type  type of the input: "Patient", "CarePlan.activity", "string"; None: known when evaluated
    document      the name that issues give the text
    strict        unknown elements and order taken from unordered collections are errors, not warnings
    invariant     as R4's own invariants are meant: `as` lets through items of the type even if there are several
                  (dom-3: `%resource.descendants().as(canonical)`), and `is Boolean` holds for FHIR's boolean (que-7)
    """
    parsed = parse(text, document=document)
    if parsed.value is None:
        return Result(None, parsed.issues)
    return compile_ast(
        parsed.value,
        text=text,
        types=types,
        context_type=context_type,
        document=document,
        strict=strict,
        invariant=invariant,
    )


def compile_ast(
    node: ast.Node,
    *,
    text: str = "",
    types: TypeModel | None = None,
    context_type: str | None = None,
    document: str = "expression",
    strict: bool = False,
    invariant: bool = False,
) -> Result[Expression]:
    """As `compile_expression`, from a tree: what a store held instead of text. `text` is only for messages."""
    checker = Checker(types, context_type, invariant=invariant)
    checker.check(node)
    issues = tuple(_issue(finding, text, document, strict=strict) for finding in checker.findings)
    return Result(Expression(text, node, types, context_type, invariant=invariant), issues)


def _issue(finding: Finding, text: str, document: str, *, strict: bool) -> Issue:
    place = None
    if text:
        source = Source(document, text)
        place = Place(source, source.span(finding.node.start, finding.node.end))
    location = Location(document, exact=place)
    return Issue(finding.rule, location, finding.params, override=finding.severity(strict=strict))
