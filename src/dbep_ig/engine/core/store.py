"""R4 core, read piece by piece: the type model and the conformance resources.

Opening reads the index (a few kB); a resource or a type's table is read when it is first asked for, under one lock,
and published complete, so that readers never wait and never see half of anything. Everything returned is shared.
"""

import threading
import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from dbep_ig.engine.fhir.definitions import is_supplement_of
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import ElementInfo
from dbep_ig.engine.fhir.uris import split_canonical

from .layout import HEAD, MAGIC, PACKAGE, PACKAGE_VERSION, SECTIONS, Read, unpack
from .type_tables import CHOICE, XML_ATTRIBUTE, Row

SUPPLEMENTS = ("http://hl7.org/fhir/CodeSystem/example-supplement",)
"""The code systems of R4 core that supplement another."""

_NO_ELEMENTS: Mapping[str, ElementInfo] = MappingProxyType({})


class DamagedCoreError(Exception):
    """The bytes are not a packed core of this layout: cut short, or written by another version of the project."""


class CoreStore:
    """Implements `TypeModel` and `Definitions` over a packed core."""

    def __init__(self, read: Read) -> None:
        """`read(offset, size)` gives the bytes; raises DamagedCoreError if they are not a packed core."""
        head = read(0, HEAD.size)
        if len(head) != HEAD.size or not head.startswith(MAGIC):
            raise DamagedCoreError("not a packed R4 core of this version")
        _, offset, size = HEAD.unpack(head)
        self._read = read
        self._lock = threading.RLock()
        try:
            index = unpack(read(offset, size))
        except (zlib.error, ValueError) as error:
            raise DamagedCoreError(str(error)) from error
        self.stamp: str = index["stamp"]
        self.content: str = index["content"]
        self._section_extents: dict[str, list[int]] = index["sections"]
        self._heads: dict[str, list[str | None]] = index["types"]
        self._common_extent: list[int] = index["common"]
        self._table_extents: dict[str, list[int]] = index["tables"]
        self._expressions_extent: list[int] = index["expressions"]

        self._sections: dict[str, dict[str, list[Any]]] = {}
        self._resources: dict[tuple[str, str], Resource] = {}
        self._tables: dict[str, list[Any]] = {}
        self._elements: dict[str, Mapping[str, ElementInfo]] = {}
        self._members: dict[str, dict[str, tuple[ElementInfo, str]]] = {}
        self._expressions: dict[str, list[int]] | None = None

    def _chunk(self, extent: list[int]) -> Any:
        return unpack(self._read(extent[0], extent[1]))

    # Definitions

    def find(
        self, canonical: str, resource_type: str | None = None, *, within: str | None = None
    ) -> Resource | None:
        """See `Definitions.find`. A version is the resource's own, or R4's (`|4.0.1` on a code system with its own)."""
        url, version, _ = split_canonical(canonical)
        for name in SECTIONS if resource_type is None else (resource_type,):
            entry = self._section(name).get(url)
            if entry is None:
                continue
            own = entry[2] if len(entry) > 2 else PACKAGE_VERSION
            if version is None or version in (own, PACKAGE_VERSION):
                return self._resource(name, url, entry)
        return None

    def all(self, resource_type: str) -> Iterator[Resource]:
        """See `Definitions.all`; in order of canonical."""
        for url, entry in self._section(resource_type).items():
            yield self._resource(resource_type, url, entry)

    def supplements_of(self, system: str) -> Iterator[Resource]:
        """See `KnowsSupplements`; R4 is finished and holds the supplements it holds, as a test has read."""
        for canonical in SUPPLEMENTS:
            resource = self.find(canonical, "CodeSystem")
            if resource is not None and is_supplement_of(resource, system):
                yield resource

    def package_of(self, resource: Resource) -> str | None:
        """`hl7.fhir.r4.core#4.0.1` for what this store returned, None for anything else."""
        name = str(resource.get("resourceType"))
        url = str(resource.get("url") or f"{name}/{resource.get('id')}")
        return PACKAGE if self._resources.get((name, url)) is resource else None

    def canonicals(self, resource_type: str) -> tuple[str, ...]:
        """Every canonical of a resource type, sorted; reads no resource."""
        return tuple(self._section(resource_type))

    def version_of(self, canonical_url: str, resource_type: str) -> str | None:
        """The version of a resource without reading it; None if it is not here or has none."""
        entry = self._section(resource_type).get(canonical_url)
        if entry is None:
            return None
        version: str | None = entry[2] if len(entry) > 2 else PACKAGE_VERSION
        return version

    def texts(self) -> Iterator[bytes]:
        """Every resource's JSON as it is packed: for packing it again by newer code, without its source."""
        for name in self._section_extents:
            for entry in self._section(name).values():
                yield zlib.decompress(self._read(entry[0], entry[1]))

    def _section(self, name: str) -> dict[str, list[Any]]:
        section = self._sections.get(name)
        if section is None:
            extent = self._section_extents.get(name)
            with self._lock:
                section = self._sections.setdefault(name, {} if extent is None else self._chunk(extent))
        return section

    def _resource(self, name: str, url: str, entry: list[Any]) -> Resource:
        held = self._resources.get((name, url))
        if held is None:
            with self._lock:
                held = self._resources.get((name, url))
                if held is None:
                    held = self._resources[name, url] = self._chunk(entry)
        return held

    # Invariants

    def parsed_expression(self, expression: str) -> Any | None:
        """The parsed form of an invariant of R4 core, for `fhirpath.from_data`; None for any other expression."""
        extents = self._expressions
        if extents is None:
            with self._lock:
                extents = self._expressions = self._chunk(self._expressions_extent)
        extent = extents.get(expression)
        return None if extent is None else self._chunk(extent)

    # TypeModel

    def kind(self, type_name: str) -> str | None:
        """See `TypeModel.kind`."""
        head = self._heads.get(type_name)
        if head is not None:
            return head[0]
        return "backbone" if "." in type_name and self._table(type_name) is not None else None

    def base(self, type_name: str) -> str | None:
        """See `TypeModel.base`."""
        head = self._heads.get(type_name)
        if head is not None:
            return head[1]
        table = self._table(type_name) if "." in type_name else None
        return None if table is None else table[0]

    def is_subtype(self, type_name: str, ancestor: str) -> bool:
        """See `TypeModel.is_subtype`."""
        current: str | None = type_name
        while current is not None and current != ancestor:
            current = self.base(current)
        return current is not None

    def elements(self, type_name: str) -> Mapping[str, ElementInfo]:
        """See `TypeModel.elements`. A primitive has `id`, `extension` and a `value` of a System type."""
        elements = self._elements.get(type_name)
        if elements is None:
            table = self._table(type_name)
            if table is None:
                return _NO_ELEMENTS
            made = {row[0]: _element(row, order) for order, row in enumerate(table[1:])}
            elements = self._elements.setdefault(type_name, MappingProxyType(made))
        return elements

    def member(self, type_name: str, key: str) -> tuple[ElementInfo, str] | None:
        """See `TypeModel.member`."""
        members = self._members.get(type_name)
        if members is None:
            members = {
                name: (info, value_type)
                for info in self.elements(type_name).values()
                for name, value_type in info.keys.items()
            }
            if members:
                members = self._members.setdefault(type_name, members)
        return members.get(key)

    def type_names(self) -> tuple[str, ...]:
        """See `TypeModel.type_names`; R4's logical models (Definition, Event, FiveWs…) are left out."""
        return tuple(sorted(name for name, head in self._heads.items() if head[0] != "logical"))

    def _table(self, type_name: str) -> list[Any] | None:
        table = self._tables.get(type_name)
        if table is None:
            owner = type_name.partition(".")[0]
            if owner not in self._heads:
                return None
            with self._lock:
                if owner not in self._tables:
                    self._tables |= self._chunk(self._table_extents.get(owner, self._common_extent))
                table = self._tables.get(type_name)
        return table


def _element(row: Row, order: int) -> ElementInfo:
    name, types, minimum, maximum, flags = row
    is_choice = bool(flags & CHOICE)
    if is_choice:
        keys = {name + each[0].upper() + each[1:]: each for each in types}
    else:
        keys = {name: types[0]}
    return ElementInfo(
        name,
        tuple(types),
        keys,
        is_list=maximum not in ("0", "1"),
        is_choice=is_choice,
        order=order,
        min=minimum,
        max=maximum,
        xml_attribute=bool(flags & XML_ATTRIBUTE),
    )
