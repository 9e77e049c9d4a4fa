"""The earlier versions of what a call validates: a resource is found in them by its type and id, its fullUrl or an identifier.

They are not validated themselves.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dbep_ig.engine.fhir.documents import Resource

from .frame import Frame


class Version(NamedTuple):
    """An earlier version, and whether it is a document of its own."""

    resource: Resource
    is_alone: bool


class Earlier:
    """What was before.

    by        the role that has made the changes; None: not known
    cycles    profile -> its life cycles, ready to be asked: filled by who asks
    is_empty  nothing was there: everything is new; not known where not all of it could be read
    only      the one resource that was given, when there is but one
    """

    __slots__ = ("_by_identifier", "_by_name", "by", "cycles", "is_empty", "only")

    def __init__(self, documents: Iterable[Resource], by: str | None, *, is_whole: bool = True) -> None:
        self.by = by
        self.cycles: dict[str, Any] = {}
        self._by_name: dict[str, Version] = {}
        self._by_identifier: dict[tuple[str, str, str], Version | None] = {}
        alone: list[Version] = []
        self.is_empty = is_whole
        for document in documents:
            if document.get("resourceType") != "Bundle":
                version = Version(document, True)
                alone.append(version)
                self._add(version, None)
                continue
            for entry in _entries(document):
                self._add(Version(entry["resource"], False), entry.get("fullUrl"))
        every = {id(one.resource): one for one in self._by_name.values()}
        self.only = alone[0] if len(alone) == 1 and len(every) <= 1 else None

    def _add(self, version: Version, full_url: object) -> None:
        self.is_empty = False
        resource = version.resource
        name = resource.get("resourceType")
        if type(resource.get("id")) is str:
            self._by_name[f"{name}/{resource['id']}"] = version
        if type(full_url) is str:
            self._by_name[full_url] = version
        for key in _identifiers(resource):
            self._by_identifier[key] = None if key in self._by_identifier else version

    def find(self, frame: Frame) -> Version | None:
        """The earlier version of a resource."""
        resource = frame.value
        name = resource.get("resourceType")
        if type(resource.get("id")) is str:
            found = self._by_name.get(f"{name}/{resource['id']}")
            if found is not None:
                return found
        full_url = frame.scope.full_url
        if full_url is not None and full_url in self._by_name:
            found = self._by_name[full_url]
            return found if found.resource.get("resourceType") == name else None
        for key in _identifiers(resource):
            version = self._by_identifier.get(key)
            if version is not None and not _ids_differ(version.resource, resource):
                return version
        if frame.parent is None and self.only is not None and not is_another(self.only.resource, resource):
            return self.only
        return None


def is_another(earlier: Resource, later: Resource) -> bool:
    """Whether two resources cannot be versions of one: by type, or by id where both have one."""
    return earlier.get("resourceType") != later.get("resourceType") or _ids_differ(earlier, later)


def _ids_differ(one: Resource, other: Resource) -> bool:
    return "id" in one and "id" in other and one["id"] != other["id"]


def _entries(bundle: Resource) -> Iterator[dict[str, Any]]:
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
            yield entry


def _identifiers(resource: Resource) -> Iterator[tuple[str, str, str]]:
    given = resource.get("identifier")
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict) and type(one.get("system")) is str and type(one.get("value")) is str:
            yield str(resource.get("resourceType")), one["system"], one["value"]
