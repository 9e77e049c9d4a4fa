"""Definitions whose StructureDefinitions always have a snapshot, made once each, when asked for."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Result
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.json_types import Resource


class Snapshots:
    """`Definitions` over other definitions; a StructureDefinition without a snapshot gets one.

    The validator and the generator share one of these, so that a base is made once however many build on it.
    What it returns is shared: do not change it.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._made: dict[
            int, tuple[Resource, Result[Resource]]
        ] = {}  # id(original) -> (original, kept alive; result)

    def find(
        self, canonical: str, resource_type: str | None = None, *, within: str | None = None
    ) -> Resource | None:
        """As `Definitions.find`; None also for a StructureDefinition whose snapshot was refused."""
        found = self._definitions.find(canonical, resource_type, within=within)
        if found is None or found.get("resourceType") != "StructureDefinition":
            return found
        return self.snapshot_of(found).value

    def snapshot_of(self, definition: Resource, path: tuple[Resource, ...] = ()) -> Result[Resource]:
        """The definition with its snapshot, and what was said while it was made.

        path  the definitions that are being made for the sake of this one, outermost first: a cycle ends there
        """
        if definition.get("snapshot"):
            return Result(definition)
        made = self._made.get(id(definition))
        if made is None:
            from .generate import generate_with

            made = (definition, generate_with(definition, self, path=path))
            if not path or made[1].value is not None:
                self._made[id(definition)] = made
        return made[1]

    def original(self, canonical: str, *, within: str | None = None) -> Resource | None:
        """The StructureDefinition as it is written, with or without a snapshot."""
        return self._definitions.find(canonical, "StructureDefinition", within=within)

    def all(self, resource_type: str) -> Iterator[Resource]:
        """As `Definitions.all`, the originals."""
        return self._definitions.all(resource_type)

    def package_of(self, resource: Resource) -> str | None:
        """As `Definitions.package_of`, also for a definition that got its snapshot here."""
        for original, result in self._made.values():
            if result.value is resource:
                return self._definitions.package_of(original)
        return self._definitions.package_of(resource)
