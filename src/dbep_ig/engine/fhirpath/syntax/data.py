"""The AST as JSON lists, so that a store can hold parsed expressions.

A node is `[tag, …its parts, start, end]`; tags are one letter, literals carry the letter of their type.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dbep_ig.engine.fhirpath.values.moments import (
    Date,
    DateTime,
    Time,
    parse_date,
    parse_date_time,
    parse_time,
)
from dbep_ig.engine.fhirpath.values.quantities import Quantity
from dbep_ig.engine.fhirpath.values.system import System

from .ast import Binary, Call, Index, Literal, Member, Node, Special, TypeTest, Unary, Variable


def to_data(node: Node) -> list[Any]:
    """The tree as nested lists of JSON scalars; `from_data` reads them back."""
    return [*_parts(node), node.start, node.end]


def _parts(node: Node) -> list[Any]:
    if isinstance(node, Member):
        return ["m", _optional(node.left), node.name]
    if isinstance(node, Call):
        return ["c", _optional(node.left), node.name, [to_data(argument) for argument in node.arguments]]
    if isinstance(node, Binary):
        return ["b", node.operator, to_data(node.left), to_data(node.right)]
    if isinstance(node, Literal):
        return ["l", *_literal_data(node.value)]
    if isinstance(node, TypeTest):
        return ["t", node.operator, _optional(node.left), node.type_name, node.called]
    if isinstance(node, Special):
        return ["s", node.name]
    if isinstance(node, Variable):
        return ["v", node.name]
    if isinstance(node, Unary):
        return ["u", node.operator, to_data(node.operand)]
    if isinstance(node, Index):
        return ["i", to_data(node.left), to_data(node.index)]
    raise ValueError(f"not an AST node: {node!r}")


def _optional(node: Node | None) -> list[Any] | None:
    return None if node is None else to_data(node)


def _literal_data(value: System | None) -> list[Any]:
    if value is None:
        return ["e", None]
    if isinstance(value, bool):
        return ["b", value]
    if isinstance(value, int):
        return ["i", value]
    if isinstance(value, str):
        return ["s", value]
    if isinstance(value, Decimal):
        return ["d", str(value)]
    if isinstance(value, Quantity):
        return ["q", [str(value.value), value.unit, value.calendar]]
    return [{Date: "D", DateTime: "M", Time: "T"}[type(value)], str(value)]


def from_data(data: list[Any]) -> Node:
    """The tree that `to_data` wrote. Data of other shapes is a broken promise: ValueError."""
    try:
        return _BUILDERS[data[0]](data, data[-2], data[-1])
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError("not the data of a FHIRPath expression") from error


def _built(data: list[Any] | None) -> Node | None:
    return None if data is None else _BUILDERS[data[0]](data, data[-2], data[-1])


def _needed(data: list[Any]) -> Node:
    return _BUILDERS[data[0]](data, data[-2], data[-1])


_LITERALS: dict[str, Callable[[Any], System | None]] = {
    "e": lambda value: None,
    "b": lambda value: bool(value),
    "i": lambda value: int(value),
    "s": lambda value: str(value),
    "d": lambda value: Decimal(value),
    "q": lambda value: Quantity(Decimal(value[0]), value[1], calendar=value[2]),
    "D": parse_date,
    "M": parse_date_time,
    "T": parse_time,
}

_BUILDERS: dict[str, Callable[[list[Any], int, int], Node]] = {
    "m": lambda data, start, end: Member(_built(data[1]), data[2], start, end),
    "c": lambda data, start, end: Call(
        _built(data[1]), data[2], tuple([_needed(argument) for argument in data[3]]), start, end
    ),
    "b": lambda data, start, end: Binary(data[1], _needed(data[2]), _needed(data[3]), start, end),
    "l": lambda data, start, end: Literal(_LITERALS[data[1]](data[2]), start, end),
    "t": lambda data, start, end: TypeTest(data[1], _built(data[2]), data[3], data[4], start, end),
    "s": lambda data, start, end: Special(data[1], start, end),
    "v": lambda data, start, end: Variable(data[1], start, end),
    "u": lambda data, start, end: Unary(data[1], _needed(data[2]), start, end),
    "i": lambda data, start, end: Index(_needed(data[1]), _needed(data[2]), start, end),
}
