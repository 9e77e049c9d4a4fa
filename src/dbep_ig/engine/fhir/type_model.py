"""What is known of FHIR's types, as a protocol: FHIRPath, XML reading and expressions need it, the core store gives it.

A type name is a data type or resource ("Quantity", "CarePlan"), or the path of a backbone ("CarePlan.activity").
Source: https://hl7.org/fhir/R4/datatypes.html
"""

from collections.abc import Mapping
from typing import Protocol


class ElementInfo:
    """One element of a type, as FHIRPath sees it.

    name     without [x]: `value`
    types    the type names its values can have; a backbone's is its path, a content reference's the path referred to
    keys     JSON member name -> type name: {"code": "CodeableConcept"}, {"valueQuantity": "Quantity", …}
    is_list  JSON array (max is not 0 or 1)
    order    position among the type's elements, inherited first (XML order)
    xml_attribute  `id` of elements and `url` of extensions
    """

    __slots__ = ("is_choice", "is_list", "keys", "max", "min", "name", "order", "types", "xml_attribute")

    def __init__(
        self,
        name: str,
        types: tuple[str, ...],
        keys: Mapping[str, str],
        *,
        is_list: bool,
        is_choice: bool,
        order: int,
        min: int = 0,  # noqa: A002  FHIR's own name
        max: str = "1",  # noqa: A002  FHIR's own name
        xml_attribute: bool = False,
    ) -> None:
        self.name = name
        self.types = types
        self.keys = keys
        self.is_list = is_list
        self.is_choice = is_choice
        self.order = order
        self.min = min
        self.max = max
        self.xml_attribute = xml_attribute


class TypeModel(Protocol):
    """Types by name. Immutable and safe to share between threads; loads only the types that are asked for."""

    def kind(self, type_name: str) -> str | None:
        """`primitive-type`, `complex-type`, `resource`, `logical`, or `backbone` for a path; None if unknown."""
        ...

    def base(self, type_name: str) -> str | None:
        """The type this one specialises: `Age` -> `Quantity`, `code` -> `string`, a backbone -> `BackboneElement`."""
        ...

    def is_subtype(self, type_name: str, ancestor: str) -> bool:
        """Whether `type_name` is `ancestor` or specialises it."""
        ...

    def elements(self, type_name: str) -> Mapping[str, ElementInfo]:
        """Element name (without [x]) -> info, inherited elements included, in definition order; empty if unknown."""
        ...

    def member(self, type_name: str, key: str) -> tuple[ElementInfo, str] | None:
        """A JSON member name -> (element, type name of its value): `valueQuantity` -> (value, Quantity)."""
        ...

    def type_names(self) -> tuple[str, ...]:
        """All data types and resources, sorted."""
        ...
