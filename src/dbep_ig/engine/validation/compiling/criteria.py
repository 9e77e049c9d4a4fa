"""Criteria: what a value must meet to belong to a slice.

Source: https://hl7.org/fhir/R4/profiling.html#discriminator
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dbep_ig.engine.validation.ground.children import children_named
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.profile import OverlayNode, Slice, System
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.values.binding import code_is_in
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import contains, equal

Step = tuple[str, str]  # ("name", "code"), ("extension", url), ("resolve", ""), ("type", "Quantity")


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
                target = run.follow(one)
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
        return name in self.types or any(run.types.is_subtype(name, one) for one in self.types)


class Conforms(AtPath):
    """Profiles, one of which the value conforms to."""

    __slots__ = ("package", "profiles")

    def __init__(self, steps: tuple[Step, ...], profiles: tuple[str, ...], package: str | None) -> None:
        super().__init__(steps)
        self.profiles = profiles
        self.package = package

    def meets(self, frame: Frame, run: Run) -> bool:
        """Conforms to one of the profiles."""
        return any(run.conforms(frame, one, self.package) for one in self.profiles)


class Subtree(AtPath):
    """All that the slice says of an element."""

    __slots__ = ("node",)

    def __init__(self, steps: tuple[Step, ...], node: OverlayNode) -> None:
        super().__init__(steps)
        self.node = node

    def meets(self, frame: Frame, run: Run) -> bool:
        """Meets all that the slice says of the element."""
        return run.meets(frame, self.node)


def systems_of(slices: Sequence[Slice]) -> tuple[System, ...]:
    """The systems that mark slices."""
    found: dict[System, None] = {}
    for one in slices:
        for criterion in one.criteria or ():
            if isinstance(criterion, Fixed) and all(kind == "name" for kind, _ in criterion.steps):
                names = tuple(name for _, name in criterion.steps)
                found.update(dict.fromkeys(_systems(criterion.value, names)))
    return tuple(found)


def _systems(value: Any, names: tuple[str, ...]) -> Iterator[System]:
    if type(value) is dict:
        for name, one in value.items():
            yield from _systems(one, (*names, name))
    elif type(value) is list:
        for one in value:
            yield from _systems(one, names)
    elif type(value) is str and names[-1:] == ("system",):
        yield names, value
