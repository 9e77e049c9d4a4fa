"""What a profile adds stays within FHIR and within the model it implements."""

from collections.abc import Collection, Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.choice_slices import CHOICE, type_of_slice
from dbep_ig.guide.authoring.constraints import Said, said_by_model, value_types
from dbep_ig.guide.authoring.element_paths import ElementPath, Step
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.fhir_values import FhirValues
from dbep_ig.guide.authoring.model import ElementRule, Profile
from dbep_ig.guide.authoring.yaml_nodes import Where, written_at

from .discriminators import check_discriminators
from .fhir_rules import (
    NOT_SLICED,
    PATTERN_AND_FIXED,
    PROFILE_DISAGREES,
    PROFILE_OF_OTHER_RESOURCE,
    VALUE_ON_CHOICE,
    WIDER_THAN_FHIR,
)
from .fixed_codes import FixedCodes
from .mappings import as_slice, check_binding, check_types, elements_along
from .narrower import within

_EXTENSIONS = ("extension", "modifierExtension")


def check_profiles(bearings: Bearings) -> Iterator[Issue]:
    """Issues of `rules:` and of slices that nobody declares."""
    codes = FixedCodes(bearings)
    for profile in bearings.model.profiles.values():
        resource = bearings.resource_of(profile)
        if resource is None:
            continue  # reported as an unknown parent
        one = bearings.model.classes.get(profile.implements or "")
        if one is not None and one.resource is not None and bearings.resource_of_class(one) is None:
            continue  # reported at the class
        if one is not None and one.resource not in (None, resource):
            above = bearings.model.profiles.get(profile.parent)
            if above is not None and _is_of_other_resource(above, resource, bearings):
                continue  # reported at the parent
            params = {"resource": resource, "class_name": one.name, "class_resource": one.resource}
            yield Issue(PROFILE_OF_OTHER_RESOURCE, (profile.where / "parent").location(), params)
            continue
        said = said_by_model(profile, bearings)
        for rule in profile.rules:
            yield from _rule(rule, profile, resource, said, bearings, codes)
        yield from _slices(profile, resource, bearings)


def _is_of_other_resource(profile: Profile, resource: str, bearings: Bearings) -> bool:
    """Whether the class of a profile of `resource` maps to another one."""
    one = bearings.model.classes.get(profile.implements or "")
    return one is not None and one.resource not in (None, resource)


def _rule(
    rule: ElementRule,
    profile: Profile,
    resource: str,
    said: Said,
    bearings: Bearings,
    codes: FixedCodes,
) -> Iterator[Issue]:
    sliced = as_slice(rule.steps, rule.where, bearings, on_key=True)
    if sliced is not None:
        yield sliced
        return
    path = ElementPath(resource, rule.steps)
    chain: list[FhirElement] = []
    for item in elements_along(path, rule.where, bearings, bearings.chosen_by_profile(profile)):
        if isinstance(item, FhirElement):
            chain.append(item)
        else:
            # The path is a key here, and only its own part of the nesting is written there.
            yield Issue(item.rule, rule.where.location(on_key=True), item.params)
    if len(chain) != len(rule.steps) + 1:
        return
    base = chain[-1]
    yield from _cardinality(rule, path, base, said)
    yield from check_types(rule.types, base, str(path), rule.where / "type", bearings)
    yield from check_binding(rule.binding, rule.types, base, str(path), rule.where / "binding")
    yield from _value(rule, path, base, said, bearings, codes)
    yield from _against_model(rule, path, said, bearings)
    yield from check_discriminators(rule, base, bearings)


def _against_model(rule: ElementRule, path: ElementPath, said: Said, bearings: Bearings) -> Iterator[Issue]:
    """DBEP2009 for types and bindings: a profile chooses among the model's types and keeps its required codes."""
    known = said.get(rule.steps)
    if known is None or not known[0].is_last:
        return
    element = known[1]
    common = {"path": str(path), "class_name": element.declared_in, "element": element.name}
    related = (element.where.location(on_key=True),)
    outside = [one for one in rule.types if not any(within(one, other, bearings) for other in element.types)]
    if outside:
        shown, modelled = " | ".join(map(str, outside)), " | ".join(map(str, element.types))
        params = {**common, "said": shown, "model_says": modelled}
        yield Issue(PROFILE_DISAGREES, (rule.where / "type").location(), params, related=related)
    if rule.binding is None or element.binding is None or rule.binding == element.binding:
        return
    if element.binding.strength == "required" or rule.binding.value_set == element.binding.value_set:
        kept = rule.binding.value_set == element.binding.value_set and rule.binding.strength == "required"
        if not kept:
            said_here, modelled = (
                written_at(holder.where / "binding", f"{one.value_set} ({one.strength})")
                for holder, one in ((rule, rule.binding), (element, element.binding))
            )
            params = {**common, "said": said_here, "model_says": modelled}
            yield Issue(PROFILE_DISAGREES, (rule.where / "binding").location(), params, related=related)


