"""The state of one document's validation: what was found, which resource was validated against which profiles.

What documents of a call share is the `Call`; everything else in this room is immutable and shared. A `Run` belongs to one
thread.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import OWN_FAULT, RESOURCE_LEFT, Held, Rule, Severity, not_shown, own_fault
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhirpath import Environment, EvaluationError, Expression, compile_expression
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding, Same
from dbep_ig.engine.validation.ground.frame import Frame, Scope, pointer_of
from dbep_ig.engine.validation.ground.noted import Demand, Noted
from dbep_ig.engine.validation.rules.values.binding_faults import BindingFaults

from .answers import Answers
from .call import Call
from .kept import Kept
from .unchecked import Unchecked

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import CompiledValueSet, Remark
    from dbep_ig.engine.validation.choosing.near_miss import NearMiss
    from dbep_ig.engine.validation.compiling.profile_store import ProfileStore
    from dbep_ig.engine.validation.compiling.schema_store import SchemaStore
    from dbep_ig.engine.validation.ground.reference_index import ReferenceIndex


FURTHER_ISSUES = Rule(
    code="DBEP4123",
    name="further-issues",
    severity=Severity.WARNING,
    issue_type="too-long",
    nb="{count} funn til vises ikke: {counts}",
    en="{count} more findings are not shown: {counts}",
    spec="https://hl7.org/fhir/R4/operationoutcome.html",
)


class Run:
    """Findings so far, and what checks need to look things up.

    schemas     types, compiled when first met
    profiles    profiles, compiled when first met
    call        what is shared with the other documents of the call
    index       the resources of the document
    answers     which values conform to which profiles
    bindings    what bindings find
    demands     what references demand of their targets: looked into when all has been walked
    kept        document -> its findings
    errors      what each error that was found shares with others of the same thing; `seen`: of what is less
    codings     see `Call`
    displays    displays that are no name of their code: reported at the end, unless a value set gives that name
    bound       id of a Coding with display -> the value sets that it was found in
    misses      slips in codings that choose a profile: the document is validated as if they were right
    reach       ids of the resources that belong to a plan of the document; None until somebody asks
    unchecked   codes that cannot be checked
    visited     (id of a value, profile) that are being validated against each other just now
    """

    __slots__ = (
        "_services",
        "answers",
        "bindings",
        "bound",
        "call",
        "choice",
        "codings",
        "demands",
        "displays",
        "errors",
        "held",
        "index",
        "kept",
        "misses",
        "profiles",
        "reach",
        "schemas",
        "seen",
        "settings",
        "trial",
        "trials",
        "unchecked",
        "visited",
    )

    def __init__(
        self,
        index: "ReferenceIndex",
        schemas: "SchemaStore",
        profiles: "ProfileStore",
        call: Call,
    ) -> None:
        self.call = call
        self.schemas = schemas
        self.profiles = profiles
        self.index = index
        self.settings = call.settings
        self.trial: list[Noted] = []
        self.demands: list[Demand] = []
        self.answers = Answers(self)
        self.kept: dict[Key, Kept] = {}
        self.errors: set[Same] = set()
        self.seen: set[Same] = set()
        self.held: list[tuple[Frame, tuple[str, ...], str]] = []
        self.misses: tuple[NearMiss, ...] = ()
        self.reach: set[int] | None = None
        self.trials = 0
        self.visited: set[tuple[int, str]] = set()
        self.choice = call.choice
        self.codings = call.codings
        self.displays: list[tuple[Frame, Remark, Severity | None]] = []
        self.bindings = BindingFaults()
        self.bound: dict[int, list[CompiledValueSet]] = {}
        self.unchecked = Unchecked()
        self._services: Any = None

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
        return finding.document == self.index.root.scope.document and any(
            one.is_about(finding) for one in self.misses
        )

    def not_checked(self, reason: "Remark", frame: Frame) -> None:
        """Note that a code (of a Coding, or of a CodeableConcept) cannot be checked, and why."""
        if not self.trials:
            self.unchecked.add(reason, frame)

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
        if same not in self.call.said:
            self.call.said.add(same)
            if key:
                self.add_at(rule, frame, key, index, **params)
            else:
                self.add(rule, frame, **params)

    # Profiles

    def hold(self, frame: Frame) -> None:
        """Hold a resource to the profiles that are chosen for it."""
        held, reason = self.choice.hold(frame, self)
        if not self.trials:
            self.held.append((frame, held, reason))

    def held_resources(self, types: TypeModel) -> list[Held]:
        """What each resource was validated against."""
        from dbep_ig.engine.fhir.expressions import expression_of

        rows = []
        for frame, profiles, reason in self.held:
            document = self.index.document
            identity = frame.value.get("id")
            rows.append(
                Held(
                    document.source.name,
                    f"{frame.type_name}/{identity}" if identity else frame.type_name,
                    profiles,
                    expression_of(document.resource, pointer_of(frame), types),
                    reason,
                )
            )
        return rows

    # FHIRPath

    def environment(self, scope: Scope) -> Environment:
        """The environment of a resource, made once."""
        found: Environment | None = scope.shared.get("environment")
        if found is None:
            if self._services is None:
                from .services import RunServices

                self._services = RunServices(self)
            found = scope.shared["environment"] = Environment(
                scope.resource,
                scope.root.resource,
                types=self.schemas.world.types,
                services=self._services,
            )
        return found

    def evaluate(self, expression: str, frame: Frame) -> bool | None:
        """A FHIRPath expression on an element as true or false; None where it cannot be evaluated."""
        compiled = self._compiled(expression, frame.type_name)
        if compiled is None:
            return None
        try:
            return compiled.test(frame.value, self.environment(frame.scope), frame.sibling) is True
        except EvaluationError:
            return None

    def selects(self, expression: str, frame: Frame) -> bool:
        """Whether a FHIRPath expression on the element's resource selects the element."""
        compiled = self._compiled(expression, frame.scope.type_name)
        if compiled is None:
            return False
        try:
            items = compiled.evaluate(frame.scope.resource, self.environment(frame.scope))
        except EvaluationError:
            return False
        return any(
            (item.value is not None and item.value is frame.value)
            or (frame.value is not None and item.sibling is frame.value)
            for item in items
        )

    def _compiled(self, expression: str, type_name: str) -> Expression | None:
        return compile_expression(expression, types=self.schemas.world.types, context_type=type_name).value

    def finish(self) -> None:
        """Say what was kept until all was known: of bindings, of the targets of references, of displays."""
        try:
            self._finish()
        except Exception as fault:
            if self.settings.raise_own_faults:
                raise
            self.leave_trials()
            self.note(OWN_FAULT, self.index.root, own_fault(fault, RESOURCE_LEFT))

    def _finish(self) -> None:
        for finding in self.bindings.taken():
            self.take(finding)
            self.errors.update(one.same for one in finding.detail if one.is_error)
        unfulfilled = self.answers.unfulfilled(self.demands) if self.demands else []
        for frame, remark, severity in self.displays:
            coding = frame.value
            given = self.bound.get(id(coding), ())
            if not any(
                each.gives_name(coding["system"], coding["code"], coding["display"]) for each in given
            ):
                self.note(remark.rule, frame, remark.params, key="display", severity=severity)
        self.displays.clear()
        if unfulfilled:
            from .unfulfilled import tell_unfulfilled

            tell_unfulfilled(unfulfilled, self)
        if self.demands:
            self._note_what_references_require()
            self.demands.clear()
            self.answers.remember()
        for finding in self.unchecked.taken():
            self.take(finding)

    def _note_what_references_require(self) -> None:
        """For contained resources: the profiles that references to them require, those that they conform to if any."""
        bare = {
            id(frame.value): number
            for number, (frame, held, _) in enumerate(self.held)
            if not held and frame.scope.container is not None
        }
        if not bare:
            return
        required: dict[int, dict[str, None]] = {}
        for demand in self.demands:
            target = demand.target
            number = bare.get(id(target.value), -1) if isinstance(target, Frame) else -1
            if number >= 0 and isinstance(target, Frame):
                own = [one for one in demand.profiles if one.overlay is not None]
                fitting = [one for one in own if self.answers.conforms(target, one)]
                for one in fitting or own:
                    required.setdefault(number, {})[one.canonical] = None
        for number, canonicals in required.items():
            self.held[number] = (self.held[number][0], tuple(canonicals), "reference")

    def document(self, key: Key) -> Document | None:
        """A document of the call: this one, or another that a finding is in."""
        index = self.index.of_document(key)
        return None if index is None else index.document

    def findings(self) -> list[Finding]:
        """What is kept, and at the end what was found beyond."""
        every: list[Finding] = []
        for number, kept in sorted(self.kept.items()):
            found = kept.findings()
            if kept.errors > 1:
                from .consequences import causes

                found = causes(found, self)
            every += found
            if kept.beyond:
                params = {"count": sum(kept.beyond.values()), "counts": not_shown(kept.counts())}
                every.append(Finding(FURTHER_ISSUES, number, (), params))
        return every
