"""Where each part of a generated resource was written: the `Locator` of what nobody wrote as FHIR."""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Location, Place, Pointer
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlMapping


class Origin:
    """Pointer into a resource -> the YAML it was made from.

    root     what the whole resource was made from
    places   pointers of its parts; one that is not there belongs to its nearest ancestor that is
    """

    __slots__ = ("places", "root")

    def __init__(self, root: Where, places: Mapping[Pointer, Where] | None = None) -> None:
        self.root = root
        self.places: dict[Pointer, Where] = dict(places or {})

    def where(self, pointer: Pointer) -> Where:
        """The YAML that the nearest ancestor of `pointer` was made from."""
        for length in range(len(pointer), 0, -1):
            found = self.places.get(pointer[:length])
            if found is not None:
                return found
        return self.root

    def locate(self, pointer: Pointer, *, key: bool = False) -> Place:
        """See `Locator.locate`. What was made from a whole block is shown at the block's name."""
        where = self.where(pointer)
        named = isinstance(where.node, YamlMapping) and bool(where.pointer)
        return where.place(key=key or named)

    def location(self, pointer: Pointer, *, on_key: bool = False) -> Location:
        """Where an issue about this part of the resource is shown."""
        return self.where(pointer).location(on_key=on_key)


@dataclass(frozen=True, slots=True)
class Generated:
    """A resource and where it comes from."""

    resource: Resource
    origin: Origin
