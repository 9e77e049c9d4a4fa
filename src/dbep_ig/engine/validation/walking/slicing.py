"""Slicing: each value of a repeating element belongs to the slice whose discriminators it meets.

Source: https://hl7.org/fhir/R4/profiling.html#slicing
"""

from collections.abc import Sequence

from dbep_ig.engine.diagnostics import LateText, Rule, Severity, Text
from dbep_ig.engine.validation.compiling.discriminators import Criterion
from dbep_ig.engine.validation.ground.asking import name_of
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.rules.structure.cardinality import NOT_USED

from .expected_systems import expected_by, report_near
from .overlay import OverlayNode, walk_overlay
from .run import Run
from .slice_marks import any_of, described, named, one_of

SPEC = "https://hl7.org/fhir/R4/profiling.html#slicing"

NO_SLICE_MATCHES = Rule(
    code="DBEP4205",
    name="no-slice-matches",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="Bare {allowed} er tillatt her",
    en="Only {allowed} is allowed here",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_NotSlice", "Validation_VAL_Profile_NoMatch"),
)
SEVERAL_SLICES_MATCH = Rule(
    code="DBEP4206",
    name="several-slices-match",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="Verdien passer i flere slicer av {element}: {told}",
    en="The value matches several slices of {element}: {told}",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_MatchMultiple",),
)
SLICE_TOO_FEW = Rule(
    code="DBEP4207",
    name="slice-too-few",
    severity=Severity.ERROR,
    issue_type="required",
    nb="{what} mangler{count}",
    en="{what} is missing{count}",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_Minimum_SLICE_one", "VALIDATION_VAL_PROFILE_MINIMUM_MAGIC"),
)
SLICE_TOO_MANY = Rule(
    code="DBEP4208",
    name="slice-too-many",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="Fant {actual} {what}; høyst {most} er tillatt",
    en="Found {actual} {what}; at most {most} allowed",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_Maximum_one",),
)
SLICE_OUT_OF_ORDER = Rule(
    code="DBEP4209",
    name="slice-out-of-order",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="{what} skal stå før {next}",
    en="{what} must come before {next}",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_OutOfOrder",),
)
NOT_AT_END = Rule(
    code="DBEP4210",
    name="value-before-slices",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="Denne verdien skal stå etter alle {sliced}",
    en="This value must come after every {sliced}",
    spec=SPEC,
    hapi=("Validation_VAL_Profile_NotSlice",),
)
SLICING_UNDECIDABLE = Rule(
    code="DBEP4211",
    name="slicing-undecidable",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Det kan ikke avgjøres om verdier hører til slicen {element}: {reason}",
    en="It cannot be determined whether values match slice {element}: {reason}",
    spec=SPEC,
    hapi=("Discriminator__is_based_on_element_existence_but_slice__neither_sets_min1_or_max0",),
)


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

    def holds(self, frame: Frame, run: Run) -> bool:
        """Whether a value belongs here."""
        if self.criteria is None:
            return False
        return all(criterion.holds(frame, run) for criterion in self.criteria)


class Slicing:
    """All slices of an element.

    rules       closed, open, openAtEnd
    needs_some  a slice is mandatory: check also when there are no values
    systems     those that mark slices, with the names that lead to them
    """

    __slots__ = ("element_id", "is_ordered", "needs_some", "profile", "rules", "slices", "systems")

    def __init__(
        self, element_id: str, slices: Sequence[Slice], *, rules: str, is_ordered: bool, profile: str
    ) -> None:
        self.element_id = element_id
        self.slices = tuple(slices)
        self.rules = rules
        self.is_ordered = is_ordered
        self.profile = profile
        self.needs_some = any(one.least for one in slices)
        self.systems = expected_by(slices)

    def check(self, frames: Sequence[Frame], parent: Frame, run: Run) -> None:
        """Sort values into slices, hold each slice to its cardinality, each value to its slice."""
        homes: list[list[Frame]] = [[] for _ in self.slices]
        furthest = -1
        outside: Frame | None = None
        unplaced = []
        for frame in frames:
            matches = [number for number, one in enumerate(self.slices) if one.holds(frame, run)]
            if not matches:
                if self.rules == "closed":
                    run.add(
                        NO_SLICE_MATCHES,
                        frame,
                        element=self.element_id,
                        slices=[one.name for one in self.slices],
                        allowed=any_of(self.slices, run.schemas.world, is_subject=True),
                        profile=self.profile,
                    )
                else:
                    unplaced.append(frame)
                    outside = outside or frame
                continue
            if len(matches) > 1:
                run.add(
                    SEVERAL_SLICES_MATCH,
                    frame,
                    element=self.element_id,
                    slices=[self.slices[number].name for number in matches],
                    told=named([self.slices[number] for number in matches], run.schemas.world),
                    profile=self.profile,
                )
            number = matches[0]
            homes[number].append(frame)
            if self.is_ordered and number < furthest:
                run.add(
                    SLICE_OUT_OF_ORDER,
                    frame,
                    element=self.slices[number].element_id,
                    after=self.slices[furthest].name,
                    what=described(self.slices[number], run.schemas.world, is_subject=True),
                    next=described(self.slices[furthest], run.schemas.world),
                    profile=self.profile,
                )
            furthest = max(furthest, number)
            if outside is not None and self.rules == "openAtEnd":
                run.add(
                    NOT_AT_END,
                    outside,
                    element=self.element_id,
                    sliced=any_of(self.slices, run.schemas.world),
                    profile=self.profile,
                )
                outside = None
        if unplaced and self.systems:
            for frame in unplaced:
                report_near(frame, self.systems, run)
        for number, one in enumerate(self.slices):
            self._check_slice(one, homes[number], parent, run)

    def find(self, element_id: str) -> OverlayNode | None:
        """The node of an element in one of the slices, by its id."""
        for one in self.slices:
            found = None if one.node is None else one.node.find(element_id)
            if found is None and one.slicing is not None:
                found = one.slicing.find(element_id)
            if found is not None:
                return found
        return None

    def _check_slice(self, one: Slice, frames: list[Frame], parent: Frame, run: Run) -> None:
        count = len(frames)
        if one.criteria is None:
            run.add(
                SLICING_UNDECIDABLE, parent, element=one.element_id, reason=one.reason, profile=self.profile
            )
            return
        if count < one.least:
            run.add(
                SLICE_TOO_FEW,
                parent,
                element=one.element_id,
                least=one.least,
                actual=count,
                what=one_of(one, run.schemas.world),
                count=_count(one.least, count),
                profile=self.profile,
            )
        if one.most is not None and count > one.most:
            what = described(one, run.schemas.world)
            if one.most:
                run.add(
                    SLICE_TOO_MANY,
                    parent,
                    element=one.element_id,
                    most=one.most,
                    actual=count,
                    what=what,
                    profile=self.profile,
                )
            else:
                asker = LateText(lambda: name_of(self.profile, run.schemas.world))
                run.add(
                    NOT_USED,
                    parent,
                    element=one.element_id,
                    actual=count,
                    what=what,
                    asker=asker,
                    reason=one.reason,
                    profile=self.profile,
                )
        if one.node is not None:
            for frame in frames:
                walk_overlay(frame, one.node, run)
        if one.slicing is not None and frames:
            one.slicing.check(frames, parent, run)


def _count(least: int, actual: int) -> Text:
    """Said where it is not plain: one, and there is none."""
    if least == 1:
        return Text("", "")
    return Text(f": minst {least} kreves, fant {actual}", f": at least {least} are required, found {actual}")
