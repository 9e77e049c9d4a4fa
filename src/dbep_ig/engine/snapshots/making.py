"""The state of one call: what it knows of the profile, and the issues found so far. Belongs to the call, never shared."""

from collections.abc import Sequence
from typing import Protocol

from dbep_ig.engine.diagnostics import Issue, Location, Locator, Result, Rule, Severity
from dbep_ig.engine.fhir.documents import Resource

from .differential import Change
from .tree import Node


class Known(Protocol):
    """All other definitions, as a snapshot that is being made asks for them: `Snapshots`, which says what each gives."""

    slices_inherit: bool

    def package_of(self, resource: Resource) -> str | None: ...
    def original(self, canonical: str, *, within: str | None = None) -> Resource | None: ...
    def snapshot_of(self, definition: Resource, chain: tuple[Resource, ...] = ()) -> Result[Resource]: ...
    def faults_of(self, definition: Resource) -> tuple[Issue, ...]: ...
    def tree_of(self, definition: Resource) -> Node | None: ...


class Making:
    """One snapshot being made.

    url          the profile's
    chain        the definitions that are being made, outermost first, this profile last
    specialises  a new type or logical model: elements may be added
    complete     False once a definition could not be used because it is itself being made (a circle of profiles)
    """

    __slots__ = (
        "_document",
        "_locator",
        "_within",
        "chain",
        "complete",
        "issues",
        "profile",
        "snapshots",
        "specialises",
        "url",
    )

    def __init__(
        self,
        profile: Resource,
        snapshots: Known,
        *,
        document: str = "",
        locator: Locator | None = None,
        chain: tuple[Resource, ...] = (),
    ) -> None:
        self.profile = profile
        self.url = str(profile.get("url", ""))
        self.snapshots = snapshots
        self._within = snapshots.package_of(profile)
        self.chain = (*chain, profile)
        self.specialises = profile.get("derivation") == "specialization"
        self.complete = True
        self.issues: list[Issue] = []
        self._document = document or self.url
        self._locator = locator

    def report(
        self,
        rule: Rule,
        change: Change | None,
        *pointer: str | int,
        severity: Severity | None = None,
        detail: tuple[Issue, ...] = (),
        **params: object,
    ) -> None:
        """An issue at an element of the differential (or below it), or at the profile itself without one."""
        expression = "StructureDefinition"
        if change is not None:
            pointer = ("differential", "element", change.index, *pointer)
            expression = f"StructureDefinition.differential.element[{change.index}]"
        elif pointer:
            expression = f"StructureDefinition.{pointer[0]}"
        location = Location(self._document, pointer, expression, locator=self._locator)
        self.issues.append(
            Issue(rule, location, {"url": self.url, **params}, detail=detail, override=severity)
        )

    def muted(self) -> "Making":
        """The same for a second application of the same change: its issues are known already."""
        other = Making.__new__(Making)
        for name in Making.__slots__:
            setattr(other, name, getattr(self, name))
        other.issues = []
        return other

    @property
    def refused(self) -> bool:
        """Whether anything so far prevents a snapshot."""
        return any(issue.is_error for issue in self.issues)

    def original(self, canonical: str) -> Resource | None:
        """The StructureDefinition that the profile means, as it is written."""
        return self.snapshots.original(canonical, within=self._within)

    def tree(self, canonical: str) -> Node | None:
        """The tree of its snapshot, as it is handed down; None when there is none, or it is being made right now."""
        found = self.original(canonical)
        if found is None:
            return None
        if any(found is one for one in self.chain):
            self.complete = False
            return None
        made = self.snapshots.snapshot_of(found, self.chain).value
        return None if made is None else self.snapshots.tree_of(made)


class Applies(Protocol):
    """How changes are applied: `Descent`, for the files that it calls and that call it again for what lies below."""

    making: Making

    def element(
        self,
        base: Node,
        change: Change,
        *,
        in_slice: bool = False,
        new_slice: bool = False,
        further: bool = False,
        common: Change | None = None,
    ) -> Node: ...
    def children(self, nodes: Sequence[Node], parent: Change, *, in_slice: bool, path: str) -> list[Node]: ...
    def unsliced(self, base: Node, main: Change | None, *, in_slice: bool) -> Node: ...
