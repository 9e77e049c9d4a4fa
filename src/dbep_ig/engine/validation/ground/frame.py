"""Where the walk is: a linked list of frames, one for each complex node, and a scope for each resource.

Frames are all that `check` is given besides the value; pointers are made from them only when something is wrong.
"""

from typing import Any, Protocol

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Resource


class Resources(Protocol):
    """The resources of one document, as those that refer to each other; see `ReferenceIndex`."""

    def frame_of(self, resource: Resource) -> "Frame | None":
        """The frame of a resource of the document."""
        ...

    def is_here(self, frame: "Frame") -> bool:
        """Whether a frame is the one of a resource of this document."""
        ...

    def by_name(self, name: str) -> Any:
        """A document's resource by `Type/id` or url: this one's, else the first of the call."""
        ...


class Scope:
    """A resource being validated: what FHIRPath calls %resource, and what its references are resolved in.

    document   the key of the document it is in
    index      the resources of that document
    container  the scope of the resource this one is contained in; %rootResource is the outermost
    bundle     the scope of the nearest Bundle (or Parameters) around it, or None
    full_url   the fullUrl of the entry it stands in
    shared     what was computed once for this resource (contained ids, FHIRPath's own cache), by its owner's name
    """

    __slots__ = (
        "bundle",
        "container",
        "document",
        "frame",
        "full_url",
        "index",
        "resource",
        "shared",
        "type_name",
    )

    def __init__(
        self,
        resource: Resource,
        type_name: str,
        frame: "Frame",
        *,
        document: Any,
        index: Resources | None = None,
        container: "Scope | None" = None,
        bundle: "Scope | None" = None,
        full_url: str | None = None,
    ) -> None:
        self.resource = resource
        self.type_name = type_name
        self.frame = frame
        self.document = document
        self.index = index
        self.container = container
        self.bundle = bundle
        self.full_url = full_url
        self.shared: dict[str, Any] = {}

    @property
    def root(self) -> "Scope":
        """The resource that contains this one, or itself."""
        return self if self.container is None else self.container


class Frame:
    """One value: where it came from, and its FHIR type.

    key, index  the member it is the value of and its place in the array (-1: not in an array)
    sibling     the `_key` object of a primitive (id, extension), or None
    type_name   the FHIR type of the value; a backbone's is its path
    element     the path of the defining element: `CarePlan.activity`, `Reference.identifier`
    depth       how many frames are above
    """

    __slots__ = ("depth", "element", "index", "key", "parent", "scope", "sibling", "type_name", "value")

    def __init__(
        self,
        parent: "Frame | None",
        key: str,
        index: int,
        value: Any,
        type_name: str,
        element: str,
        scope: Scope,
        sibling: Any = None,
    ) -> None:
        self.parent = parent
        self.key = key
        self.index = index
        self.value = value
        self.type_name = type_name
        self.element = element
        self.scope = scope
        self.sibling = sibling
        self.depth: int = 0 if parent is None else parent.depth + 1


def root_frame(resource: Resource, type_name: str, document: Any, index: Resources | None = None) -> Frame:
    """The frame of a document's own resource."""
    frame = Frame.__new__(Frame)
    scope = Scope(resource, type_name, frame, document=document, index=index)
    frame.__init__(None, "", -1, resource, type_name, type_name, scope)  # type: ignore[misc]  # frame and scope know each other
    return frame


def pointer_of(frame: Frame) -> Pointer:
    """Keys and indexes from the document's root."""
    steps: list[str | int] = []
    at: Frame | None = frame
    while at is not None and at.key:
        if at.index >= 0:
            steps.append(at.index)
        steps.append(at.key)
        at = at.parent
    steps.reverse()
    return tuple(steps)
