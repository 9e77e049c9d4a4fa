"""What `type()` gives.

Source: http://hl7.org/fhirpath/N1/#reflection
"""


class TypeInfo:
    """`namespace` (System or FHIR) and `name` of a type; both are members in FHIRPath."""

    __slots__ = ("name", "namespace")

    def __init__(self, namespace: str, name: str) -> None:
        self.namespace = namespace
        self.name = name

    @property
    def members(self) -> dict[str, str]:
        """What FHIRPath can navigate to."""
        return {"namespace": self.namespace, "name": self.name}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TypeInfo) and (self.namespace, self.name) == (other.namespace, other.name)

    def __hash__(self) -> int:
        return hash((self.namespace, self.name))

    def __str__(self) -> str:
        return f"{self.namespace}.{self.name}"
