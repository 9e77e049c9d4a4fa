"""Life cycles: the element can have states, its codes are there, and all of them can be reached."""

from collections.abc import Iterator, Mapping

from dbep_ig.engine.diagnostics import Issue, Rule, Severity, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Element, LifeCycle, ModelClass, Transition
from dbep_ig.guide.authoring.model.life_cycles import places
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.value_set_codes import binding_of, codes_of
from dbep_ig.guide.authoring.yaml_nodes import Where

from .invariants import check_expression

UNKNOWN_STATE = Rule(
    code="DBEP2150",
    name="state-not-in-value-set",
    issue_type="code-invalid",
    nb="Verdisettet «{value_set}» har ingen kode «{code}»{hint}",
    en="The value set `{value_set}` has no code `{code}`{hint}",
)
NO_STATES = Rule(
    code="DBEP2151",
    name="element-without-states",
    issue_type="business-rule",
    nb="«{name}» kan ikke ha et livsløp: {reason}{hint}",
    en="`{name}` cannot have a life cycle: {reason}{hint}",
)
UNREACHABLE = Rule(
    code="DBEP2152",
    name="unreachable-state",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Ingen overganger fører fra en starttilstand til «{code}»",
    en="No transitions lead from an initial state to `{code}`",
)
DUPLICATE_TRANSITION = Rule(
    code="DBEP2153",
    name="duplicate-transition",
    issue_type="duplicate",
    nb="Overgangen fra «{source}» til «{target}» er skrevet to ganger",
    en="The transition from `{source}` to `{target}` is written twice",
)
CODES_WITHOUT_STATE = Rule(
    code="DBEP2154",
    name="code-without-state",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Livsløpet nevner ikke {codes}, som verdisettet «{value_set}» har",
    en="The life cycle does not mention {codes}, which the value set `{value_set}` has",
)
FINAL_LEFT = Rule(
    code="DBEP2155",
    name="final-state-with-transition",
    issue_type="conflict",
    nb="«{code}» er en sluttilstand, men overganger fører derfra til {targets}",
    en="`{code}` is final, but transitions lead from it to {targets}",
)
DEAD_END = Rule(
    code="DBEP2156",
    name="state-without-way-out",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Ingen overgang fører fra «{code}», som ikke er blant sluttilstandene",
    en="No transition leads from `{code}`, which is not among the final states",
)
UNKNOWN_ROLE = Rule(
    code="DBEP2157",
    name="unknown-transition-role",
    issue_type="not-found",
    nb="«{role}» er ingen rolle her{hint}",
    en="`{role}` is not a role here{hint}",
)
WIDER = Rule(
    code="DBEP2158",
    name="life-cycle-wider-than-parent-class",
    issue_type="business-rule",
    nb="Livsløpet til «{parent}» har ikke {what}",
    en="The life cycle of `{parent}` does not have {what}",
)
NOT_PUBLISHED = Rule(
    code="DBEP2159",
    name="life-cycle-without-profile",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Livsløpet til «{name}» blir ikke publisert: ingen profil følger klassen eller en underklasse",
    en="The life cycle of `{name}` is not published: no profile implements the class or a subclass",
)
_TYPES = ("code", "CodeableConcept", "Coding")


