"""Which values conform to which profiles, found out by working through questions instead of calling from one to the next.

A question is a value and a profile. To answer it the value is walked once. It fails by what is wrong in itself, and by each
demand of its references that no profile fulfils; until shown otherwise every question is taken to hold (the greatest fixed
point), and one that falls takes along what leaned on it. Each question is walked once, each demand is moved on at most once a
profile: linear in values and references.

Some who ask cannot wait: a slice that is told by a profile, several profiles of a data type, `conformsTo()`. They are answered
at once by the same work, nested. Beyond `MOST_NESTED` the question that asks is put first, and those around it begin anew.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dbep_ig.engine.diagnostics import OWN_FAULT, RESOURCE_LEFT, Rule, own_fault
from dbep_ig.engine.validation.ground.call import Call, Elsewhere
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.profile import Profile
from dbep_ig.engine.validation.ground.reference_index import ReferenceIndex
from dbep_ig.engine.validation.ground.run import Demand, Noted
from dbep_ig.engine.validation.ground.settings import Settings

MOST_NESTED = 8  # answers that are waited for inside each other
MOST_TOLD = (50, 10)  # reasons of a finding, and of such a reason itself; those have none
Key = tuple[Any, ...]

_NEW, _BEING_WALKED, _WALKED, _KNOWN = range(4)  # known from before: walked again only for its reasons


class Trying(Protocol):
    """A run, as answering needs it.

    trial, trials  what is noted in the trial that is under way, and how many are
    visited        (id of a value, profile) that are being validated against each other just now
    """

    index: ReferenceIndex
    settings: Settings
    call: Call
    trial: list[Noted]
    trials: int
    visited: set[tuple[int, str]]

    def try_profile(self, frame: Frame, profile: Profile) -> list[Noted]:
        """The errors of a value by a profile, and what its references demand."""
        ...

    def try_type(self, frame: Frame, name: str) -> list[Noted]:
        """As `try_profile`, by a type, its own: what is no Patient conforms to no profile of Patient."""
        ...

    def keep(self, rule: Rule, frame: Frame, params: Mapping[str, object]) -> None:
        """Report what is true whether or not it was met in a trial."""
        ...


class Question:
    """Whether a value conforms to a profile.

    target     the value, or where it is in another document: that is read again when it is walked
    noted      what the walk found: errors and demands
    leaning    demands that count on this question
    is_faulty  known not to conform
    """

    __slots__ = ("is_faulty", "leaning", "noted", "pending", "profile", "restarts", "state", "target")

    def __init__(self, target: Frame | Elsewhere, profile: Profile) -> None:
        self.target = target
        self.profile = profile
        self.state = _NEW
        self.noted: Sequence[Noted] = ()
        self.pending: list[Pending] = []
        self.leaning: list[Pending] = []
        self.is_faulty = False
        self.restarts = 0


class Pending:
    """A demand being looked into: `questions[at]` is the one it counts on; past the last, it is not fulfilled."""

    __slots__ = ("asker", "at", "demand", "questions")

    def __init__(self, demand: Demand, questions: tuple[Question, ...], asker: Question | None) -> None:
        self.demand = demand
        self.questions = questions
        self.asker = asker
        self.at = 0

    @property
    def has_failed(self) -> bool:
        return self.at == len(self.questions)


class _TooDeep(BaseException):  # no fault but a way back: no `except Exception` may stop it
    """`question` needs an answer that lies too deep here: it is to be put first. `far`: by the outermost."""

    def __init__(self, question: Question, *, far: bool = False) -> None:
        self.question = question
        self.far = far


class Answers:
    """The questions of a run."""

    __slots__ = ("_being_walked", "_depth", "_questions", "_run", "_types", "_waiting")

    def __init__(self, run: Trying) -> None:
        self._run = run
        self._questions: dict[Key, Question] = {}
        self._types: dict[Key, list[Noted] | None] = {}
        self._waiting: list[Question] = []
        self._being_walked: list[Question] = []
        self._depth = 0

    # Asking

    def conforms(self, target: Frame | Elsewhere, profile: Profile) -> bool:
        """The answer, at once; yes where the question has come round to itself."""
        question = self._question(target, profile)
        if question.state == _NEW:
            self._work_through([question])
        return not question.is_faulty

    def stands(self, demand: Demand) -> bool:
        """Whether a demand is fulfilled, at once."""
        return any(self.conforms(demand.target, one) for one in demand.profiles)

    def faults(self, frame: Frame, profile: Profile) -> Sequence[Finding]:
        """Why a value does not conform, once it is known that it does not."""
        return self._reasons(self._question(frame, profile), 0)

    def unfulfilled(self, demands: Sequence[Demand]) -> list["Pending"]:
        """Those demands that nothing fulfils."""
        pending = [Pending(one, self._alternatives(one), None) for one in demands]
        self._work_through(self._advanced(pending))
        return [one for one in pending if one.has_failed]

    def why(self, question: Question) -> tuple[list[Finding], list["Pending"]]:
        """Why a value does not conform, once it is known that it does not: its own faults, and its references' demands."""
        if question.state == _KNOWN and question.is_faulty:
            question.state = _NEW
            self._work_through([question])
        own = [one for one in question.noted if isinstance(one, Finding)]
        return own, [one for one in question.pending if one.has_failed]

    def reasons(self, question: Question) -> tuple[Finding, ...]:
        """As `why`, for a finding's details: with the reasons of those demands, as many as are told."""
        return self._reasons(question, 0)

    # Answering

    def _work_through(self, questions: Sequence[Question]) -> None:
        """Walks the questions and all that they lead to."""
        if self._depth == MOST_NESTED:
            raise _TooDeep(self._being_walked[-1])
        waiting = self._waiting
        base = len(waiting)
        waiting.extend(questions)
        self._depth += 1
        try:
            while len(waiting) > base:
                question = waiting[-1]
                if question.state == _NEW:
                    self._put(question)
                else:
                    waiting.pop()
        finally:
            self._depth -= 1
            del waiting[base:]

    def _put(self, question: Question) -> None:
        try:
            self._walk(question)
        except _TooDeep as stop:
            question.state = _NEW
            is_outermost = self._depth == 1
            if not is_outermost and (stop.far or stop.question is question):
                raise
            question.restarts += 1
            if question.restarts > 1 and not is_outermost:
                raise _TooDeep(question, far=True) from None
            self._waiting.append(stop.question)
            return
        question.state = _WALKED
        for one in question.noted:
            if isinstance(one, Demand):
                question.pending.append(Pending(one, self._alternatives(one), question))
            else:
                question.is_faulty = True
        self._waiting.extend(self._advanced(question.pending))
        if question.is_faulty:
            self._waiting.extend(self._fall(question))

    def _walk(self, question: Question) -> None:
        """What is wrong with the value by itself, and what its references demand."""
        run = self._run
        frame = question.target
        if isinstance(frame, Elsewhere):
            found = run.index.frame_at(frame)
            if found is None:
                return  # it cannot be read any more
            frame = found
        visited, run.visited = run.visited, set()
        trials, trial = run.trials, run.trial
        question.state = _BEING_WALKED
        self._being_walked.append(question)
        try:
            question.noted = (
                *run.try_profile(frame, question.profile),
                *self.type_faults(frame),
            )
        except Exception as fault:
            if run.settings.raise_own_faults:
                raise
            run.trials, run.trial = trials, trial
            run.keep(OWN_FAULT, frame.scope.frame, own_fault(fault, RESOURCE_LEFT))
        finally:
            self._being_walked.pop()
            run.visited = visited

    def type_faults(self, frame: Frame) -> Sequence[Noted]:
        """What is wrong with a value by its own type."""
        value = frame.value
        if type(value) is not dict:
            return []
        name = str(value["resourceType"]) if "resourceType" in value else frame.type_name
        key = (*_home(frame), name)
        known = self._types.get(key, _UNKNOWN)
        if known is _UNKNOWN:
            self._types[key] = None  # while it is being found out
            try:
                known = self._types[key] = self._run.try_type(frame, name)
            finally:
                if known is _UNKNOWN:
                    del self._types[key]
        return known or []

    def _advanced(self, pending: Sequence[Pending]) -> list[Question]:
        """Lets each demand count on the next question that has not fallen. -> those to walk; askers may fall."""
        new: list[Question] = []
        fallen: list[Question] = []
        for one in pending:
            while not one.has_failed:
                question = one.questions[one.at]
                if not question.is_faulty:
                    question.leaning.append(one)
                    if question.state == _NEW:
                        new.append(question)
                    break
                one.at += 1
            else:
                if one.asker is not None and not one.asker.is_faulty:
                    one.asker.is_faulty = True
                    fallen.append(one.asker)
        for question in fallen:
            new += self._fall(question)
        return new

    def _fall(self, first: Question) -> list[Question]:
        """What leaned on a question that has fallen looks further, or falls too. -> those to walk"""
        new: list[Question] = []
        fallen = [first]
        while fallen:
            question = fallen.pop()
            question.is_faulty = True
            leaning, question.leaning = question.leaning, []
            for one in leaning:
                while not one.has_failed and one.questions[one.at].is_faulty:
                    one.at += 1
                if not one.has_failed:
                    other = one.questions[one.at]
                    other.leaning.append(one)
                    if other.state == _NEW:
                        new.append(other)
                elif one.asker is not None and not one.asker.is_faulty:
                    one.asker.is_faulty = True
                    fallen.append(one.asker)
        return new

    def _question(self, target: Frame | Elsewhere, profile: Profile) -> Question:
        home = (target.key, target.pointer) if isinstance(target, Elsewhere) else _home(target)
        key = (*home, profile.canonical)
        found = self._questions.get(key)
        if found is None:
            found = self._questions[key] = Question(self._light(target, home), profile)
            verdict = self._run.call.verdicts.get(_name(key)) if home[1] == () else None
            if verdict is not None:
                found.state = _KNOWN
                found.is_faulty = verdict == _FAULTY
        return found

    def _light(self, target: Frame | Elsewhere, home: tuple[Any, ...]) -> Frame | Elsewhere:
        """Of a resource in another document only the place, so that the document need not be kept."""
        if isinstance(target, Elsewhere) or target.scope.index in (None, self._run.index):
            return target
        if not target.scope.index.is_here(target):
            return target
        return Elsewhere(home[0], target.type_name, home[1])

    def _alternatives(self, demand: Demand) -> tuple[Question, ...]:
        return tuple(self._question(demand.target, one) for one in demand.profiles)

    # Telling

    def remember(self) -> None:
        """Leaves the answers that other documents may ask for with the call."""
        for key, question in self._questions.items():
            if key[1] == () and question.state == _WALKED:
                self._run.call.verdicts.put(_name(key), _FAULTY if question.is_faulty else _SOUND)

    def _reasons(self, question: Question, level: int) -> tuple[Finding, ...]:
        own, pending = self.why(question)
        most = MOST_TOLD[level]
        reasons = own[:most]
        reasons += [self._finding(one, level + 1) for one in pending[: most - len(reasons)]]
        return tuple(reasons)

    def _finding(self, pending: Pending, level: int) -> Finding:
        if level == len(MOST_TOLD):
            return pending.demand.finding
        detail = tuple(one for question in pending.questions for one in self._reasons(question, level))
        return pending.demand.finding._replace(detail=detail)


_UNKNOWN: Any = object()
_FAULTY, _SOUND = "-", "+"


def _name(key: Key) -> str:
    document, _, canonical = key
    return f"{' '.join(map(str, document))} {canonical}"


def _home(frame: Frame) -> tuple[Any, ...]:
    """What tells a value from all others of the run."""
    if frame.parent is not None and not frame.key:  # a value without a place of its own, from FHIRPath
        return (frame.scope.document, id(frame.value))
    return (frame.scope.document, pointer_of(frame))
