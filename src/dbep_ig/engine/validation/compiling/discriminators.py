"""How to tell that a value belongs to a slice: discriminators read together with what the slice's definition says.

Source: https://hl7.org/fhir/R4/profiling.html#discriminator
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.validation.ground.children import children_named
from dbep_ig.engine.validation.ground.compile_context import choice_value
from dbep_ig.engine.validation.ground.element_tree import ElementNode
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.rules.structure.type_profiles import TypeProfiles
from dbep_ig.engine.validation.rules.values.binding import Binding, code_is_in, same_binding
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import FixedValue, contains, equal
from dbep_ig.engine.validation.walking.run import Run

if TYPE_CHECKING:
    from dbep_ig.engine.validation.walking.overlay import OverlayNode

    from .profile_compiler import ProfileCompiler

_STEP = re.compile(
    r"\.?(?:(?P<this>\$this)|(?P<resolve>resolve\(\))|extension\(\s*'(?P<url>[^']*)'\s*\)"
    r"|(?:ofType|as)\(\s*(?:FHIR\.)?(?P<type>\w+)\s*\)|(?P<name>[A-Za-z][\w-]*))"
)
Step = tuple[str, str]  # ("name", "code"), ("extension", url), ("resolve", ""), ("type", "Quantity")


class Criterion(Protocol):
    """One discriminator of one slice."""

    def holds(self, frame: Frame, run: Run) -> bool:
        """Whether the value meets it."""
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


def follow(frame: Frame, steps: Sequence[Step], run: Run) -> list[Frame]:
    """The values that a path leads to."""
    frames = [frame]
    for kind, text in steps:
        reached: list[Frame] = []
        for one in frames:
            if kind == "name":
                reached.extend(children_named(one, text, run))
            elif kind == "extension":
                reached.extend(
                    each for each in children_named(one, "extension", run) if each.value.get("url") == text
                )
            elif kind == "type":
                if one.type_name == text or (
                    type(one.value) is dict and one.value.get("resourceType") == text
                ):
                    reached.append(one)
            else:
                target = run.index.follow(one)
                if target is not None:
                    reached.append(target)
        frames = reached
    return frames


class AtPath:
    """Something that is asked of the values at a path."""

    __slots__ = ("steps",)

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps

    def holds(self, frame: Frame, run: Run) -> bool:
        """Some value at the path meets it."""
        for one in follow(frame, self.steps, run) if self.steps else (frame,):
            if self.meets(one, run):
                return True
        return False

    def meets(self, frame: Frame, run: Run) -> bool:
        """A value at the path meets it."""
        raise NotImplementedError


class Fixed(AtPath):
    """A value that is given exactly."""

    __slots__ = ("value",)

    def __init__(self, steps: tuple[Step, ...], value: Any) -> None:
        super().__init__(steps)
        self.value = value

    def meets(self, frame: Frame, run: Run) -> bool:
        """Exactly the fixed value."""
        return equal(frame.value, self.value)


class Patterned(Fixed):
    """A value that is given in part."""

    __slots__ = ()

    def meets(self, frame: Frame, run: Run) -> bool:
        """At least what the pattern has."""
        return contains(frame.value, self.value)


class Bound(AtPath):
    """A value set that the code is in."""

    __slots__ = ("package", "value_set")

    def __init__(self, steps: tuple[Step, ...], value_set: str, package: str | None) -> None:
        super().__init__(steps)
        self.value_set = value_set
        self.package = package

    def meets(self, frame: Frame, run: Run) -> bool:
        """A code of the value set (not when that cannot be decided)."""
        return code_is_in(frame, self.value_set, self.package, run)


class Exists(AtPath):
    """That there is a value, or none."""

    __slots__ = ("wanted",)

    def __init__(self, steps: tuple[Step, ...], wanted: bool) -> None:
        super().__init__(steps)
        self.wanted = wanted

    def holds(self, frame: Frame, run: Run) -> bool:
        """Something is, or nothing is, at the path."""
        return bool(follow(frame, self.steps, run)) is self.wanted


class OfType(AtPath):
    """Types, one of which the value has."""

    __slots__ = ("types",)

    def __init__(self, steps: tuple[Step, ...], types: frozenset[str]) -> None:
        super().__init__(steps)
        self.types = types

    def meets(self, frame: Frame, run: Run) -> bool:
        """The value, or the resource, is of one of the types."""
        value = frame.value
        name = frame.type_name
        if type(value) is dict and "resourceType" in value:
            name = str(value["resourceType"])
        return name in self.types or any(run.schemas.world.types.is_subtype(name, one) for one in self.types)


class Conforms(AtPath):
    """Profiles, one of which the value conforms to."""

    __slots__ = ("package", "profiles")

    def __init__(self, steps: tuple[Step, ...], profiles: tuple[str, ...], package: str | None) -> None:
        super().__init__(steps)
        self.profiles = profiles
        self.package = package

    def meets(self, frame: Frame, run: Run) -> bool:
        """Conforms to one of the profiles."""
        from dbep_ig.engine.validation.walking.trials import conforms

        return any(conforms(frame, one, self.package, run) for one in self.profiles)


class Subtree(AtPath):
    """All that the slice says of an element."""

    __slots__ = ("node",)

    def __init__(self, steps: tuple[Step, ...], node: "OverlayNode") -> None:
        super().__init__(steps)
        self.node = node

    def meets(self, frame: Frame, run: Run) -> bool:
        """Meets all that the slice says of the element."""
        from dbep_ig.engine.validation.walking.trials import meets

        return meets(frame, self.node, run)


def compile_criteria(
    node: ElementNode, discriminators: Sequence[Mapping[str, Any]], compiler: "ProfileCompiler"
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
        made = _compile_one(node, str(discriminator.get("type", "value")), steps, compiler)
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


def _has_value(node: "OverlayNode") -> bool:
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


def _compile_one(
    node: ElementNode, kind: str, steps: tuple[Step, ...], compiler: "ProfileCompiler"
) -> Criterion | None:
    if kind in ("type", "profile"):
        before = steps[:-1] if steps and steps[-1][0] == "resolve" else steps
        targets = compiler.targets(node, before)
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
            return Conforms(steps, profiles, compiler.ctx.package) if profiles else None
        if through:
            names = {compiler.type_of_profile(url) for url in profiles} - {""}
        else:
            names = {code for target in targets for code in target.type_codes()}
        return OfType(steps, frozenset(names)) if names else None
    # what says most first: an element can be described in the slice itself and in the profile of its type
    targets = sorted(compiler.targets(node, steps), key=lambda one: not _is_exact(one))
    for target in targets:
        made = _by_definition(target, kind, steps, compiler)
        if made is not None:
            return made
    return None


def _is_exact(target: ElementNode) -> bool:
    definition = target.definition
    return choice_value(definition, "fixed") is not None or choice_value(definition, "pattern") is not None


def _by_definition(
    target: ElementNode, kind: str, steps: tuple[Step, ...], compiler: "ProfileCompiler"
) -> Criterion | None:
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
        binding, compiler.base_of(target).get("binding", {})
    ):
        return Bound(steps, binding["valueSet"], compiler.ctx.package)
    overlay = compiler.discriminating(target)
    if overlay is not None:
        return Subtree(steps, overlay)
    if steps and definition.get("min", 0) > 0:
        return Exists(steps, True)
    return None
