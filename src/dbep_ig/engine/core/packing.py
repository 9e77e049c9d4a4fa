"""R4 core's JSON files -> the bytes that `CoreStore` reads. Runs when the project is built or installed.

The same input gives the same chunks; only zlib's own output may differ between its versions.
"""

import json
import re
import zlib
from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhirpath import parse, to_data

from .layout import HEAD, MAGIC, PACKAGE, PACKAGE_VERSION, SECTIONS, Extent
from .type_tables import TypeTables, type_tables

_MARKED = re.compile(r'"\\u0000([^"]*)\\u0000"')


def read_resource(text: bytes) -> Resource | None:
    """A resource with its decimals held as marked text, so that `1.10` is written as it was; None for other JSON."""
    value = json.loads(text, parse_float=lambda digits: f"\0{digits}\0")
    return value if isinstance(value, dict) and "resourceType" in value else None


def compact(value: object) -> bytes:
    """JSON without white space, decimals of `read_resource` with every digit."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _MARKED.sub(r"\1", text).encode()


class _Chunks:
    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.end = HEAD.size

    def add(self, value: object) -> Extent:
        packed = zlib.compress(compact(value), 9)
        extent = (self.end, len(packed))
        self.parts.append(packed)
        self.end += len(packed)
        return extent


def pack_core(resources: Iterable[Resource], *, stamp: str, content: str = "") -> bytes:
    """The whole file.

    resources  as `read_resource` gives them, in any order
    stamp      names the packing code and the content, so that a later build knows whether to do it again
    content    names the content alone: what may be packed again from here
    """
    chunks = _Chunks()
    sections: dict[str, dict[str, Resource]] = {name: {} for name in SECTIONS}
    for resource in resources:
        held = sections.get(resource["resourceType"])
        if held is not None:
            held[resource.get("url") or f"{resource['resourceType']}/{resource['id']}"] = resource

    section_extents = {
        name: chunks.add({url: _entry(chunks, by_url[url]) for url in sorted(by_url)})
        for name, by_url in sections.items()
    }
    tables: TypeTables = type_tables(sections["StructureDefinition"].values())
    index = {
        "package": PACKAGE,
        "stamp": stamp,
        "content": content,
        "sections": section_extents,
        "types": tables.heads,
        "common": chunks.add(tables.common),
        "tables": {name: chunks.add(table) for name, table in tables.own.items()},
        "expressions": chunks.add(
            {
                text: chunks.add(tree)
                for text, tree in parsed_invariants(sections["StructureDefinition"].values()).items()
            }
        ),
    }
    offset, size = chunks.add(index)
    return b"".join((HEAD.pack(MAGIC, offset, size), *chunks.parts))


def parsed_invariants(structures: Iterable[Resource]) -> dict[str, list[Any]]:
    """The FHIRPath expressions of all constraints, parsed, as plain data, sorted; those that do not parse are left out.

    Whoever needs one of those parses it, and reports it, when it is needed.
    """
    texts = {
        constraint["expression"]
        for structure in structures
        for element in structure.get("snapshot", {}).get("element", ())
        for constraint in element.get("constraint", ())
        if "expression" in constraint
    }
    parsed = {text: parse(text).value for text in sorted(texts)}
    return {text: to_data(node) for text, node in parsed.items() if node is not None}


def _entry(chunks: _Chunks, resource: Resource) -> list[object]:
    offset, size = chunks.add(resource)
    version = resource.get("version")
    return [offset, size] if version == PACKAGE_VERSION else [offset, size, version]