def _cardinality(rule: ElementRule, path: ElementPath, base: FhirElement, said: Said) -> Iterator[Issue]:
    if rule.cardinality is None:
        return
    written = rule.where / "cardinality"
    at = (written if written.node is not None else rule.where).location()
    sliced = rule.steps[-1].slice_name is not None or rule.steps[-1].extension is not None
    limit = base.cardinality._replace(min=0) if sliced else base.cardinality
    if not limit.holds(rule.cardinality):
        params = {
            "cardinality": str(rule.cardinality),
            "fhir_cardinality": str(limit),
            "path": str(path),
        }
        yield Issue(WIDER_THAN_FHIR, at, params)
    known = said.get(rule.steps)
    if known is None:
        return
    constraint, element = known
    if not constraint.said.holds(rule.cardinality) or rule.cardinality.max == 0:
        params = {
            "said": str(rule.cardinality),
            "path": str(path),
            "model_says": str(constraint.said),
            "class_name": element.declared_in,
            "element": element.name,
        }
        yield Issue(PROFILE_DISAGREES, at, params, related=(element.where.location(on_key=True),))


def _value(
    rule: ElementRule,
    path: ElementPath,
    base: FhirElement,
    said: Said,
    bearings: Bearings,
    fixed_codes: FixedCodes,
) -> Iterator[Issue]:
    if rule.pattern is None and rule.fixed is None:
        return
    if rule.pattern is not None and rule.fixed is not None:
        yield Issue(PATTERN_AND_FIXED, (rule.where / "fixed").location(on_key=True), {"path": str(path)})
    word = "fixed" if rule.pattern is None else "pattern"
    codes = value_types(rule, base, said)
    if len(codes) != 1:
        at = (rule.where / word).location(on_key=True)
        yield Issue(VALUE_ON_CHOICE, at, {"path": str(path), "types": codes})
        return
    issues: list[Issue] = []
    node = rule.fixed if rule.pattern is None else rule.pattern
    assert node is not None
    value = FhirValues(bearings.model, bearings.types, issues).value(node, codes[0], rule.where / word)
    yield from issues
    if not issues:
        yield from fixed_codes.check(value, codes[0], base, str(path), rule.where / word)


def _slices(profile: Profile, resource: str, bearings: Bearings) -> Iterator[Issue]:
    """DBEP2039: a slice that the model or a rule names, of an element that is not sliced here or in a parent."""
    declared = {
        _without_slice(rule.steps)
        for one in bearings.model.ancestors(profile)
        for rule in one.rules
        if rule.slicing is not None
    }
    top = bearings.model.ancestors(profile)[-1].parent
    if is_absolute(top):
        return  # a profile of another package may slice; its snapshot will tell
    reported: set[tuple[Step, ...]] = set()
    extensions = bearings.model.names.extensions  # `extension:id` is another slip, reported as that
    for rule in profile.rules:
        yield from _slice(
            rule.steps, rule.where, resource, declared, reported, extensions, bearings, on_key=True
        )
    one = bearings.model.classes.get(profile.implements or "")
    for element in one.all_elements() if one is not None else ():
        if element.maps is not None:
            yield from _slice(
                element.maps.steps, element.where / "maps", resource, declared, reported, extensions, bearings
            )


def _slice(
    steps: tuple[Step, ...],
    where: Where,
    resource: str,
    declared: set[tuple[Step, ...]],
    reported: set[tuple[Step, ...]],
    extensions: Collection[str],
    bearings: Bearings,
    *,
    on_key: bool = False,
) -> Iterator[Issue]:
    for index, step in enumerate(steps):
        if step.slice_name is None or (step.name in _EXTENSIONS and step.slice_name in extensions):
            continue
        if not _must_be_declared(steps[: index + 1], bearings, resource):
            continue
        sliced = _without_slice(steps[: index + 1])
        below_no_type = step.name.endswith(CHOICE) and index + 1 < len(steps)  # DBEP2071
        if sliced in declared or sliced in reported or below_no_type:
            continue
        reported.add(sliced)
        params = {
            "path": str(ElementPath(resource, steps[: index + 1])),
            "sliced": str(ElementPath(resource, sliced)),
        }
        yield Issue(NOT_SLICED, where.location(on_key=on_key), params)


def _must_be_declared(steps: tuple[Step, ...], bearings: Bearings, resource: str) -> bool:
    """Whether the last step is a slice that someone must declare: no type of a choice, and no part of an extension."""
    if any(one.extension is not None for one in steps[:-1]) and steps[-1].name == "extension":
        return False
    chain, _ = bearings.elements.along(ElementPath(resource, steps))
    return len(chain) != len(steps) + 1 or type_of_slice(steps[-1], chain[-1].type_codes) is None


def _without_slice(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return (*steps[:-1], Step(steps[-1].name))
