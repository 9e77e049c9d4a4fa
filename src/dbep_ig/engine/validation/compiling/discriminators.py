"""How to tell that a value belongs to a slice: discriminators read together with what the slice's definition says.

Source: https://hl7.org/fhir/R4/profiling.html#discriminator
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.validation.ground.compile_context import choice_value
from dbep_ig.engine.validation.ground.element_tree import ElementNode
from dbep_ig.engine.validation.ground.profile import Criterion, OverlayNode
from dbep_ig.engine.validation.rules.structure.type_profiles import TypeProfiles
from dbep_ig.engine.validation.rules.values.binding import Binding, same_binding
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import FixedValue

from .criteria import Bound, Conforms, Exists, Fixed, OfType, Patterned, Step, Subtree

_STEP = re.compile(
    r"\.?(?:(?P<this>\$this)|(?P<resolve>resolve\(\))|extension\(\s*'(?P<url>[^']*)'\s*\)"
    r"|(?:ofType|as)\(\s*(?:FHIR\.)?(?P<type>\w+)\s*\)|(?P<name>[A-Za-z][\w-]*))"
)


class Asked(Protocol):
    """The profile being compiled, for what the slice's definition alone does not say.

    package  what it came from
    """

    package: str | None

    def targets(self, node: ElementNode, steps: Sequence[Step]) -> list[ElementNode]:
        """The element definitions that a discriminator's path leads to, also into the profiles of types."""
        ...

    def type_of_profile(self, url: str) -> str:
        """The type that a profile constrains, "" if it is not available."""
        ...

    def discriminating(self, node: ElementNode) -> OverlayNode | None:
        """What a slice says of one of its elements, as an overlay to be met; None if it says nothing."""
        ...

    def base_of(self, node: ElementNode) -> Mapping[str, Any]:
        """The ElementDefinition of the type that a node constrains; empty at a root."""
        ...


def parse_path(path: str) -> tuple[Step, ...] | None:
    """The restricted FHIRPath of a discriminator; None when it is something else."""
    steps: list[Step] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None or found.end() == at:
            return None
        at = found.end()
        if found["this"]:
            continue
        if found["resolve"]:
            steps.append(("resolve", ""))
        elif found["url"] is not None:
            steps.append(("extension", found["url"]))
        elif found["type"]:
            steps.append(("type", found["type"]))
        else:
            steps.append(("name", found["name"]))
    return tuple(steps)


def compile_criteria(
    node: ElementNode, discriminators: Sequence[Mapping[str, Any]], asked: Asked
) -> tuple[Criterion, ...] | Text:
    """What tells this slice, or why that cannot be told."""
    criteria: list[Criterion] = []
    for discriminator in discriminators:
        path = str(discriminator.get("path", "$this"))
        steps = parse_path(path)
        if steps is None:
            return Text(
                f"diskriminatorstien `{path}` er ikke en enkel sti",
                f"the discriminator path `{path}` is not simple",
            )
        made = _compile_one(node, str(discriminator.get("type", "value")), steps, asked)
        if made is not None:
            criteria.append(made)
    # Beside a discriminator that tells, one whose element has no value of its own to be told by is left open.
    criteria = [one for one in criteria if _tells(one)] or criteria
    if not criteria:
        return Text(
            "definisjonen oppgir ikke hva som kjennetegner den",
            "its definition does not state what distinguishes it",
        )
    return tuple(criteria)


def _tells(criterion: Criterion) -> bool:
    return not isinstance(criterion, Subtree) or _has_value(criterion.node)


def _has_value(node: OverlayNode) -> bool:
    """Whether a value is demanded of an element or one below it: fixed, pattern, required binding; or a type.

    An invariant, a cardinality or another binding is a rule for what belongs to the slice, and no mark of it.
    """
    for check in node.checks:
        if isinstance(check, FixedValue | TypeProfiles) or (
            isinstance(check, Binding) and check.strength == "required"
        ):
            return True
    return any(
        child.allowed is not None
        or child.slicing is not None
        or (child.node is not None and _has_value(child.node))
        for child in node.children
    )


def _compile_one(node: ElementNode, kind: str, steps: tuple[Step, ...], asked: Asked) -> Criterion | None:
    if kind in ("type", "profile"):
        before = steps[:-1] if steps and steps[-1][0] == "resolve" else steps
        targets = asked.targets(node, before)
        through = before is not steps
        profiles = tuple(
            dict.fromkeys(
                url
                for target in targets
                for entry in target.types()
                for url in entry.get("targetProfile" if through else "profile", ())
            )
        )
        if kind == "profile":
            return Conforms(steps, profiles, asked.package) if profiles else None
        if through:
            names = {asked.type_of_profile(url) for url in profiles} - {""}
        else:
            names = {code for target in targets for code in target.type_codes()}
        return OfType(steps, frozenset(names)) if names else None
    # what says most first: an element can be described in the slice itself and in the profile of its type
    targets = sorted(asked.targets(node, steps), key=lambda one: not _is_exact(one))
    for target in targets:
        made = _by_definition(target, kind, steps, asked)
        if made is not None:
            return made
    return None


def _is_exact(target: ElementNode) -> bool:
    definition = target.definition
    return choice_value(definition, "fixed") is not None or choice_value(definition, "pattern") is not None


def _by_definition(target: ElementNode, kind: str, steps: tuple[Step, ...], asked: Asked) -> Criterion | None:
    definition = target.definition
    if kind == "exists":
        if definition.get("max") == "0":
            return Exists(steps, False)
        return Exists(steps, True) if definition.get("min", 0) > 0 else None
    fixed = choice_value(definition, "fixed")
    if fixed is not None:
        return Fixed(steps, fixed[1])
    pattern = choice_value(definition, "pattern")
    if pattern is not None:
        return Patterned(steps, pattern[1])
    if definition.get("max") == "0":
        return Exists(steps, False)
    binding = definition.get("binding", {})
    if binding.get("strength") == "required" and not same_binding(
        binding, asked.base_of(target).get("binding", {})
    ):
        return Bound(steps, binding["valueSet"], asked.package)
    overlay = asked.discriminating(target)
    if overlay is not None:
        return Subtree(steps, overlay)
    if steps and definition.get("min", 0) > 0:
        return Exists(steps, True)
    return None
