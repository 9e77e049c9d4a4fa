"""`package/.index.json`: which resources lie in which files, so that a package need not be read to be searched.

An index is a claim. It is used when it names the resources that are there and no others; each entry is checked when its file is
read; otherwise the index is rebuilt from the files, and the lie is reported.
Source: https://confluence.hl7.org/display/FHIR/NPM+Package+Specification
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

INDEX_PATH = "package/.index.json"

# The members that HL7's tools put into an index of version 2, in their order.
_MEMBERS = ("id", "url", "version", "kind", "type", "supplements", "content", "valueSet", "derivation")

Entry = dict[str, str]


def index_entry(filename: str, resource: Resource) -> Entry:
    """What the index says of a file: only members that are strings, only those that are there."""
    entry = {"filename": filename, "resourceType": str(resource["resourceType"])}
    for member in _MEMBERS:
        value = resource.get(member)
        if isinstance(value, str):
            entry[member] = value
    return entry


def index_json(entries: Iterable[Entry]) -> dict[str, Any]:
    """`.index.json`, version 2."""
    return {"index-version": 2, "files": list(entries)}


def read_index(content: bytes) -> list[Entry] | None:
    """The entries of an index, version 1 or 2; None if it is not one, or names a file twice."""
    try:
        index = json.loads(content)
    except (ValueError, RecursionError):
        return None
    files = index.get("files") if isinstance(index, dict) else None
    if not isinstance(files, list) or index.get("index-version") not in (1, 2):
        return None
    entries: list[Entry] = []
    for each in files:
        if not isinstance(each, dict) or not all(isinstance(value, str) for value in each.values()):
            return None
        if "filename" not in each or "resourceType" not in each:
            return None
        entries.append(each)
    named = [each["filename"] for each in entries]
    return entries if len(named) == len(set(named)) else None


def agrees(entry: Mapping[str, str], resource: Resource) -> bool:
    """Whether a file is what its index entry says: type, canonical and version."""
    return entry["resourceType"] == resource.get("resourceType") and all(
        entry.get(member) == _string(resource.get(member)) for member in ("url", "version")
    )


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None
