"""Two versions of a resource: whether its profiles' life cycles let the earlier become the later.

Looked into when the document has been walked, of the profiles that each resource was validated against and those that they
are derived from. Of several that forbid a change the most derived one is named.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity, Summary, Text
from dbep_ig.engine.diagnostics.slips import ALIKE_OF_FEW, did_you_mean
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.life_cycle import LifeCycle, Transition, life_cycles_of
from dbep_ig.engine.fhirpath import Environment, EvaluationError, Expression, compile_expression
from dbep_ig.engine.validation.ground.earlier import Earlier, is_another
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of

from .run import DocumentRun

_SPEC = "https://hl7.org/fhir/R4/lifecycle.html"

TRANSITION_NOT_ALLOWED = Rule(
    code="DBEP4900",
    name="transition-not-allowed",
    issue_type="business-rule",
    nb="{element} kan ikke gå fra {before} til {after}: {reason}",
    en="{element} cannot change from {before} to {after}: {reason}",
    spec=_SPEC,
)
NOT_ALLOWED_FOR_ROLE = Rule(
    code="DBEP4901",
    name="transition-not-allowed-for-role",
    issue_type="business-rule",
    nb="Rollen {role} kan ikke endre {element} fra {before} til {after}; det kan bare {allowed}",
    en="The role {role} cannot change {element} from {before} to {after}; only {allowed} can",
    spec=_SPEC,
)
CONDITION_FAILED = Rule(
    code="DBEP4902",
    name="transition-condition-failed",
    issue_type="business-rule",
    nb="{element} fra {before} til {after} er ikke oppfylt: {human}",
    en="{element} from {before} to {after} is not satisfied: {human}",
    spec=_SPEC,
)
UNKNOWN_ROLE = Rule(
    code="DBEP4903",
    name="unknown-role",
    issue_type="not-found",
    nb="Livsløpet til {element} har ingen rolle {role}{hint}",
    en="The life cycle of {element} has no role {role}{hint}",
)
NOT_INITIAL = Rule(
    code="DBEP4904",
    name="state-not-initial",
    issue_type="business-rule",
    nb="En ny ressurs kan ikke begynne med {element} {after}; den kan begynne med {allowed}",
    en="A new resource cannot begin with {element} {after}; it can begin with {allowed}",
    spec=_SPEC,
)
NOT_EARLIER_VERSION = Rule(
    code="DBEP4905",
    name="not-an-earlier-version",
    issue_type="conflict",
    nb="{before} er ingen tidligere versjon av {after}",
    en="{before} is not an earlier version of {after}",
    spec="https://hl7.org/fhir/R4/resource.html#id",
)
OLDER = Rule(
    code="DBEP4906",
    name="older-than-earlier-version",
    severity=Severity.WARNING,
    issue_type="conflict",
    nb="Versjonen er eldre enn den tidligere: meta.{member} er {after} her og {before} der",
    en="The version is older than the earlier one: meta.{member} is {after} here and {before} there",
    spec="https://hl7.org/fhir/R4/resource.html#Meta",
)
NO_EARLIER_VERSION = Rule(
    code="DBEP4907",
    name="no-earlier-version",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Livsløpet til {name} er ikke kontrollert: ressursen er ikke blant de tidligere versjonene",
    en="The life cycle of {name} was not checked: the resource is not among the earlier versions",
    summary=Summary(
        "name",
        Text(
            "livsløpet er ikke kontrollert, for det er ingen tidligere versjon av",
            "life cycles were not checked, for there is no earlier version of",
        ),
    ),
)
ROLE_NOT_GIVEN = Rule(
    code="DBEP4908",
    name="role-not-given",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Om {allowed} endret {element} fra {before} til {after}, er ikke kontrollert: rollen er ikke oppgitt",
    en="Whether {allowed} changed {element} from {before} to {after} was not checked: the role is not given",
    summary=Summary(
        "element",
        Text(
            "hvem som har endret tilstanden, er ikke kontrollert, for rollen er ikke oppgitt (--by):",
            "who changed the state was not checked, for the role is not given (--by):",
        ),
    ),
)
CONDITION_NOT_EVALUATED = Rule(
    code="DBEP4909",
    name="transition-condition-not-evaluated",
    severity=Severity.WARNING,
    issue_type="processing",
    nb="Kravet til {element} fra {before} til {after} kunne ikke beregnes: {reason}",
    en="The condition of {element} from {before} to {after} could not be evaluated: {reason}",
)
NO_LIFE_CYCLE = Rule(
    code="DBEP4910",
    name="no-life-cycle",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Ingen av profilene som {name} er validert mot, har et livsløp: ingen endring er kontrollert",
    en="None of the profiles that {name} was validated against has a life cycle: no change was checked",
    summary=Summary(
        "name",
        Text(
            "endringer er ikke kontrollert, for ingen profil har et livsløp:",
            "changes were not checked, for no profile has a life cycle:",
        ),
    ),
)
_MOST_DERIVED = 32  # profiles of profiles


class _Cycle:
    """A life cycle of a profile, its conditions compiled when they are met."""

    __slots__ = ("conditions", "of", "profile")

    def __init__(self, of: LifeCycle, profile: str) -> None:
        self.of = of
        self.profile = profile
        self.conditions: dict[str, Expression | Text] = {}

    def condition(self, text: str, type_name: str, run: DocumentRun) -> Expression | Text:
        """The compiled condition, or why there is none."""
        found = self.conditions.get(text)
        if found is None:
            made = compile_expression(text, types=run.types, context_type=type_name, invariant=True)
            if made.value is not None:
                found = made.value
            else:
                found = Text(made.issues[0].message("nb"), made.issues[0].message("en"))
            self.conditions[text] = found
        return found


def check_changes(run: DocumentRun, earlier: Earlier) -> None:
    """Every resource of the document that was validated against profiles, contained ones left out."""
    is_cycle_met, is_asked = False, earlier.is_empty
    for frame, profiles, _ in list(run.held):
        if frame.scope.container is not None:
            continue
        cycles = _cycles_of(profiles, run, earlier)
        is_cycle_met = is_cycle_met or bool(cycles)
        is_asked = is_asked or earlier.find(frame) is not None
        _check(frame, cycles, run, earlier)
    root = run.index.root
    if is_asked and not is_cycle_met:
        run.add(NO_LIFE_CYCLE, root, name=_name(root.value))


def _check(frame: Frame, cycles: Sequence[_Cycle], run: DocumentRun, earlier: Earlier) -> None:
    version = earlier.find(frame)
    if version is not None:
        _check_meta(frame, version.resource, run)
        for path in dict.fromkeys(one.of.path for one in cycles):
            # of several that say no, the most derived
            for cycle in (one for one in cycles if one.of.path == path):
                if not _change(frame, version.resource, cycle, run, earlier):
                    break
        return
    if frame.parent is None and earlier.only is not None and is_another(earlier.only.resource, frame.value):
        before = earlier.only.resource
        run.add(NOT_EARLIER_VERSION, frame, before=_name(before), after=_name(frame.value))
        return
    for cycle in cycles:
        if earlier.is_empty or _is_posted(frame):
            _begin(frame, cycle, run)
        else:
            run.add(NO_EARLIER_VERSION, frame, name=_name(frame.value))
            return


def _change(frame: Frame, before: Resource, cycle: _Cycle, run: DocumentRun, earlier: Earlier) -> bool:
    """Whether the life cycle has nothing against it."""
    source, target = cycle.of.code_in(before), cycle.of.code_in(frame.value)
    if target is None:  # whether there must be one is the element's business
        return True
    if source is None:
        return _begin(frame, cycle, run)
    transition = cycle.of.transition(source, target)
    if transition is None:
        if source == target:
            return True
        _note(
            TRANSITION_NOT_ALLOWED,
            frame,
            cycle,
            run,
            before=source,
            after=target,
            reason=_reason(cycle.of, source),
        )
        return False
    return _by(frame, transition, cycle, run, earlier) and _condition(frame, before, transition, cycle, run)


def _begin(frame: Frame, cycle: _Cycle, run: DocumentRun) -> bool:
    code = cycle.of.code_in(frame.value)
    if code is None or code in cycle.of.initial or not cycle.of.initial:
        return True
    _note(NOT_INITIAL, frame, cycle, run, after=code, allowed=_one_of(cycle.of.initial))
    return False


def _by(frame: Frame, transition: Transition, cycle: _Cycle, run: DocumentRun, earlier: Earlier) -> bool:
    """Whether the one who made the change may, as far as that is known."""
    if not transition.by:
        return True
    role = earlier.by
    said = {"before": transition.source, "after": transition.target}
    if role is None:
        _note(ROLE_NOT_GIVEN, frame, cycle, run, allowed=_one_of(transition.by), **said)
        return True
    if role in transition.by:
        return True
    known = dict.fromkeys((*cycle.of.roles, *(one for each in cycle.of.transitions for one in each.by)))
    if role not in known:
        hint = did_you_mean(role, known, alike=ALIKE_OF_FEW)
        run.say_once(UNKNOWN_ROLE, frame, element=cycle.of.path, role=role, hint=hint)
        return True
    _note(NOT_ALLOWED_FOR_ROLE, frame, cycle, run, role=role, allowed=_one_of(transition.by), **said)
    return False


def _condition(
    frame: Frame, before: Resource, transition: Transition, cycle: _Cycle, run: DocumentRun
) -> bool:
    """Whether the condition holds; also where it cannot be evaluated, which is reported."""
    if not transition.expression:
        return True
    said: dict[str, Any] = {"before": transition.source, "after": transition.target}
    condition = cycle.condition(transition.expression, frame.type_name, run)
    if isinstance(condition, Text):
        _note(CONDITION_NOT_EVALUATED, frame, cycle, run, reason=condition, **said)
        return True
    around = run.environment(frame.scope)
    environment = Environment(
        around.resource,
        around.root_resource,
        types=around.types,
        services=around.services,
        variables={"before": before},
    )
    try:
        if condition.test(frame.value, environment) is True:
            return True
    except EvaluationError as error:
        reason = Text(error.rule.say(error.params, "nb"), error.rule.say(error.params, "en"))
        _note(CONDITION_NOT_EVALUATED, frame, cycle, run, reason=reason, **said)
        return True
    human = transition.description
    if not human.en:
        human = Text(f"`{transition.expression}`", f"`{transition.expression}`")
    _note(CONDITION_FAILED, frame, cycle, run, human=human, expression=transition.expression, **said)
    return False


def _check_meta(frame: Frame, before: Resource, run: DocumentRun) -> None:
    """A later version is not older."""
    old, new = before.get("meta"), frame.value.get("meta")
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    for member, read in (("versionId", _number), ("lastUpdated", _moment)):
        then, now = read(old.get(member)), read(new.get(member))
        if then is not None and now is not None and now < then:
            finding = {"member": member, "before": str(old[member]), "after": str(new[member])}
            pointer = (*pointer_of(frame), "meta", member)
            run.take(Finding(OLDER, frame.scope.document, pointer, finding))
            return


def _number(value: object) -> float | None:
    return (
        int(value)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19
        else None
    )


def _moment(value: object) -> float | None:
    """Seconds of an instant; None for what is none, which is reported elsewhere."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.timestamp() if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _cycles_of(profiles: Sequence[str], run: DocumentRun, earlier: Earlier) -> list[_Cycle]:
    """Of the profiles and of those they are derived from; what is said by several, once."""
    found: dict[Any, _Cycle] = {}
    for canonical in profiles:
        kept = earlier.cycles.get(canonical)
        if kept is None:
            kept = earlier.cycles[canonical] = tuple(_derived(canonical, run))
        for cycle in kept:
            of = cycle.of
            found.setdefault((of.path, of.states, of.transitions), cycle)
    return list(found.values())


