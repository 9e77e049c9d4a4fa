"""The resources of a document and how references find them: contained, in the same Bundle, in another document.

Building it is linear; finding is a dictionary lookup, the first in another document excepted (`outside.py`).

Source: https://hl7.org/fhir/R4/references.html, https://hl7.org/fhir/R4/bundle.html#references
"""

import re
from collections import OrderedDict
from typing import Any

from dbep_ig.engine.fhir.documents import Document, Resource

from .call import Elsewhere, Outside
from .documents import Key
from .frame import Frame, Scope, root_frame

_MOST_NESTED = 32
_MOST_LOADED = 32  # indexes of other documents
# A RESTful url: [base]/Type/id, with or without /_history/version. Linear: no nested repetition.
RESTFUL = re.compile(
    r"^(?P<base>(?:https?|HTTP|HTTPS)://[^\s#?]+/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9.\-]{1,64})(?:/_history/(?P<version>[A-Za-z0-9.\-]{1,64}))?(?P<fragment>#.*)?$"
)


class Entries:
    """The entries of one Bundle by what references call them."""

    __slots__ = ("by_full_url", "by_type_and_id", "frames", "has_versions")

    def __init__(self) -> None:
        self.frames: list[tuple[str, Frame]] = []
        self.by_full_url: dict[str, list[Frame]] = {}
        self.by_type_and_id: dict[str, list[int]] = {}


