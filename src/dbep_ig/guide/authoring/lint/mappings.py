"""Every `maps:` leads to an element that R4 has, and says nothing wider than R4 does.

Cardinality is compared along the whole path: `CarePlan.activity.reference` may occur 0..* times, since activity may.
"""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.choices import UNDECIDED, Chosen
from dbep_ig.guide.authoring.element_paths import ElementPath, Step
from dbep_ig.guide.authoring.extension_parts import is_extension, part_at
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.model import Binding, Cardinality, Element, ElementType, ModelClass
from dbep_ig.guide.authoring.model_rules import INCOMPLETE_ELEMENT
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where

from .as_written import as_written, said_at, start_of, types_as_written
from .below_choices import leads_nowhere
from .extension_use import check_extension_steps, check_extension_use
from .fhir_rules import (
    BINDING_ON_OTHER_TYPE,
    CLASS_MAPS_ELSEWHERE,
    CODED,
    OTHER_RESOURCE,
    SAME_PLACE,
    TARGET_NOT_ALLOWED,
    TYPE_NOT_IN_FHIR,
    UNKNOWN_RESOURCE,
    UNKNOWN_SLICE,
    UNKNOWN_TYPE,
    UNMAPPED,
    WEAKER_BINDING,
    WIDER_THAN_FHIR,
)

_GROUP = "BackboneElement"
_STRENGTHS = ("example", "preferred", "extensible", "required")


def check_mappings(bearings: Bearings) -> Iterator[Issue]:
    """Issues of `maps` and of the cardinality, type and binding of mapped elements."""
    implemented = {profile.implements for profile in bearings.model.profiles.values()}
    for one in bearings.model.classes.values():
        own_maps = one.where.document.find((*one.where.pointer, "maps"))
        if own_maps is not None and one.resource is not None and not bearings.is_resource(one.resource):
            hint = did_you_mean(one.resource, bearings.resource_names())
            at = (one.where / "maps").location()
            yield Issue(UNKNOWN_RESOURCE, at, {"name": one.resource, "hint": hint})
        elsewhere = bearings.elsewhere(one)
        if elsewhere is not None and bearings.is_resource(str(one.resource)):
            params = {"resource": str(one.resource), "other": elsewhere}
            yield Issue(CLASS_MAPS_ELSEWHERE, (one.where / "maps").location(), params)
        has_profile = any(kind.name in implemented for kind in bearings.model.subclasses(one.name))
        for element in one.elements.values():
            yield from _element(element, None, one, bearings, has_profile=has_profile)
        yield from _same_places(one)


def _same_places(one: ModelClass) -> Iterator[Issue]:
    """DBEP2045, once: at the class that declares the second of the two."""
    first: dict[ElementPath, Element] = {}
    for element in one.all_elements():
        if element.maps is None:
            continue
        other = first.setdefault(element.maps, element)
        if other is not element and one.name in (element.declared_in, other.declared_in):
            later = element if element.declared_in == one.name else other
            params = {"path": str(element.maps), "other": (other if later is element else element).name}
            yield Issue(SAME_PLACE, said_at(later.where / "maps", later).location(), params)


def _element(
    element: Element, above: Element | None, one: ModelClass, bearings: Bearings, *, has_profile: bool
) -> Iterator[Issue]:
    if element.declared_in == one.name:
        if element.maps is not None:
            yield from _mapped(element, element.maps, above, one, bearings)
        elif has_profile and not element.elements and (element.where / "maps").node is None:
            yield Issue(UNMAPPED, element.where.location(on_key=True), {"name": element.name})
    for child in element.elements.values():
        yield from _element(child, element, one, bearings, has_profile=has_profile)


def _mapped(
    element: Element, path: ElementPath, above: Element | None, one: ModelClass, bearings: Bearings
) -> Iterator[Issue]:
    at = element.where / "maps"
    if one.resource is not None and path.resource != one.resource:
        # What is wrong with the class's own `maps` is said there, once.
        if bearings.resource_of_class(one) is None:
            return
        if not bearings.is_resource(path.resource):
            chosen = bearings.chosen_by_class(one)
            yield from (
                item for item in elements_along(path, at, bearings, chosen) if isinstance(item, Issue)
            )
            return
        params = {"path": str(path), "resource": one.resource}
        yield Issue(OTHER_RESOURCE, said_at(at, element).location(), params)
        return
    sliced = as_slice(path.steps, at, bearings)
    if sliced is not None:
        yield sliced
        return
    walked = list(elements_along(path, at, bearings, bearings.chosen_by_class(one)))
    yield from (item for item in walked if isinstance(item, Issue))
    chain = [item for item in walked if isinstance(item, FhirElement)]
    if len(chain) != len(path.steps) + 1 or len(chain) != len(walked):
        return
    if _is_undecided(element, chain[-1], path, bearings):
        missing = ["type", "cardinality"]
        place = element.where.location(on_key=True)
        yield Issue(
            INCOMPLETE_ELEMENT, place, {"name": element.name, "missing": missing, "hint": Text("", "")}
        )
        return
    anchor = 1
    if above is not None and above.maps is not None and path.within(above.maps):
        anchor = 1 + len(above.maps.steps)
    allowed = occurrences(path, chain, anchor)
    if not allowed.holds(element.cardinality):
        params = {
            "cardinality": str(element.cardinality),
            "fhir_cardinality": str(allowed),
            "path": str(path),
        }
        yield Issue(WIDER_THAN_FHIR, said_at(element.where / "cardinality", element).location(), params)
    if is_extension(path.steps, bearings.model):
        yield from check_extension_use(element, path, chain[-2], at, bearings)
    elif not any(kind.name == _GROUP for kind in element.types):
        yield from check_types(
            element.types, chain[-1], str(path), said_at(element.where / "type", element), bearings
        )
        yield from check_binding(
            element.binding, element.types, chain[-1], str(path), element.where / "binding"
        )


