"""What is noted in one document's validation: findings, each once, and trials, whose findings are kept apart."""

from collections.abc import Mapping
from typing import Any, Protocol

from dbep_ig.engine.diagnostics import Beyond, Pointer, Remark, Rule, Severity
from dbep_ig.engine.terminology import Terminology
from dbep_ig.engine.validation.ground.call import Call
from dbep_ig.engine.validation.ground.codes import CodeFindings
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding, Same
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.run import Demand, Noted


class Slip(Protocol):
    """A slip in a coding that chooses a profile, which is reported by itself.

    resource  the resource that has it, from the document's root
    """

    @property
    def resource(self) -> Pointer:
        """See above."""
        ...

    def is_about(self, finding: Finding) -> bool:
        """Whether a finding is about that coding, and says nothing more."""
        ...


class Kept:
    """The findings of one document: errors before warnings before information, up to a limit.

    The limit decides what is shown, never the verdict: what is beyond it is counted by severity and by rule.

    most    how many are kept
    beyond  (severity, code) -> how many more were found
    """

    __slots__ = ("_by_severity", "_count", "_found", "beyond", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self.beyond: dict[tuple[Severity, str], int] = {}
        self._by_severity: dict[Severity, list[tuple[int, Finding]]] = {}
        self._count = 0
        self._found = 0

    def add(self, finding: Finding) -> None:
        """Keep it, in the place of a lesser one where the limit is reached."""
        self._found += 1
        severity = finding.severity
        if severity is None:
            severity = finding.rule.severity
        if self._count >= self.most:
            least = max((one for one, some in self._by_severity.items() if some), default=Severity.FATAL)
            if severity >= least:
                self._count_beyond(severity, finding)
                return
            _, lesser = self._by_severity[least].pop()
            self._count_beyond(least, lesser)
        else:
            self._count += 1
        self._by_severity.setdefault(severity, []).append((self._found, finding))

    def findings(self) -> list[Finding]:
        """What is kept, in the order it was found."""
        if len(self._by_severity) == 1:
            return [finding for some in self._by_severity.values() for _, finding in some]
        every = [one for some in self._by_severity.values() for one in some]
        return [finding for _, finding in sorted(every, key=_when)]

    @property
    def errors(self) -> int:
        """How many errors are kept."""
        return sum(len(some) for severity, some in self._by_severity.items() if severity <= Severity.ERROR)

    def counts(self) -> tuple[Beyond, ...]:
        """What is not kept."""
        return Beyond.of(self.beyond) if self.beyond else ()

    def _count_beyond(self, severity: Severity, finding: Finding) -> None:
        kind = (severity, finding.rule.code)
        self.beyond[kind] = self.beyond.get(kind, 0) + 1


def _when(one: tuple[int, Finding]) -> int:
    return one[0]


class Notes:
    """The reporting half of a run.

    document  the key of the document
    kept      document -> its findings
    errors    what each error that was found shares with others of the same thing; `seen`: of what is less
    demands   what references demand of their targets: looked into when all has been walked
    misses    slips in codings that choose a profile: the document is validated as if they were right
    """

    __slots__ = (
        "_said",
        "codes",
        "demands",
        "document",
        "errors",
        "kept",
        "misses",
        "seen",
        "settings",
        "trial",
        "trials",
        "visited",
    )

    def __init__(self, document: Key, call: Call, terminology: Terminology) -> None:
        self.document = document
        self.settings = call.settings
        self._said = call.said
        self.codes = CodeFindings(terminology, call.codings)
        self.kept: dict[Key, Kept] = {}
        self.errors: set[Same] = set()
        self.seen: set[Same] = set()
        self.demands: list[Demand] = []
        self.misses: tuple[Slip, ...] = ()
        self.trial: list[Noted] = []
        self.trials = 0
        self.visited: set[tuple[int, str]] = set()

    def add(
        self,
        rule: Rule,
        frame: Frame,
        *,
        severity: Severity | None = None,
        detail: tuple[Finding, ...] = (),
        **params: Any,
    ) -> None:
        """Note a fault at `frame`."""
        self.take(Finding(rule, frame.scope.document, pointer_of(frame), params, severity, False, detail))

    def add_at(
        self,
        rule: Rule,
        frame: Frame,
        key: str,
        index: int = -1,
        *,
        on_key: bool = False,
        severity: Severity | None = None,
        **params: Any,
    ) -> None:
        """Note a fault at a member of `frame`'s value."""
        pointer = (*pointer_of(frame), key) if index < 0 else (*pointer_of(frame), key, index)
        self.take(Finding(rule, frame.scope.document, pointer, params, severity, on_key))

    def note(
        self,
        rule: Rule,
        frame: Frame,
        params: Mapping[str, object],
        *,
        key: str = "",
        severity: Severity | None = None,
    ) -> None:
        """As `add` (or `add_at`, with `key`), for what another room said: its rule and the values of its message."""
        pointer = (*pointer_of(frame), key) if key else pointer_of(frame)
        self.take(Finding(rule, frame.scope.document, pointer, params, severity))

    def take(self, finding: Finding) -> None:
        """Note a finding as it is, unless the same was noted before."""
        if self.misses and self._is_of_a_slip(finding):
            return
        if self.trials:
            self.trial.append(finding)
            return
        same = finding.same
        if same in self.errors:
            return
        if finding.is_error:
            self.errors.add(same)
        elif same in self.seen:
            return
        else:
            self.seen.add(same)
        kept = self.kept.get(finding.document)
        if kept is None:
            kept = self.kept[finding.document] = Kept(self.settings.most_issues)
        kept.add(finding)

    def _is_of_a_slip(self, finding: Finding) -> bool:
        return finding.document == self.document and any(one.is_about(finding) for one in self.misses)

    def not_checked(self, reason: Remark, frame: Frame) -> None:
        """Note that a code (of a Coding, or of a CodeableConcept) cannot be checked, and why."""
        if not self.trials:
            self.codes.add_unchecked(reason, frame)

    def keep(self, rule: Rule, frame: Frame, params: Mapping[str, object]) -> None:
        """As `note`, for what is true whether or not it was met in a trial."""
        trials, self.trials = self.trials, 0
        self.note(rule, frame, params)
        self.trials = trials

    def demand(self, demand: Demand) -> None:
        """Note what a reference demands of its target."""
        (self.trial if self.trials else self.demands).append(demand)

    def begin_trial(self) -> list[Noted]:
        """From now on findings go to a list of their own; give what this returns to `end_trial`."""
        outer = self.trial
        self.trial = []
        self.trials += 1
        return outer

    def end_trial(self, outer: list[Noted]) -> list[Noted]:
        """What was found since `begin_trial`."""
        found = self.trial
        self.trial = outer
        self.trials -= 1
        return found

    def leave_trials(self) -> None:
        """Back out of all trials, after an exception in one."""
        self.trials = 0
        self.trial = []
        self.visited.clear()

    def say_once(self, rule: Rule, frame: Frame, *, key: str = "", index: int = -1, **params: Any) -> None:
        """Note something that is true of the whole call, at the first place it was met (a member of it, with `key`)."""
        if self.trials:
            return
        same = (rule.code, tuple(str(one) for one in params.values()))
        if same not in self._said:
            self._said.add(same)
            if key:
                self.add_at(rule, frame, key, index, **params)
            else:
                self.add(rule, frame, **params)