class ReferenceIndex:
    """Frames of the resources of one document, by identity and by reference.

    outside  where other documents are found
    loaded   indexes of those that were read: shared by all of a run
    """

    __slots__ = ("_frames", "_loaded", "_names", "_outside", "document", "root")

    def __init__(
        self,
        document: Document,
        key: Key | None = None,
        outside: Outside | None = None,
        loaded: "OrderedDict[Key, ReferenceIndex] | None" = None,
    ) -> None:
        self.document = document
        self._frames: dict[int, Frame] = {}
        self._outside = outside
        self._loaded: OrderedDict[Key, ReferenceIndex] = OrderedDict() if loaded is None else loaded
        resource = document.resource
        self.root = root_frame(resource, str(resource.get("resourceType", "")), key or Key(0), self)
        self._enter(self.root, 0)
        self._names: tuple[str | None, ...] | None = None

    def frame_of(self, resource: Resource) -> Frame | None:
        """The frame of a resource of the document."""
        return self._frames.get(id(resource))

    def frames(self) -> list[Frame]:
        """Those of all resources of the document."""
        return list(self._frames.values())

    def _enter(self, frame: Frame, depth: int) -> None:
        self._frames[id(frame.value)] = frame
        if depth > _MOST_NESTED:
            return
        resource = frame.value
        contained = resource.get("contained")
        if type(contained) is list:
            for index, one in enumerate(contained):
                if type(one) is dict:
                    self._enter(
                        _resource_frame(frame, "contained", index, one, container=frame.scope.root), depth + 1
                    )
        if frame.type_name == "Bundle":
            self._enter_bundle(frame, depth)
        elif frame.type_name == "Parameters":
            self._enter_parameters(frame, resource.get("parameter"), depth)

    def _enter_bundle(self, frame: Frame, depth: int) -> None:
        entries = Entries()
        frame.scope.shared["entries"] = entries
        items = frame.value.get("entry")
        for index, entry in enumerate(items if type(items) is list else ()):
            resource = entry.get("resource") if type(entry) is dict else None
            if type(resource) is not dict:
                continue
            full_url = entry.get("fullUrl")
            full_url = full_url if type(full_url) is str else ""
            owner = Frame(frame, "entry", index, entry, "Bundle.entry", "Bundle.entry", frame.scope)
            inner = _resource_frame(owner, "resource", -1, resource, bundle=frame.scope, full_url=full_url)
            self._enter(inner, depth + 1)
            number = len(entries.frames)
            entries.frames.append((full_url, inner))
            if full_url:
                entries.by_full_url.setdefault(full_url, []).append(inner)
            if type(resource.get("id")) is str:
                entries.by_type_and_id.setdefault(f"{inner.type_name}/{resource['id']}", []).append(number)

    def _enter_parameters(self, frame: Frame, parameters: Any, depth: int) -> None:
        for index, one in enumerate(parameters if type(parameters) is list else ()):
            if type(one) is not dict:
                continue
            owner = Frame(
                frame, "parameter", index, one, "Parameters.parameter", "Parameters.parameter", frame.scope
            )
            resource = one.get("resource")
            if type(resource) is dict:
                inner = _resource_frame(owner, "resource", -1, resource, bundle=frame.scope)
                self._enter(inner, depth + 1)
                entries = frame.scope.shared.setdefault("entries", Entries())
                if type(resource.get("id")) is str:
                    name = f"{inner.type_name}/{resource['id']}"
                    entries.by_full_url.setdefault(name, []).append(inner)
                    entries.by_type_and_id.setdefault(name, []).append(len(entries.frames))
                    entries.frames.append((name, inner))
            if type(one.get("part")) is list and depth < _MOST_NESTED:
                self._enter_parts(owner, one["part"], depth + 1)

    def _enter_parts(self, owner: Frame, parts: list[Any], depth: int) -> None:
        for index, one in enumerate(parts):
            if type(one) is not dict:
                continue
            frame = Frame(
                owner, "part", index, one, "Parameters.parameter", "Parameters.parameter.part", owner.scope
            )
            resource = one.get("resource")
            if type(resource) is dict:
                self._enter(_resource_frame(frame, "resource", -1, resource, bundle=owner.scope), depth + 1)
            if type(one.get("part")) is list and depth < _MOST_NESTED:
                self._enter_parts(frame, one["part"], depth + 1)

    # Finding

    def follow(self, frame: Frame) -> Frame | None:
        """What a Reference, canonical or uri leads to."""
        value = frame.value
        reference = value.get("reference") if type(value) is dict else value
        return self.resolve(reference, frame.scope) if type(reference) is str else None

    def resolve(self, reference: str, scope: Scope) -> Frame | None:
        """The resource that a reference leads to, seen from a resource; None if it is not in the call."""
        found = self.locate(reference, scope)
        return self.frame_at(found) if isinstance(found, Elsewhere) else found

    def locate(self, reference: str, scope: Scope) -> Frame | Elsewhere | None:
        """As `resolve`, without reading another document again: its resource's type is known."""
        if reference.startswith("#"):
            return self.contained(reference[1:], scope)
        at: Scope | None = scope.root
        while at is not None:
            if at.bundle is not None:
                found = in_bundle(reference, at, at.bundle)
                if found:
                    return found[0]
            at = None if at.bundle is None else at.bundle.root
        index = self if scope.index is None else scope.index
        known = index.by_name(reference)
        if known is None:
            parts = RESTFUL.match(reference)
            if parts is not None and parts["base"] is None:
                name = f"{parts['type']}/{parts['id']}"
                if name != reference:
                    known = index.by_name(name)
        return known

    def by_name(self, name: str) -> Frame | Elsewhere | None:
        """A document's resource by `Type/id` or url: this one's, else the first of the call."""
        names = self._names
        if names is None:
            names = self._names = _names_of(self.root)
        if name in names:
            return self.root
        return None if self._outside is None else self._outside.find(name)

    def frame_at(self, place: Elsewhere) -> Frame | None:
        """A resource of another document."""
        found = self.of_document(place.key)
        if found is None:
            return None
        value: Any = found.document.resource
        for step in place.pointer:
            try:
                value = value[step]
            except (LookupError, TypeError):
                return None
        return found.frame_of(value) if type(value) is dict else None

    def of_document(self, key: Key) -> "ReferenceIndex | None":
        """The index of a document of the call: this one, or another, which is read again."""
        if key == self.root.scope.document:
            return self
        known = self._loaded.get(key)
        if known is not None:
            self._loaded.move_to_end(key)
            return known
        document = None if self._outside is None else self._outside.document(key)
        if document is None:
            return None
        known = self._loaded[key] = ReferenceIndex(document, key, self._outside, self._loaded)
        if len(self._loaded) > _MOST_LOADED:
            self._loaded.popitem(last=False)
        return known

    def is_judged(self, key: Key) -> bool:
        """Whether a document of the call gets a report of its own; else references lead to it alone."""
        return self._outside is not None and self._outside.is_judged(key)

    def is_here(self, frame: Frame) -> bool:
        """Whether a frame is the one of a resource of this document."""
        return self._frames.get(id(frame.value)) is frame

    def loaded_frame_of(self, resource: Resource) -> Frame | None:
        """As `frame_of`, in the documents that were read besides too."""
        found = self._frames.get(id(resource))
        if found is None:
            for other in self._loaded.values():
                found = other.frame_of(resource)
                if found is not None:
                    return found
        return found

    def contained(self, name: str, scope: Scope) -> Frame | None:
        """The contained resource with this id; "" is the container itself."""
        root = scope.root
        if not name:
            return root.frame
        by_id = root.shared.get("contained")
        if by_id is None:
            items = root.resource.get("contained")
            by_id = root.shared["contained"] = {
                one["id"]: one
                for one in (items if type(items) is list else ())
                if type(one) is dict and type(one.get("id")) is str
            }
        one = by_id.get(name)
        return None if one is None else (self if scope.index is None else scope.index).frame_of(one)


