"""A profile compiled to what it adds to its type: only that is walked, however long its snapshot is.

The type itself is checked by the one walk; a node of an overlay holds the assertions that differ from it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import LateText, Text
from dbep_ig.engine.validation.ground.asking import name_of
from dbep_ig.engine.validation.ground.children import FIELD_KEYS, child_frames, how_many
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.schema import Assertion
from dbep_ig.engine.validation.rules.structure.cardinality import NOT_USED, TOO_FEW, TOO_MANY, lack
from dbep_ig.engine.validation.rules.structure.choice_types import TYPE_NOT_ALLOWED

from .run import Run

if TYPE_CHECKING:
    from .slicing import Slicing


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
        keys: FIELD_KEYS,
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

    def check(self, frame: Frame, run: Run) -> None:
        """All values of this element in `frame`'s value."""
        frames = child_frames(frame, self.keys, self.path, run)
        count = len(frames)
        if count < self.least:
            count = how_many(frame, self.keys)
        if count < self.least:
            run.add(
                TOO_FEW,
                frame,
                element=self.element_id,
                called=self.called,
                lack=lack(self.least, count),
                least=self.least,
                actual=count,
                profile=self.profile,
            )
        if self.most is not None and count > self.most:
            self._too_many(count, frame, run)
        if self.allowed is not None:
            for one in frames:
                if one.type_name not in self.allowed:
                    run.add(
                        TYPE_NOT_ALLOWED,
                        one,
                        element=self.element_id,
                        actual=one.type_name,
                        allowed=sorted(self.allowed),
                        profile=self.profile,
                    )
        if self.node is not None:
            for one in frames:
                walk_overlay(one, self.node, run)
        if (self.slicing is not None and frames) or (self.slicing is not None and self.slicing.needs_some):
            self.slicing.check(frames, frame, run)

    def _too_many(self, count: int, frame: Frame, run: Run) -> None:
        if self.most:
            run.add(
                TOO_MANY, frame, element=self.element_id, most=self.most, actual=count, profile=self.profile
            )
            return
        run.add(
            NOT_USED,
            frame,
            element=self.element_id,
            actual=count,
            what=f"`{self.element_id.partition('.')[2]}`",
            asker=LateText(lambda: name_of(self.profile, run.schemas.world)),
            reason=self.reason,
            profile=self.profile,
        )


def walk_overlay(frame: Frame, node: OverlayNode, run: Run) -> None:
    """One value against a node."""
    value: Any = frame.value
    for check in node.checks:
        check.check(value, frame, run)
    for child in node.children:
        child.check(frame, run)
