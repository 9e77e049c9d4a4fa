"""`Patient`, `FHIR.code`, `System.String`: finding the type, and testing items for it.

Source: http://hl7.org/fhirpath/N1/#types-and-reflection
"""

from typing import Any, NamedTuple

from dbep_ig.engine.fhir.type_model import TypeModel

from .navigation import CHOICE_SUFFIXES, Navigator
from .node import PRIMITIVE_NAMES, Node
from .values.system import SYSTEM_NAMES

SYSTEM_TYPES = frozenset(name.removeprefix("System.") for name in SYSTEM_NAMES.values())
_FHIR_OF_SYSTEM = {
    "Boolean": ("boolean",),
    "String": ("string",),
    "Integer": ("integer",),
    "Decimal": ("decimal",),
    "Date": ("date",),
    "DateTime": ("dateTime", "instant"),
    "Time": ("time",),
    "Quantity": ("Quantity",),
}
_JSON_PRIMITIVES = {bool: "boolean", int: "integer", str: "string"}


class TypeSpecifier(NamedTuple):
    """A type found: its name as FHIR's, as System's, or both (`Quantity` alone is either)."""

    fhir: str | None
    system: str | None


def find_type(name: str, types: TypeModel | None) -> TypeSpecifier | None:
    """The type of that name; None if there is none.

    Without a type model the data types and every capitalised name (a resource) are taken for known.
    """
    namespace, _, rest = name.partition(".")
    if namespace == "System" and rest:
        return TypeSpecifier(None, rest)
    bare = rest if namespace == "FHIR" and rest else name
    if types is not None:
        fhir = bare if types.kind(bare) is not None else None
    else:
        known = bare in PRIMITIVE_NAMES or bare in CHOICE_SUFFIXES or bare[:1].isupper()
        fhir = bare if known and bare not in SYSTEM_TYPES - {"Quantity"} else None
    system = name if name in SYSTEM_TYPES else None
    return None if fhir is None and system is None else TypeSpecifier(fhir, system)


def matches(item: Any, specifier: TypeSpecifier, navigator: Navigator, *, exact: bool, lenient: bool) -> bool:
    """Whether an item is of a type.

    exact    a primitive counts only as its own type: `as(string)` does not let a code through, though `is` says true
    lenient  a System type's name also means FHIR's primitive: R4's invariants write `answer is Boolean`
    """
    if type(item) is not Node:
        name = SYSTEM_NAMES.get(type(item))
        return specifier.system is not None and name == f"System.{specifier.system}"
    if specifier.fhir is not None:
        own = item.type
        if own is None:
            own = _JSON_PRIMITIVES.get(type(item.value))
            return own == specifier.fhir
        if own == specifier.fhir:
            return True
        if not (exact and own in PRIMITIVE_NAMES):
            return navigator.is_a(item, specifier.fhir)
        return False
    if specifier.system is None:
        return False
    if item.type is None:
        return SYSTEM_NAMES.get(type(item.value)) == f"System.{specifier.system}"
    return lenient and item.type in _FHIR_OF_SYSTEM.get(specifier.system, ())
