"""Primitive types for the walk: whether a JSON value is one, and what to say when it is not.

The formats themselves are in `dbep_ig.engine.fhir.primitives`.

Source: https://hl7.org/fhir/R4/datatypes.html#primitive
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .rules.json_shape import NULL_VALUE, UNEXPECTED_LIST, WRONG_JSON_TYPE, kind_of
from .rules.primitive_format import report_format

if TYPE_CHECKING:
    from .frame import Frame
    from .run import Run
    from .schema import Member

_PRIMITIVES = frozenset(
    "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time"
    " unsignedInt uri url uuid xhtml integer64".split()
)
_NUMBERS = frozenset(("integer", "positiveInt", "unsignedInt", "decimal"))


def is_primitive(type_name: str) -> bool:
    """A type whose values are JSON scalars."""
    return type_name in _PRIMITIVES


def accepts_of(type_name: str) -> Callable[[Any], bool]:
    """The test for a primitive type: a JSON value -> whether it is one."""
    from dbep_ig.engine.fhir.primitives import accepts

    return accepts(type_name)


def expected_kind(type_name: str) -> type:
    """The JSON type of a primitive: bool, int (any number), or str."""
    return bool if type_name == "boolean" else int if type_name in _NUMBERS else str


def explain(value: Any, member: "Member", owner: "Frame", index: int, run: "Run") -> None:
    """Why a value was not accepted."""
    name = member.type_name
    if value is None:
        run.add_at(NULL_VALUE, owner, member.key, index, element=member.path)
    elif type(value) is list:
        run.add_at(UNEXPECTED_LIST, owner, member.key, index, element=member.path)
    elif not _is_kind(value, expected_kind(name)):
        run.add_at(
            WRONG_JSON_TYPE,
            owner,
            member.key,
            index,
            element=member.path,
            type=name,
            expected=kind_of(expected_kind(name)()),
            actual=kind_of(value),
        )
    else:
        report_format(value, member, owner, index, run)


def _is_kind(value: Any, kind: type) -> bool:
    if kind is int:
        return type(value) is int or type(value) is Decimal
    return type(value) is kind
