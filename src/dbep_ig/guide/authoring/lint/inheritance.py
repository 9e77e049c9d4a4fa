"""A subclass narrows: what it says of an inherited element lies within what its parent says."""

from collections.abc import Iterator, Mapping

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Element, ElementType, Model, ModelClass
from dbep_ig.guide.authoring.model_rules import (
    MAPS_ELSEWHERE,
    TYPE_NOT_IN_PARENT_CLASS,
    WIDER_THAN_PARENT_CLASS,
)


def check_inheritance(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2006, DBEP2013, DBEP2014."""
    model = bearings.model
    for one in model.classes.values():
        parent = model.classes.get(one.extends) if one.extends is not None else None
        if parent is not None:
            yield from _check(one.elements, parent.elements, one, parent, model)


def _check(
    elements: Mapping[str, Element],
    inherited: Mapping[str, Element],
    one: ModelClass,
    parent: ModelClass,
    model: Model,
) -> Iterator[Issue]:
    for name, element in elements.items():
        above = inherited.get(name)
        if above is None or above is element or element.declared_in != one.name:
            continue
        if not above.cardinality.holds(element.cardinality):
            params = {
                "cardinality": str(element.cardinality),
                "parent_cardinality": str(above.cardinality),
                "parent": parent.name,
            }
            at = (element.where / "cardinality").location()
            yield Issue(WIDER_THAN_PARENT_CLASS, at, params, related=(above.where.location(on_key=True),))
        for one_type in _outside(element, above, model):
            params = {"type": str(one_type), "parent": parent.name, "allowed": _shown(above)}
            yield Issue(TYPE_NOT_IN_PARENT_CLASS, (element.where / "type").location(), params)
        if above.maps is not None and element.maps != above.maps:
            params = {"path": str(element.maps), "parent": parent.name, "parent_path": str(above.maps)}
            yield Issue(MAPS_ELSEWHERE, (element.where / "maps").location(), params)
        yield from _check(element.elements, above.elements, one, parent, model)


def _shown(element: Element) -> str:
    return " | ".join(str(one) for one in element.types)


def _outside(element: Element, above: Element, model: Model) -> Iterator[ElementType]:
    """Types, cut to the targets that are at fault, that the parent does not allow."""
    for one in element.types:
        same = [other for other in above.types if other.name == one.name]
        if not same:
            yield one
            continue
        allowed = {target for other in same for target in other.targets}
        if not allowed:
            continue
        wrong = tuple(target for target in one.targets if not _is_kind_of(target, allowed, model))
        if wrong or not one.targets:
            yield ElementType(one.name, wrong)


def _is_kind_of(target: str, allowed: set[str], model: Model) -> bool:
    lineage = model.lineage(target)
    known = {one.name for one in lineage} | {target}
    return bool(known & allowed) or any(one.is_cut_off for one in lineage)
