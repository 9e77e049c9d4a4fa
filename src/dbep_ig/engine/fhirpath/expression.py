"""Compiling and evaluating: the room's front door."""

from typing import Any

from dbep_ig.engine.diagnostics import Result
from dbep_ig.engine.fhir.json_types import Json
from dbep_ig.engine.fhir.type_model import TypeModel

from .environment import Environment
from .item import Item
from .syntax.ast import Node


class Expression:
    """A compiled expression: immutable, safe to share between threads.

    text            as written; "" when compiled from an AST without text
    context_type    the FHIR type it was compiled for, or None
    needs_services  whether evaluating may ask a service (memberOf, resolve, conformsTo…)
    """

    __slots__ = ("context_type", "needs_services", "text")

    def test(
        self, value: Json, environment: Environment, sibling: dict[str, Any] | None = None
    ) -> bool | None:
        """The expression as an invariant: True, False, or None when the result is empty.

        A single item that is not a boolean counts as true; several are an error. Raises EvaluationError
        (or UndecidedError). `value` is the element (`%context`), `sibling` its `_name` object if it is a primitive.
        """
        raise NotImplementedError

    def evaluate(
        self, value: Json, environment: Environment | None = None, sibling: dict[str, Any] | None = None
    ) -> list[Item]:
        """All items of the result, in order. Raises EvaluationError (or UndecidedError)."""
        raise NotImplementedError


def parse(text: str, *, document: str = "expression") -> Result[Node]:
    """The syntax tree; `Result.value` is None when the text does not parse (DBEP70xx)."""
    raise NotImplementedError


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
    invariant     `as` lets through items of the type even if there are several, as R4's own invariants expect
                  (dom-3 has `%resource.descendants().as(canonical)`)
    """
    raise NotImplementedError


def compile_ast(
    node: Node,
    *,
    text: str = "",
    types: TypeModel | None = None,
    context_type: str | None = None,
    document: str = "expression",
    strict: bool = False,
    invariant: bool = False,
) -> Result[Expression]:
    """As `compile_expression`, from a tree: what a store held instead of text. `text` is only for messages."""
    raise NotImplementedError
