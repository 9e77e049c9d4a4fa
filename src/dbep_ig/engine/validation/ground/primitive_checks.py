"""Primitive types for the walk: whether a JSON value is one, and what to say when it is not.

The formats themselves are in `dbep_ig.engine.fhir.primitives.checking`.

Source: https://hl7.org/fhir/R4/datatypes.html#primitive
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.primitives.checking import JSON_KINDS, check_of
from dbep_ig.engine.validation.rules.structure.json_shape import (
    NULL_VALUE,
    UNEXPECTED_LIST,
    WRONG_JSON_TYPE,
    kind_of,
)
from dbep_ig.engine.validation.rules.values.primitive_format import report_format

if TYPE_CHECKING:
    from dbep_ig.engine.validation.walking.run import Run

    from .frame import Frame
    from .schema import Member


def is_primitive(type_name: str) -> bool:
    """A type whose values are JSON scalars."""
    return type_name in JSON_KINDS


def is_of_kind(value: Any, type_name: str) -> bool:
    """Whether a value has the JSON kind of a primitive type."""
    return _is_kind(value, JSON_KINDS[type_name])


def fault_of(type_name: str) -> Callable[[Any], Text | None]:
    """The test for a primitive type: a JSON value -> why it is not one, None when it is."""
    return check_of(type_name)


def explain(value: Any, member: "Member", owner: "Frame", index: int, run: "Run") -> None:
    """Why a value was not accepted."""
    name = member.type_name
    if value is None:
        run.add_at(NULL_VALUE, owner, member.key, index, element=member.path)
    elif type(value) is list:
        run.add_at(UNEXPECTED_LIST, owner, member.key, index, element=member.path)
    elif not _is_kind(value, JSON_KINDS.get(name, str)):
        run.add_at(
            WRONG_JSON_TYPE,
            owner,
            member.key,
            index,
            element=member.path,
            type=name,
            expected=kind_of(JSON_KINDS.get(name, str)()),
            actual=kind_of(value),
        )
    else:
        report_format(value, member, owner, index, run)


def _is_kind(value: Any, kind: type) -> bool:
    if kind is int or kind is Decimal:
        return type(value) is int or type(value) is Decimal
    return type(value) is kind
