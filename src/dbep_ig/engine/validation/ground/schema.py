"""A type compiled: what the one walk over a document asks at every node. Immutable once published; shared by all threads.

A `Schema` is a data type, a resource or a backbone. Types refer to each other by name, so that each compiles alone, when
it is first met, and recursion needs no patching.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.primitives.checking import JSON_KINDS

from .frame import Frame

# Kinds of member, compared as integers in the walk.
PRIMITIVE = 0
COMPLEX = 1
RESOURCE = 2
SIBLING = 3

ABSTRACT_RESOURCES = frozenset(("Resource", "DomainResource"))


class Assertion(Protocol):
    """One thing to check. `compile` made it; `check` allocates nothing until something is wrong."""

    def check(self, value: Any, frame: Frame, run: Any) -> None:
        """Report what is wrong with `value`, the value of `frame`, to `run`."""
        ...


class Slot:
    """An element as its type defines it, for profiles to be compared with.

    name        without [x]
    keys        JSON member name -> type name
    definition  the ElementDefinition of the snapshot
    """

    __slots__ = ("definition", "inner", "is_choice", "is_list", "keys", "max", "min", "name", "path")

    def __init__(
        self,
        name: str,
        path: str,
        definition: Mapping[str, Any],
        keys: Mapping[str, str],
        *,
        is_list: bool,
        is_choice: bool,
        inner: "Schema | None",
    ) -> None:
        self.name = name
        self.path = path
        self.definition = definition
        self.keys = keys
        self.is_list = is_list
        self.is_choice = is_choice
        self.inner = inner
        self.min = int(definition.get("min", 0))
        self.max = maximum(definition)


class Member:
    """A JSON member name of a type: what its values must be.

    fault    for primitives: why a JSON value is not one of this type, None when it is
    checks   assertions of the element, for each value
    choice   the element's name when it is one of several types
    inner    the schema of a backbone; None for a named type
    """

    __slots__ = (
        "checks",
        "choice",
        "fault",
        "inner",
        "is_list",
        "key",
        "kind",
        "path",
        "sibling_key",
        "type_name",
    )

    def __init__(
        self,
        key: str,
        path: str,
        type_name: str,
        kind: int,
        *,
        is_list: bool,
        choice: str | None = None,
        fault: Callable[[Any], Text | None] | None = None,
        inner: "Schema | None" = None,
        checks: tuple[Assertion, ...] = (),
    ) -> None:
        self.key = key
        self.sibling_key = "_" + key
        self.path = path
        self.type_name = type_name
        self.kind = kind
        self.is_list = is_list
        self.choice = choice
        self.fault = fault
        self.inner = inner
        self.checks = checks


class Schema:
    """A type or backbone.

    members   JSON member name (also `_birthDate`) -> Member
    required  elements with min > 0: (element name, its JSON member names with the underscore ones, min)
    checks    assertions of the type itself, for each value
    slots     element name -> Slot
    """

    __slots__ = ("checks", "constraints", "kind", "members", "name", "required", "slots")

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        self.members: dict[str, Member] = {}
        self.required: tuple[tuple[str, tuple[str, ...], int], ...] = ()
        self.checks: tuple[Assertion, ...] = ()
        self.slots: dict[str, Slot] = {}
        self.constraints: frozenset[tuple[str, str]] = frozenset()


def maximum(definition: Mapping[str, Any]) -> int | None:
    """ElementDefinition.max as a number; None for `*` (and where it is not said)."""
    text = definition.get("max", "*")
    return None if text == "*" else int(text)


def is_primitive(type_name: str) -> bool:
    """A type whose values are JSON scalars."""
    return type_name in JSON_KINDS


def is_of_kind(value: Any, type_name: str) -> bool:
    """Whether a value has the JSON kind of a primitive type; one that is unknown is taken for a string."""
    kind = JSON_KINDS.get(type_name, str)
    if kind is int or kind is Decimal:
        return type(value) is int or type(value) is Decimal
    return type(value) is kind