def in_bundle(reference: str, scope: Scope, bundle: Scope) -> list[Frame]:
    """The entries that a reference from an entry leads to, by the rules of bundles; several when it is ambiguous.

    An absolute one is looked up among the fullUrls; a relative one is made absolute with the base of the fullUrl it
    stands under, if that is a RESTful url. A version in the reference must be the resource's.
    """
    entries: Entries | None = bundle.shared.get("entries")
    if entries is None:
        return []
    wanted = reference.partition("#")[0]
    version = None
    parts = RESTFUL.match(reference)
    if parts is not None:
        version = parts["version"]
        base = parts["base"]
        if base is None:
            own = RESTFUL.match(scope.full_url or "")
            base = own["base"] if own is not None and own["base"] is not None else ""
            if not base:
                # under `urn:uuid:x` a relative reference names another urn by its id, as HL7's tools read it
                scheme = next(
                    (one for one in ("urn:uuid:", "urn:oid:") if (scope.full_url or "").startswith(one)), ""
                )
                if scheme and scheme + parts["id"] in entries.by_full_url:
                    return entries.by_full_url[scheme + parts["id"]]
        wanted = f"{base}{parts['type']}/{parts['id']}"
    found = entries.by_full_url.get(wanted, [])
    if version is not None:
        if not found:
            found = entries.by_full_url.get(f"{wanted}/_history/{version}", [])
        found = [one for one in found if version_of(one.value) in (None, version)]
    return found


def among_entries(reference: str, bundle: Scope) -> Frame | None:
    """What a reference names among a Bundle's own entries, where nobody knows which entry it stands in.

    By fullUrl, or by type and id where that names one entry alone.
    """
    entries: Entries | None = bundle.shared.get("entries")
    if entries is None:
        return None
    found = entries.by_full_url.get(reference, [])
    if not found:
        found = [entries.frames[number][1] for number in entries.by_type_and_id.get(reference, [])]
    return found[0] if len(found) == 1 else None


def version_of(resource: Resource) -> Any:
    """meta.versionId."""
    meta = resource.get("meta")
    return meta.get("versionId") if type(meta) is dict else None


def _names_of(root: Frame) -> tuple[str | None, ...]:
    identity, url = root.value.get("id"), root.value.get("url")
    return (
        url if type(url) is str else None,
        f"{root.type_name}/{identity}" if type(identity) is str else None,
    )


def _resource_frame(
    parent: Frame,
    key: str,
    index: int,
    resource: Resource,
    *,
    container: Scope | None = None,
    bundle: Scope | None = None,
    full_url: str | None = None,
) -> Frame:
    name = str(resource.get("resourceType", ""))
    frame = Frame(parent, key, index, resource, name, name, parent.scope)
    frame.scope = Scope(
        resource,
        name,
        frame,
        document=parent.scope.document,
        index=parent.scope.index,
        container=container,
        bundle=bundle if container is None else container.bundle,
        full_url=full_url if container is None else container.full_url,
    )
    return frame
