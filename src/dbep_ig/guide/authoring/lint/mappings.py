"""Every `maps:` leads to an element that R4 has, and says nothing wider than R4 does.

Cardinality is compared along the whole path: `CarePlan.activity.reference` may occur 0..* times, since activity may.
"""

import re
from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Location, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.element_paths import PATH_PATTERN, ElementPath, Step, parse_path
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.model import Binding, Cardinality, Element, ElementType, ModelClass
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlScalar

from .fhir_rules import (
    BINDING_ON_OTHER_TYPE,
    CLASS_MAPS_ELSEWHERE,
    CODED,
    EXTENSION_DISAGREES,
    EXTENSION_ELSEWHERE,
    OTHER_RESOURCE,
    SAME_PLACE,
    TARGET_NOT_ALLOWED,
    TYPE_NOT_IN_FHIR,
    UNKNOWN_ELEMENT,
    UNKNOWN_EXTENSION,
    UNKNOWN_RESOURCE,
    UNKNOWN_SLICE,
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
            yield Issue(SAME_PLACE, _on(later.where / "maps", later).location(), params)


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
            yield from (item for item in elements_along(path, at, bearings) if isinstance(item, Issue))
            return
        params = {"path": str(path), "resource": one.resource}
        yield Issue(OTHER_RESOURCE, _on(at, element).location(), params)
        return
    sliced = as_slice(path.steps, at, bearings)
    if sliced is not None:
        yield sliced
        return
    walked = list(elements_along(path, at, bearings))
    yield from (item for item in walked if isinstance(item, Issue))
    chain = [item for item in walked if isinstance(item, FhirElement)]
    if len(chain) != len(path.steps) + 1:
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
        yield Issue(WIDER_THAN_FHIR, _on(element.where / "cardinality", element).location(), params)
    last = path.steps[-1] if path.steps else None
    if last is not None and last.extension is not None:
        spelled = as_written(path, at)
        yield from _extension(element, last.extension, spelled, bearings)
        yield from _context(spelled, chain[-2], last.extension, at, bearings)
    elif not any(kind.name == _GROUP for kind in element.types):
        yield from check_types(
            element.types, chain[-1], str(path), _on(element.where / "type", element), bearings
        )
        yield from check_binding(
            element.binding, element.types, chain[-1], str(path), element.where / "binding"
        )


def as_slice(steps: tuple[Step, ...], at: Where, bearings: Bearings, *, on_key: bool = False) -> Issue | None:
    """DBEP2060 for `extension:id`, where `extension(id)` names an extension here."""
    for step in steps:
        if step.slice_name in bearings.model.names.extensions and step.name in (
            "extension",
            "modifierExtension",
        ):
            form = f"{step.name}({step.slice_name})"
            hint = Text(f"; mente du «{form}»?", f"; did you mean `{form}`?")
            params = {"name": step.slice_name, "sliced": step.name, "hint": hint}
            return Issue(UNKNOWN_SLICE, at.location(on_key=on_key), params)
    return None


def _on(preferred: Where, element: Element) -> Where:
    """The keyword's place, or the element's where the keyword is inherited."""
    return preferred if preferred.node is not None else element.where


def elements_along(path: ElementPath, at: Where, bearings: Bearings) -> Iterator[FhirElement | Issue]:
    """The elements along a path, root first, then an issue if it leads nowhere.

    The issue is shown at the step that is wrong, inside the text at `at`.
    """
    found, candidates = bearings.elements.along(path)
    yield from found
    spelled = as_written(path, at)
    if not found:
        hint = did_you_mean(path.resource, bearings.resource_names())
        yield Issue(UNKNOWN_RESOURCE, at.range(0, len(path.resource)), {"name": path.resource, "hint": hint})
        return
    reached = len(found) - 1
    if reached < len(path.steps):
        name = path.steps[reached].name
        start = _start_of(spelled, reached)
        owner = found[-1].definition["path"]
        params = {"name": name, "owner": owner, "hint": did_you_mean(name, candidates)}
        location = at.range(start, start + len(name)) if at.node is not None else at.location()
        yield Issue(UNKNOWN_ELEMENT, location, params)
    for index, step in enumerate(path.steps[:reached]):
        if step.extension is None or step.extension in bearings.model.extensions:
            continue
        if bearings.extension(step.extension) is None:
            params = {
                "name": step.extension,
                "hint": did_you_mean(step.extension, bearings.model.names.extensions),
            }
            yield Issue(UNKNOWN_EXTENSION, _extension_at(spelled, index, at), params)


def as_written(path: ElementPath, at: Where) -> ElementPath:
    """The path as it stands at `at`, where ids may lack the guide's prefix; the path itself where it does not stand there."""
    node = at.node
    text = node.text.strip() if isinstance(node, YamlScalar) else ""
    return parse_path(text) if re.fullmatch(PATH_PATTERN, text) else path


def _start_of(path: ElementPath, index: int) -> int:
    """Where the step begins in the path's text."""
    return len(".".join((path.resource, *(str(one) for one in path.steps[:index])))) + 1


def _extension_at(path: ElementPath, index: int, at: Where) -> Location:
    """Where the id in `extension(id)` stands."""
    step = path.steps[index]
    if at.node is None or step.extension is None:
        return at.location()
    start = _start_of(path, index) + len(step.name) + 1
    return at.range(start, start + len(step.extension))


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
    for one in types:
        if bearings.types.kind(one.name) is None:
            continue  # reported as unknown
        if one.name not in base.type_codes:
            params: dict[str, Any] = {"path": path, "type": one.name, "allowed": base.type_codes}
            yield Issue(TYPE_NOT_IN_FHIR, at.location(), params)
            continue
        for target in one.targets if allowed_targets and "Resource" not in allowed_targets else ():
            resource = bearings.resource_of_target(target)
            if resource is not None and resource not in allowed_targets:
                params = {"path": path, "target": target, "resource": resource, "allowed": allowed_targets}
                yield Issue(TARGET_NOT_ALLOWED, at.location(), params)


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


def _context(
    spelled: ElementPath, holder: FhirElement, name: str, at: Where, bearings: Bearings
) -> Iterator[Issue]:
    """DBEP2046: the extension's contexts of type `element` hold the element it stands on, by path or by type."""
    own = bearings.model.extensions.get(name)
    if own is not None:
        contexts = list(own.context)
        if not all(_is_element(one, bearings) for one in contexts):
            return  # reported at the extension
    else:
        other = bearings.extension(name) or {}
        contexts = [one["expression"] for one in other.get("context", ()) if one.get("type") == "element"]
        if len(contexts) != len(other.get("context", ())):
            return  # FHIRPath and extension contexts are for the validator, which has an instance to look at
    stands_on = str(holder.definition["path"])
    types = [stands_on] if "." not in stands_on else list(holder.type_codes)
    for context in contexts:
        if context == stands_on or any(bearings.types.is_subtype(one, context) for one in types):
            return
    if contexts:
        params = {"extension": spelled.steps[-1].extension, "context": contexts, "path": stands_on}
        yield Issue(EXTENSION_ELSEWHERE, _extension_at(spelled, len(spelled.steps) - 1, at), params)


def _is_element(path: str, bearings: Bearings) -> bool:
    type_name, _, rest = path.partition(".")
    element = bearings.elements.root(type_name)
    for name in rest.split(".") if rest else ():
        element = bearings.elements.children(element).get(name) if element is not None else None
    return element is not None


def _is_type(one: ElementType, bearings: Bearings) -> bool:
    return one.name == _GROUP or bearings.types.kind(one.name) in ("complex-type", "primitive-type")


def _extension(element: Element, name: str, spelled: ElementPath, bearings: Bearings) -> Iterator[Issue]:
    """The element's type is the extension's."""
    own = bearings.model.extensions.get(name)
    if own is not None:
        if not all(_is_type(one, bearings) for one in (*own.types, *element.types)):
            return  # reported as unknown
        if bool(own.types) == bool(own.parts):
            return  # what the extension is, is reported as not clear
        types = {str(one) for one in own.types}
        same = (not types and any(one.name == _GROUP for one in element.types)) or {
            str(one) for one in element.types
        } == types
        shown = " | ".join(sorted(types)) or _GROUP
    else:
        other = bearings.extension(name)
        if other is None:
            return
        allowed = [
            one["code"]
            for part in other.get("snapshot", {}).get("element", ())
            if part["path"] == "Extension.value[x]" and part.get("max") != "0"
            for one in part.get("type", ())
        ]
        same = not allowed or all(one.name in allowed for one in element.types)
        shown = " | ".join(allowed)
    if not same:
        written = " | ".join(str(one) for one in element.types)
        params = {"type": written, "extension": spelled.steps[-1].extension, "extension_type": shown}
        yield Issue(EXTENSION_DISAGREES, _on(element.where / "type", element).location(), params)
