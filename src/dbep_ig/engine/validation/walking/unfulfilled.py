"""What is said of references whose targets do not conform: each fault once, and at the resource that has it.

A resource of the call is validated in its own right. Where all that keeps it from conforming has been reported there, a
reference to it gives no finding of its own: when that is fixed, it conforms. What only the reference asks for is reported at
the resource too, with the reference that asks as its detail. Of several profiles that a target may conform to, the nearest is
explained. A target with one fault is reported itself, where no other profile would let it pass; one with several, or which was
validated against other profiles, is most likely another kind of resource, and then the reference can be what is wrong: there is
one finding, at the reference.

A target in another document is that document's to report; what only the reference asks of it is reported at the reference.
"""

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.validation.ground.call import Elsewhere
from dbep_ig.engine.validation.ground.findings import Finding, Same
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.profile import Profile
from dbep_ig.engine.validation.ground.run import Demand
from dbep_ig.engine.validation.rules.structure.type_profiles import Tried, distance, explained

from .answers import Pending, Question
from .consequences import causes
from .consequences.same_value import topic
from .run import DocumentRun

ASKED_BY_REFERENCE = Rule(
    code="DBEP4443",
    name="asked-by-reference",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="Kravet kommer herfra: {element} viser til {reference}, som må følge {profile}",
    en="The requirement comes from here: {element} refers to {reference}, which must conform to {profile}",
    spec="https://hl7.org/fhir/R4/references.html",
)


def tell_unfulfilled(unfulfilled: list[Pending], run: DocumentRun) -> None:
    """Reports what of it has not been reported."""
    _Telling(run).tell(unfulfilled)


class _Left:
    """What has not been reported of why a target does not conform to one profile.

    own     faults of the target itself
    inner   demands of its references, that nobody else looks into
    """

    __slots__ = ("inner", "own", "question")

    def __init__(self, question: Question, own: list[Finding], inner: list[Pending]) -> None:
        self.question = question
        self.own = own
        self.inner = inner

    @property
    def is_nothing(self) -> bool:
        return not self.own and not self.inner

    @property
    def distance(self) -> tuple[int, int]:
        return distance(self.own), len(self.inner)


class _Reported:
    """What is reported of a resource in its own right: errors, and the demands of its references that are looked into."""

    __slots__ = ("demands", "errors", "held")

    def __init__(self, errors: set[Same], demands: set[Same], held: tuple[str, ...]) -> None:
        self.errors = errors
        self.demands = demands
        self.held = held


