"""What an element of the model says of each FHIR element along its path.

The cardinality belongs to the last element of the path that may repeat, since that is where occurrences are counted:
`tiltak: 0..*` at `CarePlan.activity.reference` says how many activities there are. An element that must occur makes
everything on the way to it mandatory.
"""

from typing import NamedTuple

from .bearings import Bearings
from .choice_slices import type_of_slice
from .choices import Chosen
from .element_paths import Step
from .fhir_elements import FhirElement, FhirElements
from .model import Cardinality, Element, ElementRule, Profile


class Constraint(NamedTuple):
    """What an element says of one FHIR element on its path.

    steps    the way to it from the resource
    base     the FHIR element
    said     its cardinality as the model has it; `counts` where the element's own cardinality applies
    is_last  the path's end: what the element says of type, binding and texts is said of this
    """

    steps: tuple[Step, ...]
    base: FhirElement
    said: Cardinality
    counts: bool
    is_last: bool


# What a class says, by the FHIR element it says it of.
Said = dict[tuple[Step, ...], tuple[Constraint, Element]]


def constraints_of(
    element: Element, above: Element | None, elements: FhirElements, chosen: Chosen
) -> list[Constraint]:
    """One for each step of `element.maps` past that of `above`; empty where the path leads nowhere."""
    path = element.maps
    if path is None:
        return []
    chain, _ = elements.along(path, chosen)
    if len(chain) != len(path.steps) + 1:
        return []
    inside = above is not None and above.maps is not None and path.within(above.maps)
    first = len(above.maps.steps) if inside and above is not None and above.maps is not None else 0
    limits = [_limit(path.steps[index], chain[index + 1]) for index in range(first, len(path.steps))]
    repeating = [index for index, limit in enumerate(limits) if limit.max is None or limit.max > 1]
    counted = repeating[-1] if repeating else len(limits) - 1
    found: list[Constraint] = []
    for index, limit in enumerate(limits):
        if index == counted:
            said = element.cardinality
        elif element.cardinality.min:
            said = Cardinality(max(limit.min, 1), limit.max)
        else:
            said = limit
        steps = path.steps[: first + index + 1]
        is_last = index == len(limits) - 1
        found.append(Constraint(steps, chain[first + index + 1], said, index == counted, is_last))
    return found


def _limit(step: Step, base: FhirElement) -> Cardinality:
    sliced = step.slice_name is not None or step.extension is not None
    return Cardinality(0, base.cardinality.max) if sliced else base.cardinality


def said_by_model(profile: Profile, bearings: Bearings) -> Said:
    """What the class says of each FHIR element that its own elements lead to."""
    found: Said = {}
    one = bearings.model.classes.get(profile.implements or "")
    chosen = bearings.chosen_by_profile(profile)

    def add(element: Element, above: Element | None) -> None:
        for constraint in constraints_of(element, above, bearings.elements, chosen):
            if constraint.counts or constraint.is_last:
                found[constraint.steps] = (constraint, element)
        for child in element.elements.values():
            add(child, element)

    for element in one.elements.values() if one is not None else ():
        add(element, None)
    return found


def value_types(rule: ElementRule, base: FhirElement, said: Said) -> tuple[str, ...]:
    """The types a value of this element can have after what the rule and the model say."""
    if rule.types:
        return tuple(one.name for one in rule.types)
    known = said.get(rule.steps)
    if known is not None and known[0].is_last:
        return tuple(one.name for one in known[1].types)
    of_slice = type_of_slice(rule.steps[-1], base.type_codes)
    return base.type_codes if of_slice is None else (of_slice,)
