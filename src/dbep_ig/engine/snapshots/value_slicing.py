"""Slices told apart by what is in them: each made from the element, or from the slice it reslices, with its own rules.

Source: https://hl7.org/fhir/R4/profiling.html#slicing
"""

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.documents import Resource

from .differential import Change, name_of_change
from .element_order import in_order
from .making import Applies
from .merging.extensions import describe_as_extension
from .slicing import (
    CLOSED_SLICING_EXTENDED,
    EXTENSION_STEPS,
    SLICE_WITHOUT_SLICING,
    SLICING_OF_SINGLE,
    declared,
    derived_slicing,
    extension_slicing,
    is_sliced,
    named,
    parent_slice,
    repeats,
)
from .tree import Element, Node, upper

SLICES_EXCEED_MAX = Rule(
    code="DBEP3147",
    name="slices-exceed-max",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Slicene av {path} krever til sammen minst {min}, men {path} har max {max}",
    en="The slices of {path} together require at least {min}, but {path} has max {max}",
    spec="https://hl7.org/fhir/R4/profiling.html#slicing",
)


def slice_by_value(descent: Applies, base: Node, main: Change | None, changes: list[Change]) -> Node:
    """The element with its slices: the base's first, each with its change, then the new ones."""
    slicing, understood = _slicing(descent, base, main, changes)
    node = descent.unsliced(base, main, in_slice=False)
    if main is None and base.name in EXTENSION_STEPS and not is_sliced(base):
        node = node.with_element(dict(node.element))
        describe_as_extension(node.element)
    wanted = {change.slice_name: change for change in changes}
    slices: list[Node] = []
    for part in base.slices:
        change = wanted.pop(part.slice_name, None)
        slices.append(part if change is None else _slice(descent, part, change))
    sliced = is_sliced(base)
    closed = sliced and (base.element.get("slicing") or {}).get("rules") == "closed"
    inherit = not sliced and descent.making.snapshots.slices_inherit
    for change in sorted(wanted.values(), key=lambda new: parent_slice(str(new.slice_name)) in wanted):
        if closed:
            name = name_of_change(change)
            descent.making.report(CLOSED_SLICING_EXTENDED, change, element=name, path=base.name)
            continue
        _add(
            descent,
            slices,
            base,
            change,
            main if not sliced else None,
            node.element if inherit else base.element,
        )
    element: Element = {**node.element, "slicing": slicing}
    _check_sum(descent, element, slices, base.name, main or changes[0], understood=understood)
    return Node(in_order(element), base.name, base.slice_name, node.children, slices)


def _slicing(
    descent: Applies, base: Node, main: Change | None, changes: list[Change]
) -> tuple[Resource, bool]:
    """How the element is sliced, and whether that is understood without being said."""
    making = descent.making
    change = changes[0]
    understood = declared(main) is None
    if main is not None and not understood:
        slicing = derived_slicing(base.element, main, making)
    elif "slicing" in base.element:
        slicing = base.element["slicing"]
    elif base.name in EXTENSION_STEPS:
        slicing = extension_slicing()
    else:
        making.report(
            SLICE_WITHOUT_SLICING, change, "sliceName", element=name_of_change(change), path=base.name
        )
        return {}, True
    if not is_sliced(base) and not repeats(base.element, main):
        making.report(SLICING_OF_SINGLE, change, element=name_of_change(change), max=base.element.get("max"))
    return dict(slicing), understood


def _slice(descent: Applies, part: Node, change: Change) -> Node:
    """A slice of the base with its change; how it is sliced again is its own."""
    return named(descent.element(part, change, in_slice=True), change.slice_name)


def _add(
    descent: Applies, slices: list[Node], base: Node, change: Change, common: Change | None, limits: Element
) -> None:
    """A slice that the base does not have: made from the element, a reslice from the slice it reslices."""
    above = parent_slice(str(change.slice_name))
    place = None
    if above is not None:
        place = next((place for place, part in enumerate(slices) if part.slice_name == above), None)
    if above is None or place is None:
        origin, place = _start(base, limits), len(slices) - 1
    else:
        origin, common = _start(slices[place], slices[place].element), None
        while place + 1 < len(slices) and str(slices[place + 1].slice_name).startswith(above + "/"):
            place += 1
    further = is_sliced(base)
    made = descent.element(
        origin, change, in_slice=True, new_slice=True, further=further, common=None if further else common
    )
    slices.insert(place + 1, named(made, change.slice_name))


def _start(origin: Node, limits: Element) -> Node:
    """What a slice starts from: the element, optional until someone demands it, no more often than the element."""
    element = {key: value for key, value in origin.element.items() if key != "slicing"}
    element["min"] = 0
    if upper(str(limits.get("max", "*"))) < upper(str(element.get("max", "*"))):
        element["max"] = limits["max"]
    return Node(element, origin.name, None, origin.children)


def _check_sum(
    descent: Applies, element: Element, slices: list[Node], path: str, change: Change, *, understood: bool
) -> None:
    """What the slices demand together the element must allow; where nobody declared the slicing it demands as much itself."""
    total = sum(part.element.get("min", 0) for part in slices if "/" not in str(part.slice_name))
    if total > upper(str(element.get("max", "*"))):
        descent.making.report(SLICES_EXCEED_MAX, change, path=path, min=total, max=element.get("max"))
    if understood and descent.making.snapshots.slices_inherit and total > element.get("min", 0):
        element["min"] = total
