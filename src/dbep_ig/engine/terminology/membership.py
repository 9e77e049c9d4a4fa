"""The answer to "is this code in that value set?", with its reason.

Three answers, never two: a value set whose content is not available gives UNDECIDED, which is neither valid nor an error.
"""

from enum import Enum

from dbep_ig.engine.diagnostics import Remark


class Verdict(Enum):
    """What is known of a code and a value set, or of a code and its code system."""

    MEMBER = "member"
    NOT_MEMBER = "not-member"
    UNDECIDED = "undecided"


class Membership:
    """A verdict, why, and what else was seen on the way.

    verdict  MEMBER, NOT_MEMBER or UNDECIDED
    reason   why not, or why undecided; None for a member
    remarks  true beside the verdict: the display differs, the code is inactive, its case differs
    system   the code system in which the code was found; inferred where a plain `code` names none
    display  the preferred display in that system, when known
    """

    __slots__ = ("display", "reason", "remarks", "system", "verdict")

    def __init__(
        self,
        verdict: Verdict,
        reason: Remark | None = None,
        *,
        remarks: tuple[Remark, ...] = (),
        system: str | None = None,
        display: str | None = None,
    ) -> None:
        self.verdict = verdict
        self.reason = reason
        self.remarks = remarks
        self.system = system
        self.display = display

    @property
    def is_member(self) -> bool:
        """The verdict is MEMBER."""
        return self.verdict is Verdict.MEMBER

    @property
    def is_outside(self) -> bool:
        """The verdict is NOT_MEMBER."""
        return self.verdict is Verdict.NOT_MEMBER

    @property
    def is_undecided(self) -> bool:
        """The verdict is UNDECIDED."""
        return self.verdict is Verdict.UNDECIDED

    def with_remark(self, remark: Remark) -> "Membership":
        """The same with one more remark."""
        return Membership(
            self.verdict,
            self.reason,
            remarks=(*self.remarks, remark),
            system=self.system,
            display=self.display,
        )

    def __repr__(self) -> str:
        why = "" if self.reason is None else f" because {self.reason.rule.code}"
        return f"Membership({self.verdict.value}{why})"
