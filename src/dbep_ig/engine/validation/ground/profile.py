"""A profile compiled to what it adds to its type: only that is walked, however long its snapshot is.

The type itself is checked by the one walk; a node of an overlay holds the assertions that differ from it. Immutable once
published; shared by all threads. `walking/overlay.py` walks it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Resource

from .frame import Frame
from .schema import Assertion

IMPOSE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile"
System = tuple[tuple[str, ...], str]  # the names that lead to a system, and what it is


class OverlayNode:
    """What a profile says of one element's values.

    checks    assertions for each value
    children  its members that the profile says something of
    """

    __slots__ = ("checks", "children", "element_id")

    def __init__(
        self, element_id: str, checks: Sequence[Assertion], children: Sequence["OverlayChild"]
    ) -> None:
        self.element_id = element_id
        self.checks = tuple(checks)
        self.children = tuple(children)

    @property
    def is_empty(self) -> bool:
        """Nothing to check."""
        return not self.checks and not self.children

    def find(self, element_id: str) -> "OverlayNode | None":
        """The node of an element below, by its id; slices are looked through too."""
        if self.element_id == element_id:
            return self
        for child in self.children:
            found = None if child.node is None else child.node.find(element_id)
            if found is None and child.slicing is not None:
                found = child.slicing.find(element_id)
            if found is not None:
                return found
        return None


class OverlayChild:
    """An element among its parent's members.

    keys     JSON member name -> type name, all that the type allows
    allowed  the type names that the profile allows; None: all
    least    min when above the type's, else 0
    most     max when below the type's, else None
    called   what the profile calls it, where there must be some
    reason   why there may be none
    """

    __slots__ = (
        "allowed",
        "called",
        "element_id",
        "keys",
        "least",
        "most",
        "name",
        "node",
        "path",
        "profile",
        "reason",
        "slicing",
    )

    def __init__(
        self,
        name: str,
        path: str,
        element_id: str,
        keys: Mapping[str, str],
        *,
        least: int,
        most: int | None,
        allowed: frozenset[str] | None,
        node: OverlayNode | None,
        slicing: "Slicing | None",
        profile: str,
        called: Text,
        reason: Text,
    ) -> None:
        self.name = name
        self.path = path
        self.element_id = element_id
        self.keys = keys
        self.least = least
        self.most = most
        self.allowed = allowed
        self.node = node
        self.slicing = slicing
        self.profile = profile
        self.called = called
        self.reason = reason

    @property
    def is_empty(self) -> bool:
        """Nothing to check."""
        return (
            not self.least
            and self.most is None
            and self.allowed is None
            and self.node is None
            and self.slicing is None
        )


class Criterion(Protocol):
    """One discriminator of one slice."""

    def holds(self, frame: Frame, run: Any) -> bool:
        """Whether the value meets it."""
        ...


class Slice:
    """One slice.

    criteria  all must hold; None when the definition does not say how to tell, with `reason`; where there may be none,
              `reason` is why not
    slicing   its reslices
    """

    __slots__ = ("criteria", "element_id", "least", "most", "name", "node", "reason", "slicing")

    def __init__(
        self,
        name: str,
        element_id: str,
        *,
        least: int,
        most: int | None,
        criteria: tuple[Criterion, ...] | None,
        node: OverlayNode | None,
        slicing: "Slicing | None",
        reason: Text,
    ) -> None:
        self.name = name
        self.element_id = element_id
        self.least = least
        self.most = most
        self.criteria = criteria
        self.node = node
        self.slicing = slicing
        self.reason = reason


class Slicing:
    """All slices of an element.

    rules       closed, open, openAtEnd
    needs_some  a slice is mandatory: check also when there are no values
    systems     those that mark slices, with the names that lead to them
    """

    __slots__ = ("element_id", "is_ordered", "needs_some", "profile", "rules", "slices", "systems")

    def __init__(
        self,
        element_id: str,
        slices: Sequence[Slice],
        *,
        rules: str,
        is_ordered: bool,
        profile: str,
        systems: tuple[System, ...],
    ) -> None:
        self.element_id = element_id
        self.slices = tuple(slices)
        self.rules = rules
        self.is_ordered = is_ordered
        self.profile = profile
        self.needs_some = any(one.least for one in slices)
        self.systems = systems

    def find(self, element_id: str) -> OverlayNode | None:
        """The node of an element in one of the slices, by its id."""
        for one in self.slices:
            found = None if one.node is None else one.node.find(element_id)
            if found is None and one.slicing is not None:
                found = one.slicing.find(element_id)
            if found is not None:
                return found
        return None


class Profile:
    """A profile ready to be applied.

    overlay   what it adds to its type; None when it adds nothing (a type's own definition) or has no snapshot
    imposes   canonicals of the profiles that it imposes besides itself
    is_whole  there is a snapshot to apply
    faults    what is wrong in it, and left out of what is applied; None when nothing is
    """

    __slots__ = (
        "canonical",
        "definition",
        "faults",
        "imposes",
        "is_whole",
        "overlay",
        "package",
        "type_name",
        "url",
    )

    def __init__(
        self,
        definition: Resource,
        overlay: OverlayNode | None,
        package: str | None,
        faults: Text | None = None,
    ) -> None:
        self.faults = faults
        self.definition = definition
        self.url = str(definition.get("url", ""))
        self.canonical = canonical_of(definition)
        self.type_name = str(definition.get("type", ""))
        self.overlay = overlay
        self.is_whole = bool(definition.get("snapshot", {}).get("element"))
        self.package = package
        self.imposes = tuple(
            str(one.get("valueCanonical") or one.get("valueUri") or one.get("valueUrl"))
            for one in definition.get("extension", ())
            if one.get("url") == IMPOSE
        )


def canonical_of(definition: Resource) -> str:
    """`url|version`, or the url alone."""
    url = str(definition.get("url", ""))
    version = definition.get("version")
    return f"{url}|{version}" if version else url