def check_life_cycles(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2150 to DBEP2159, and what is wrong in the conditions of transitions."""
    for one in bearings.model.classes.values():
        cycle = one.states
        if cycle is None or cycle.declared_in != one.name:
            continue
        yield from _conditions(cycle, one, bearings)
        yield from _roles(cycle)
        yield from _doubles(cycle)
        element = _named(cycle.element, one.elements)
        if element is None:
            hint = did_you_mean(cycle.element, one.elements)
            yield _refused(
                cycle, Text("klassen har ikke dette elementet", "the class has no such element"), hint
            )
            continue
        reason = _unfit(element, one, bearings)
        if reason is not None:
            yield _refused(cycle, reason, Text("", ""))
            continue
        of_codes = list(_codes(cycle, element, bearings))
        yield from of_codes
        if not any(
            issue.is_error for issue in of_codes
        ):  # a misspelt code leads nowhere for that reason alone
            yield from _ways(cycle)
        yield from _inherited(cycle, one, bearings)
        if not any(bearings.model.profile_of(each.name) for each in bearings.model.subclasses(one.name)):
            yield Issue(NOT_PUBLISHED, cycle.where.location(on_key=True), {"name": one.name})


def _named(name: str, elements: Mapping[str, Element]) -> Element | None:
    return elements.get(name) or next((one for one in elements.values() if one.fhir_name == name), None)


def _refused(cycle: LifeCycle, reason: Text, hint: Text) -> Issue:
    params = {"name": cycle.element, "reason": reason, "hint": hint}
    return Issue(NO_STATES, (cycle.where / "element").location(), params)


def _unfit(element: Element, one: ModelClass, bearings: Bearings) -> Text | None:
    """Why an element cannot carry states."""
    names = [each.name for each in element.types]
    if len(names) != 1 or names[0] not in _TYPES:
        shown = " | ".join(names)
        return Text(
            f"det har typen {shown}, ikke code eller CodeableConcept",
            f"it has the type {shown}, not code or CodeableConcept",
        )
    binding = binding_of(element, bearings)
    if binding is None or binding.strength != "required":
        return Text("det har ikke noe påkrevd verdisett", "it has no value set that is required")
    if element.cardinality.max != 1:
        return Text(f"det kan gjentas ({element.cardinality})", f"it may repeat ({element.cardinality})")
    if one.resource is None or element.maps is None:
        return Text("det har ingen plass i FHIR (maps)", "it has no place in FHIR (maps)")
    if any(step.slice_name or step.extension or "[x]" in step.name for step in element.maps.steps):
        return Text(
            f"det er ikke et vanlig element i FHIR ({element.maps})",
            f"it is not a plain element of FHIR ({element.maps})",
        )
    return None


def _codes(cycle: LifeCycle, element: Element, bearings: Bearings) -> Iterator[Issue]:
    binding = binding_of(element, bearings)
    assert binding is not None
    value_set = binding.value_set
    if (
        value_set not in bearings.model.value_sets
        and bearings.definitions.find(value_set, "ValueSet") is None
    ):
        return  # reported at the binding
    known = codes_of(value_set, bearings)
    if known is None:
        return
    shown = bearings.model.names.short(value_set)
    refused: set[str] = set()
    for code, where in cycle.written():
        if code not in known and code not in refused:
            refused.add(code)
            params = {"value_set": shown, "code": code, "hint": did_you_mean(code, known)}
            # as a key, where it is one
            on_key = where.pointer[-2:-1] == ("transitions",) and where.pointer[-1] == code
            yield Issue(UNKNOWN_STATE, where.location(on_key=on_key), params)
    left = [code for code in known if code not in cycle.codes]
    # R4's own value set has codes that the class never chose: those that the life cycle leaves out are not forgotten.
    if left and not refused and element.binding is not None:
        params = {"codes": left, "value_set": shown}
        yield Issue(CODES_WITHOUT_STATE, cycle.where.location(on_key=True), params)


def _ways(cycle: LifeCycle) -> Iterator[Issue]:
    """Every state can be reached, and is left or final."""
    reached = set(cycle.initial)
    waiting = list(cycle.initial)
    while waiting:
        code = waiting.pop()
        for one in cycle.transitions:
            if one.source == code and one.target not in reached:
                reached.add(one.target)
                waiting.append(one.target)
    lost = [code for code in cycle.codes if code not in reached]
    led_to = {one.target for one in cycle.transitions if one.source != one.target}
    for code in lost:
        # what only an unreachable state leads to is so because of that one
        if code not in led_to or not any(other != code for other in lost if other not in led_to):
            where = cycle.codes[code]
            yield Issue(UNREACHABLE, where.location(on_key=_is_source(where, code)), {"code": code})
    if cycle.final is None:
        return
    for code, where in zip(cycle.final, places(cycle.where / "final", len(cycle.final)), strict=True):
        targets = [one.target for one in cycle.transitions if one.source == code != one.target]
        if targets:
            yield Issue(FINAL_LEFT, where.location(), {"code": code, "targets": targets})
    for code, where in cycle.codes.items():
        if not cycle.leaves(code) and code not in cycle.final:
            yield Issue(DEAD_END, where.location(on_key=_is_source(where, code)), {"code": code})


def _is_source(where: Where, code: str) -> bool:
    """Whether the place of a code is that of a key of `transitions`."""
    return where.pointer[-2:] == ("transitions", code)


def _doubles(cycle: LifeCycle) -> Iterator[Issue]:
    first: dict[tuple[str, str], Transition] = {}
    for one in cycle.transitions:
        other = first.setdefault((one.source, one.target), one)
        if other is not one:
            params = {"source": one.source, "target": one.target}
            yield Issue(DUPLICATE_TRANSITION, one.to.location(), params, related=(other.to.location(),))


def _roles(cycle: LifeCycle) -> Iterator[Issue]:
    """Where roles are named, no other ones are meant."""
    if not cycle.roles:
        return
    seen: set[tuple[object, ...]] = set()
    for one in cycle.transitions:
        for role, where in zip(one.by, places(one.where / "by", len(one.by)), strict=True):
            if role not in cycle.roles and where.pointer not in seen:
                seen.add(where.pointer)
                hint = did_you_mean(role, cycle.roles)
                yield Issue(UNKNOWN_ROLE, where.location(), {"role": role, "hint": hint})


def _conditions(cycle: LifeCycle, one: ModelClass, bearings: Bearings) -> Iterator[Issue]:
    seen: set[tuple[object, ...]] = set()
    for each in cycle.transitions:
        condition = each.condition
        if condition is not None and condition.where.pointer not in seen:
            seen.add(condition.where.pointer)
            yield from check_expression(condition, one.resource, bearings)


def _inherited(cycle: LifeCycle, one: ModelClass, bearings: Bearings) -> Iterator[Issue]:
    """A subclass narrows."""
    parent = bearings.model.classes.get(one.extends or "")
    if parent is None or parent.states is None:
        return
    above = parent.states

    def wider(where: Where, what: Text) -> Issue:
        return Issue(WIDER, where.location(), {"parent": parent.name, "what": what})

    if _named(above.element, one.elements) is not _named(cycle.element, one.elements):
        what = Text(f"elementet «{cycle.element}»", f"the element `{cycle.element}`")
        yield wider(cycle.where / "element", what)
        return
    for code, where in zip(cycle.initial, places(cycle.where / "initial", len(cycle.initial)), strict=True):
        if code not in above.initial:
            yield wider(where, Text(f"starttilstanden «{code}»", f"the initial state `{code}`"))
    allowed = {(each.source, each.target) for each in above.transitions}
    for each in cycle.transitions:
        if each.source != each.target and (each.source, each.target) not in allowed:
            what = Text(
                f"overgangen fra «{each.source}» til «{each.target}»",
                f"the transition from `{each.source}` to `{each.target}`",
            )
            yield wider(each.to, what)