def as_slice(steps: tuple[Step, ...], at: Where, bearings: Bearings, *, on_key: bool = False) -> Issue | None:
    """DBEP2060 for `extension:id`, where `extension(id)` names an extension here."""
    for index, step in enumerate(steps):
        if part_at(steps[: index + 1], bearings.model) is not None:
            continue
        if step.slice_name in bearings.model.names.extensions and step.name in (
            "extension",
            "modifierExtension",
        ):
            form = f"{step.name}({step.slice_name})"
            hint = Text(f"; mente du «{form}»?", f"; did you mean `{form}`?")
            params = {"name": step.slice_name, "sliced": step.name, "hint": hint}
            return Issue(UNKNOWN_SLICE, at.location(on_key=on_key), params)
    return None


def _is_undecided(element: Element, last: FhirElement, path: ElementPath, bearings: Bearings) -> bool:
    """Whether neither the element nor R4 says a type: one below a choice whose type only the profile has chosen."""
    if element.elements or is_extension(path.steps, bearings.model):
        return False
    guessed = (element.types, element.cardinality) == UNDECIDED
    return guessed and (element.where / "type").node is None and not _has_children(last, bearings)


def _has_children(element: FhirElement, bearings: Bearings) -> bool:
    return bearings.types.kind(str(element.definition["path"])) == "backbone"


def elements_along(
    path: ElementPath, at: Where, bearings: Bearings, chosen: Chosen
) -> Iterator[FhirElement | Issue]:
    """The elements along a path, root first, then an issue if it leads nowhere.

    The issue is shown at the step that is wrong, inside the text at `at`.
    """
    found, candidates = bearings.elements.along(path, chosen)
    yield from found
    spelled = as_written(path, at)
    if not found:
        hint = did_you_mean(path.resource, bearings.resource_names())
        yield Issue(UNKNOWN_RESOURCE, at.range(0, len(path.resource)), {"name": path.resource, "hint": hint})
        return
    reached = len(found) - 1
    if reached < len(path.steps):
        start = start_of(spelled, reached)
        name = spelled.steps[reached].name
        location = at.range(start, start + len(name)) if at.node is not None else at.location()
        yield leads_nowhere(path, found, candidates, location, bearings)
    yield from check_extension_steps(path, spelled, reached, at, bearings)


def occurrences(path: ElementPath, chain: list[FhirElement], anchor: int) -> Cardinality:
    """How often the end of a path may occur for each of `chain[anchor - 1]`: minima and maxima multiplied."""
    least, most = 1, 1
    unlimited = False
    for step, element in zip(path.steps[anchor - 1 :], chain[anchor:], strict=True):
        base = element.cardinality
        sliced = step.slice_name is not None or step.extension is not None
        least *= 0 if sliced else base.min
        if base.max is None:
            unlimited = True
        else:
            most *= base.max
    return Cardinality(least, None if unlimited and most > 0 else most)


def check_types(
    types: tuple[ElementType, ...], base: FhirElement, path: str, at: Where, bearings: Bearings
) -> Iterator[Issue]:
    """DBEP2007 and DBEP2008: types and reference targets within those of R4."""
    allowed_targets = [canonical.rpartition("/")[2] for canonical in base.targets]
    for one, written in zip(types, types_as_written(types, at), strict=True):
        if bearings.types.kind(one.name) is None:
            continue  # reported as unknown
        if bearings.is_resource(one.name) and base.type_codes != ("Resource",):
            hint = Text(f"; mente du «Reference({written})»?", f"; did you mean `Reference({written})`?")
            yield Issue(UNKNOWN_TYPE, at.location(), {"type": written, "hint": hint})
            continue
        if one.name not in base.type_codes and not _is_any_resource(one.name, base, bearings):
            params: dict[str, Any] = {"path": path, "type": one.name, "allowed": base.type_codes}
            yield Issue(TYPE_NOT_IN_FHIR, at.location(), params)
            continue
        for target in one.targets if allowed_targets and "Resource" not in allowed_targets else ():
            resource = bearings.resource_of_target(target)
            if resource is not None and resource not in allowed_targets:
                params = {"path": path, "target": target, "resource": resource, "allowed": allowed_targets}
                yield Issue(TARGET_NOT_ALLOWED, at.location(), params)


def _is_any_resource(name: str, base: FhirElement, bearings: Bearings) -> bool:
    """`Bundle.entry.resource` and its like hold a resource of any type."""
    return base.type_codes == ("Resource",) and bearings.types.is_subtype(name, "Resource")


def check_binding(
    binding: Binding | None, types: tuple[ElementType, ...], base: FhirElement, path: str, at: Where
) -> Iterator[Issue]:
    """DBEP2034 and DBEP2035: bound types hold codes, and R4's strength is not weakened."""
    if binding is None:
        return
    codes = [one.name for one in types] or list(base.type_codes)
    if not any(code in CODED for code in codes):
        yield Issue(BINDING_ON_OTHER_TYPE, at.location(), {"type": ", ".join(codes)})
        return
    strength = str(base.definition.get("binding", {}).get("strength", "example"))
    if _STRENGTHS.index(binding.strength) < _STRENGTHS.index(strength):
        params = {"strength": binding.strength, "path": path, "fhir_strength": strength}
        yield Issue(WEAKER_BINDING, at.location(), params)
