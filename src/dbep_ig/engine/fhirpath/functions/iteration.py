"""Evaluating an argument for each item, with `$this`, `$index` and a scope for variables.

Source: http://hl7.org/fhirpath/N1/#functions
"""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.fhirpath.converting import truth
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.errors import EvaluationError, UndecidedError
from dbep_ig.engine.fhirpath.node import Collection
from dbep_ig.engine.fhirpath.rules import TOO_MUCH_WORK

from .function import Closure

LARGEST_COLLECTION = 1_000_000
"""Items that a function which makes more out of less may produce."""
DEEPEST_REPETITION = 5_000
"""Rounds of repeat(): far beyond any nesting that a reader lets through."""


def accepted(items: Collection, criterion: Closure, env: Environment, operation: str) -> Iterator[Any]:
    """The items for which the criterion is true."""
    index, defined = env.index, env.defined
    try:
        for position, item in enumerate(items):
            env.index = position
            env.defined = defined
            if truth(criterion([item], env), operation):
                yield item
    finally:
        env.index, env.defined = index, defined


def one_is(wanted: bool, items: Collection, criterion: Closure, env: Environment, operation: str) -> bool:
    """Whether the criterion is true of an item (or, where False is wanted, is not true of one).

    An item that nobody can decide matters only if no other item settles it: then UndecidedError.
    """
    index, defined = env.index, env.defined
    undecided: UndecidedError | None = None
    try:
        for position, item in enumerate(items):
            env.index = position
            env.defined = defined
            try:
                held = truth(criterion([item], env), operation) is True
            except UndecidedError as error:
                undecided = error
                continue
            if held is wanted:
                return True
    finally:
        env.index, env.defined = index, defined
    if undecided is not None:
        raise undecided
    return False


def projected(items: Collection, projection: Closure, env: Environment, operation: str) -> Collection:
    """What the projection gives for each item, in one collection."""
    index, defined = env.index, env.defined
    found: Collection = []
    try:
        for position, item in enumerate(items):
            env.index = position
            env.defined = defined
            found += projection([item], env)
            if len(found) > LARGEST_COLLECTION:
                raise too_large(operation)
    finally:
        env.index, env.defined = index, defined
    return found


def too_large(operation: str) -> EvaluationError:
    """The error of a collection that grows out of bounds."""
    return EvaluationError(TOO_MUCH_WORK, {"operation": operation, "allowed": LARGEST_COLLECTION})
