"""What an evaluation gives back."""

from typing import Any


class Item:
    """One item of a result.

    value    JSON for elements of FHIR (dict, str, bool, int, Decimal; None when only `sibling` is there);
             str, bool, int, Decimal, Date, DateTime, Time, Quantity or TypeInfo for System values
    type     `FHIR.Patient`, `FHIR.code`, `System.String`…; None for plain JSON of unknown type
    path     `Patient.name[0].given[1]`; None for what was computed
    sibling  a primitive's `_name` object (id and extensions), if any
    """

    __slots__ = ("path", "sibling", "type", "value")

    def __init__(
        self,
        value: Any,
        type_name: str | None,
        path: str | None = None,
        sibling: dict[str, Any] | None = None,
    ) -> None:
        self.value = value
        self.type = type_name
        self.path = path
        self.sibling = sibling

    def __repr__(self) -> str:
        return f"Item({self.value!r}, {self.type!r}, {self.path!r})"
