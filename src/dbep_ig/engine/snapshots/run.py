"""The state of one call: what it knows of the profile, and the issues found so far. Belongs to the call, never shared."""

from dbep_ig.engine.diagnostics import Issue, Location, Locator, Rule, Severity
from dbep_ig.engine.fhir.documents import Resource

from .differential import Change
from .snapshots import Snapshots


class Run:
    """One snapshot being made.

    url          the profile's
    within       `id#version` of its package, for references
    chain        the definitions that are being made, outermost first, this profile last
    specialises  a new type or logical model: elements may be added
    complete     False once a definition could not be used because it is itself being made (a circle of profiles)
    """

    __slots__ = (
        "_document",
        "_locator",
        "chain",
        "complete",
        "issues",
        "profile",
        "snapshots",
        "specialises",
        "url",
        "within",
    )

    def __init__(
        self,
        profile: Resource,
        snapshots: Snapshots,
        *,
        document: str = "",
        locator: Locator | None = None,
        chain: tuple[Resource, ...] = (),
    ) -> None:
        self.profile = profile
        self.url = str(profile.get("url", ""))
        self.snapshots = snapshots
        self.within = snapshots.package_of(profile)
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

    def muted(self) -> "Run":
        """The same run for a second application of the same change: its issues are known already."""
        other = Run.__new__(Run)
        for name in Run.__slots__:
            setattr(other, name, getattr(self, name))
        other.issues = []
        return other

    @property
    def refused(self) -> bool:
        """Whether anything so far prevents a snapshot."""
        return any(issue.is_error for issue in self.issues)

    def definition(self, canonical: str) -> Resource | None:
        """A StructureDefinition with its snapshot; None when there is none, or it is being made right now."""
        found = self.snapshots.original(canonical, within=self.within)
        if found is None:
            return None
        if any(found is one for one in self.chain):
            self.complete = False
            return None
        return self.snapshots.snapshot_of(found, self.chain).value
