"""Every invariant of the guide, linted on the profiles that have it, with each finding where its part of the expression stands.

An invariant of a class is in the profiles of its subclasses too: what is suspect is what is suspect in all of them.
"""

from collections.abc import Iterator, Mapping, Sequence

from dbep_ig.engine.diagnostics import Issue, Location
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.linting import Finding, Linter, of_invariant, own_constraints, surroundings
from dbep_ig.engine.terminology import Terminology

from .authoring.expressions import Expression, read_expression
from .authoring.lint.short_forms import place_in
from .authoring.model import Invariant, Model
from .authoring.yaml_nodes import Where, YamlScalar
from .generation import Generated

INVARIANT = "invariant"
"""The parameter of an issue that has the invariant's whole key."""

_Spot = tuple[str, int, int]


class _Invariant:
    """One expression as it is written in the YAML, and what was found of it, profile by profile."""

    __slots__ = ("expression", "found", "key", "where", "written_key")

    def __init__(self, key: str, written_key: str, expression: Expression, where: Where) -> None:
        self.key = key
        self.written_key = written_key
        self.expression = expression
        self.where = where
        self.found: list[dict[_Spot, Finding]] = []

    def add(self, findings: Sequence[Finding]) -> None:
        self.found.append({(one.rule.code, one.start, one.end): one for one in findings})

    def issues(self) -> Iterator[Issue]:
        """What every profile says."""
        for spot, finding in self.found[0].items() if self.found else ():
            if all(spot in others for others in self.found[1:]):
                yield self._issue(finding)

    def _issue(self, finding: Finding) -> Issue:
        rule, params = of_invariant(finding, self.written_key)
        return Issue(rule, self._place(finding), {**params, INVARIANT: self.key})

    def _place(self, finding: Finding) -> Location:
        start, end = self.expression.in_written(finding.start, finding.end)
        return place_in(self.where, start, end, self.expression.written)


def lint_invariants(
    model: Model, resources: Sequence[Generated], types: TypeModel, definitions: Definitions
) -> tuple[Issue, ...]:
    """DBEP2170–2179, DBEP2042, and DBEP2015 for a regular expression that cannot be used.

    resources    what was generated from the model, with snapshots
    definitions  the same, with those they build on behind them
    Each issue has the invariant's whole key as its parameter `invariant`.
    """
    linter = Linter(types, definitions, Terminology(definitions))
    known = {key: _read(one) for key, one in _invariants(model).items()}
    for one in resources:
        if one.resource.get("resourceType") != "StructureDefinition" or "snapshot" not in one.resource:
            continue
        constraints = list(own_constraints(one.resource))
        outline = linter.elements.outline(str(one.resource["url"])) if constraints else None
        for pointer, element_id, constraint in constraints:
            key = str(constraint.get("key"))
            invariant = known.get(key)
            if invariant is None or invariant.expression.published != constraint["expression"]:
                key = f"{one.resource['url']}#{element_id}#{key}"
                invariant = known.get(key) or _at_origin(str(constraint.get("key")), one, pointer, model)
            around = None if outline is None else surroundings(outline, element_id, linter.elements)
            if invariant is not None and around is not None:
                known[key] = invariant
                invariant.add(linter.lint(invariant.expression.published, around))
    for model_class in model.classes.values():
        for key in model_class.invariants:
            if not known[key].found and types.kind(model_class.resource or "") is not None:
                around = linter.on_type(str(model_class.resource))
                known[key].add(linter.lint(known[key].expression.published, around))
    conditions = list(_lint_conditions(model, linter, types))
    return tuple(issue for one in (*known.values(), *conditions) for issue in one.issues())


def _lint_conditions(model: Model, linter: Linter, types: TypeModel) -> Iterator[_Invariant]:
    """The conditions of transitions, on the profiles that have them; `%before` is of the same profile."""
    seen: set[int] = set()
    for one in model.classes.values():
        if one.states is None or one.states.declared_in != one.name or types.kind(one.resource or "") is None:
            continue
        profiles = [model.profile_of(each.name) for each in model.subclasses(one.name)]
        outlines = [linter.elements.outline(model.profile_url(each)) for each in profiles if each is not None]
        around = [
            found
            for each in outlines
            if each is not None and (found := surroundings(each, each.root, linter.elements)) is not None
        ] or [linter.on_type(str(one.resource))]
        for transition in one.states.transitions:
            condition = transition.condition
            if condition is None or id(condition.where.node) in seen:
                continue
            seen.add(id(condition.where.node))  # one condition may be of several transitions
            read = _read(condition)
            for each in around:
                before = each._replace(variables={"before": each.context})
                read.add(linter.lint(condition.expression.published, before))
            yield read


def _invariants(model: Model) -> Mapping[str, Invariant]:
    found: dict[str, Invariant] = {}
    for one in model.classes.values():
        found |= one.invariants
    for profile in model.profiles.values():
        found |= profile.invariants
    return found


def _read(one: Invariant) -> _Invariant:
    return _Invariant(one.key, one.written_key, one.expression, one.where / "expression")


def _at_origin(
    key: str, generated: Generated, pointer: tuple[str | int, ...], model: Model
) -> _Invariant | None:
    """An invariant that is neither a class's nor a profile's: where the resource says that it comes from."""
    where = generated.origin.where((*pointer, "expression"))
    for place in (where, where / "expression", where / key / "expression"):
        if isinstance(place.node, YamlScalar):
            expression = read_expression(place.node.text.strip(), model.names)
            return _Invariant(key, key, expression, place)
    return None