class _Telling:
    """One document's."""

    def __init__(self, run: DocumentRun) -> None:
        self._run = run
        self._document = run.document
        self._demands = {one.finding.same for one in run.demands}
        self._held = {id(frame.value): held for frame, held, _ in run.held}
        self._elsewhere: dict[Elsewhere, _Reported | None] = {}
        self._told: set[tuple[int, ...]] = set()
        self._told_there: dict[tuple[int, ...], bool] = {}

    def tell(self, unfulfilled: list[Pending]) -> None:
        """First what is reported at targets, which may be all there is to say of other references."""
        waiting = list(unfulfilled)
        at_reference: list[Pending] = []
        for pending in waiting:  # it grows
            left = self._all_left(pending)
            if any(one.is_nothing for one in left):
                continue
            nearest = min(left, key=lambda one: one.distance)
            if not self._is_targets_own(pending, nearest, left):
                at_reference.append(pending)
                continue
            asked = _asked_by(pending.demand, nearest.question.profile)
            for finding in nearest.own:
                self._run.take(finding._replace(detail=(*finding.detail, asked)))
            for inner in nearest.inner:
                self._demands.add(inner.demand.finding.same)
                waiting.append(inner)
        for pending in at_reference:
            self._tell_at_reference(pending)

    def _is_targets_own(self, pending: Pending, nearest: _Left, left: list[_Left]) -> bool:
        """Whether the target is what is wrong; else the reference may be."""
        target = pending.demand.target
        if not self._is_of_here(target):
            return False
        if not nearest.own:
            return True  # nor is it the target, but what that refers to
        return (
            len(nearest.own) == 1
            and not self._held_here(target)
            and all(_asks_for(one, nearest) for one in left)
        )

    def _held_here(self, target: Frame | Elsewhere) -> tuple[str, ...]:
        return self._held.get(id(target.value), ()) if isinstance(target, Frame) else ()

    def _tell_at_reference(self, pending: Pending) -> None:
        which = tuple(map(id, pending.questions))
        if which in self._told:
            return
        self._told.add(which)
        left = self._all_left(pending)
        if any(one.is_nothing for one in left):
            return
        question = min(left, key=lambda one: one.distance).question
        finding = pending.demand.finding
        why = Tried(question.profile.url, causes(self._run.answers.reasons(question), self._run))
        at = _place_of(question.target)
        detail = explained(why, len(pending.questions), at.key, at.pointer)
        self._run.take(finding._replace(detail=detail))

    def _all_left(self, pending: Pending, depth: int = 0) -> list[_Left]:
        """What is left to say of each profile that is for the target's type. `depth`: references from this document."""
        types = self._run.types
        name = pending.demand.target.type_name
        fitting = [one for one in pending.questions if types.is_subtype(name, one.profile.type_name)]
        return [self._left(one, depth) for one in fitting or pending.questions]

    def _left(self, question: Question, depth: int) -> _Left:
        own, inner = self._run.answers.why(question)
        if self._is_of_here(question.target):
            reported: _Reported | None = _Reported(
                self._run.errors, self._demands, self._held_here(question.target)
            )
        else:
            reported = self._reported_elsewhere(question.target)
            inner = [one for one in inner if not self._is_told_there(one, depth + 1)]
        if reported is None:
            return _Left(question, causes(own, self._run), inner)
        known = reported.errors
        if self._follows(reported.held, question.profile):
            # what is asked of a derived profile is asked with its own words
            loosely = {one[:3] for one in known}
            own = [one for one in own if one.same[:3] not in loosely]
        return _Left(
            question,
            causes((one for one in own if one.same not in known), self._run),
            [one for one in inner if one.demand.finding.same not in reported.demands],
        )

    def _is_told_there(self, pending: Pending, depth: int) -> bool:
        """Whether other documents report all that keeps the target of another's reference from conforming."""
        if depth > _MOST_STEPS:
            return False
        which = tuple(map(id, pending.questions))
        if which not in self._told_there:
            self._told_there[which] = False  # while it is being found out
            self._told_there[which] = any(one.is_nothing for one in self._all_left(pending, depth))
        return self._told_there[which]

    def _follows(self, held: tuple[str, ...], profile: Profile) -> bool:
        """Whether one of the profiles that a resource was validated against is this one's descendant."""
        for canonical in held:
            found = self._run.profile(canonical)
            for _ in range(_MOST_BASES):
                if found is None or found is profile:
                    break
                base = found.definition.get("baseDefinition")
                found = self._run.profile(base, found.package) if type(base) is str else None
            if found is profile:
                return True
        return False

    # Where

    def _is_of_here(self, target: Frame | Elsewhere) -> bool:
        return isinstance(target, Frame) and target.scope.document == self._document

    def _reported_elsewhere(self, target: Frame | Elsewhere) -> _Reported | None:
        """What another document's report says of a resource of it; None where it gets none."""
        place = _place_of(target)
        if place not in self._elsewhere:
            self._elsewhere[place] = self._try_elsewhere(place)
        return self._elsewhere[place]

    def _try_elsewhere(self, place: Elsewhere) -> _Reported | None:
        run = self._run
        frame = run.index.frame_at(place) if run.index.is_judged(place.key) else None
        if frame is None or (frame.scope.container is not None and not run.settings.contained):
            return None
        noted = list(run.answers.type_faults(frame))
        outer = run.begin_trial()
        held: tuple[str, ...] = ()
        try:
            held, _ = run.choice.hold(frame, run)
        except Exception:
            if run.settings.raise_own_faults:
                raise
            run.leave_trials()  # it is reported where it is validated
            return None
        finally:
            if run.trials:
                noted += run.end_trial(outer)
        return _Reported(
            {one.same for one in noted if isinstance(one, Finding) and one.is_error},
            {one.finding.same for one in noted if isinstance(one, Demand)},
            held,
        )


_MOST_STEPS = 4  # from one document to the next
_MOST_BASES = 32  # a definition may be its own ancestor


def _asks_for(other: _Left, nearest: _Left) -> bool:
    """Whether all that is left of the nearest is left of another profile as well."""
    if other is nearest:
        return True
    asked = {topic(one) for one in other.own}
    return not nearest.inner and all(topic(one) in asked for one in nearest.own)


def _place_of(target: Frame | Elsewhere) -> Elsewhere:
    if isinstance(target, Elsewhere):
        return target
    return Elsewhere(target.scope.document, target.type_name, pointer_of(target))


def _asked_by(demand: Demand, profile: Profile) -> Finding:
    said = demand.finding
    params = {
        "element": said.params["element"],
        "reference": said.params["reference"],
        "profile": profile.url,
    }
    return Finding(ASKED_BY_REFERENCE, said.document, said.pointer, params)
