"""How the packed core lies in its file: a head, chunks, and an index at the end.

    head    8 bytes magic, then two big-endian 32-bit numbers: offset and size of the index
    chunk   zlib over compact UTF-8 JSON; read by offset and size, independently of all others
    index   a chunk: {"package", "stamp", "content", "sections": {resource type: [offset, size]}, "types": …, "tables": …, "expressions": …}
    section a chunk: {canonical: [offset, size] or [offset, size, version]}; version only where it is not the package's
    expressions  a chunk: {invariant's text: [offset, size] of its parsed tree}

Works on any Python version and from any kind of storage; measured against marshal, pickle and one big JSON.
"""

import json
import struct
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

MAGIC: Final = b"dbepR4\x00\x02"  # the last byte is the layout's version
HEAD: Final = struct.Struct(">8sII")

PACKAGE_NAME: Final = "hl7.fhir.r4.core"
PACKAGE_VERSION: Final = "4.0.1"
PACKAGE: Final = f"{PACKAGE_NAME}#{PACKAGE_VERSION}"

# Looked through in this order when a canonical is asked for without a resource type.
SECTIONS: Final = (
    "StructureDefinition",
    "ValueSet",
    "CodeSystem",
    "SearchParameter",
    "OperationDefinition",
    "ConceptMap",
    "CapabilityStatement",
    "CompartmentDefinition",
    "NamingSystem",
    "StructureMap",
)

Read = Callable[[int, int], bytes]  # (offset, size) -> bytes
Extent = tuple[int, int]  # (offset, size)


def unpack(packed: bytes) -> Any:
    """The JSON of a chunk; decimals exact."""
    return json.loads(zlib.decompress(packed), parse_float=Decimal)