def _derived(canonical: str, run: DocumentRun) -> Iterator[_Cycle]:
    profile = run.profile(canonical)
    for _ in range(_MOST_DERIVED):
        if profile is None:
            return
        for one in life_cycles_of(profile.definition):
            yield _Cycle(one, profile.canonical)
        base = profile.definition.get("baseDefinition")
        profile = run.profile(base, profile.package) if isinstance(base, str) else None


def _is_posted(frame: Frame) -> bool:
    """Whether the entry creates it."""
    entry = None if frame.parent is None else frame.parent.value
    request = entry.get("request") if isinstance(entry, dict) else None
    return isinstance(request, dict) and request.get("method") == "POST"


def _note(rule: Rule, frame: Frame, cycle: _Cycle, run: DocumentRun, **params: Any) -> None:
    """At the element, where it is there."""
    pointer = pointer_of(frame)
    value: Any = frame.value
    for step in cycle.of.path.split(".")[1:]:
        value = value.get(step) if isinstance(value, dict) else None
        pointer = pointer if value is None else (*pointer, step)
    params = {"element": cycle.of.path, "profile": cycle.profile, **params}
    run.take(Finding(rule, frame.scope.document, pointer, params))


def _reason(cycle: LifeCycle, source: str) -> Text:
    allowed = [one.target for one in cycle.leaving(source)]
    if allowed:
        shown = _one_of(allowed)
        return Text(f"derfra kan den gå til {shown.nb}", f"from there it can become {shown.en}")
    if any(one.code == source for one in cycle.states):
        return Text(f"{source} er en sluttilstand", f"{source} is a final state")
    return Text(f"{source} er ingen tilstand i livsløpet", f"{source} is not a state of the life cycle")


def _one_of(codes: Sequence[str]) -> Text:
    codes = list(dict.fromkeys(codes))
    if len(codes) < 2:
        return Text(*(["".join(codes)] * 2))
    first, last = ", ".join(codes[:-1]), codes[-1]
    return Text(f"{first} eller {last}", f"{first} or {last}")


def _name(resource: Resource) -> str:
    name = str(resource.get("resourceType", "?"))
    return f"{name}/{resource['id']}" if "id" in resource else name
