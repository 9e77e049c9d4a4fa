"""Resources as JSON, each written once: pages in all languages show the same."""

from collections.abc import Iterable

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.json.writing import json_bytes

from .elements import without_text


class Written:
    """What has been written of the resources of one guide, which nobody changes meanwhile.

    known  resources that have been written already, and their bytes
    """

    def __init__(self, known: Iterable[tuple[Resource, bytes]] = ()) -> None:
        self._whole = {id(resource): (resource, data) for resource, data in known}
        self._shown: dict[int, tuple[Resource, str]] = {}  # the resource too: it is known by where it lies

    def of(self, resource: Resource) -> bytes:
        """The file for download."""
        found = self._whole.get(id(resource))
        if found is None:
            found = self._whole[id(resource)] = (resource, json_bytes(resource))
        return found[1]

    def shown(self, resource: Resource) -> str:
        """What a page shows: without snapshot and narrative."""
        found = self._shown.get(id(resource))
        if found is None:
            text = json_bytes(without_text(resource)).decode()
            found = self._shown[id(resource)] = (resource, text)
        return found[1]
