"""The AST as JSON lists, so that a store can hold parsed expressions."""

from typing import Any

from .ast import Node


def to_data(node: Node) -> list[Any]:
    """The tree as nested lists of JSON scalars; `from_data` reads them back."""
    raise NotImplementedError


def from_data(data: list[Any]) -> Node:
    """The tree that `to_data` wrote. Data of other shapes is a broken promise: ValueError."""
    raise NotImplementedError
