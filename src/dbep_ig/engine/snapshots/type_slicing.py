"""Choice elements sliced by type: `value[x]:valueQuantity`, or `valueQuantity` for short.

The slicing is always by type and its rules follow from the types: closed when each type that is left has its slice, open
otherwise. A slice that must be there leaves room for no other type.

Source: https://hl7.org/fhir/R4/profiling.html#slicing
"""

from typing import TYPE_CHECKING

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.json_types import Resource

from .choices import short_name, slice_type
from .differential import Change
from .element_order import in_order
from .merging.cardinality import name_of
from .merging.types import TYPE_NOT_IN_BASE
from .merging.values import type_code
from .slicing import SLICING_CHANGED, TYPE_DISCRIMINATOR, declared, type_slicing
from .tree import Element, Node

if TYPE_CHECKING:
    from .walk import Walk

SPEC = "https://hl7.org/fhir/R4/profiling.html#slicing"

TYPE_SLICE_NAME = Rule(
    code="DBEP3145",
    name="type-slice-name",
    severity=Severity.ERROR,
    issue_type="business-rule",
    nb="Slicen av {path} for typen {type} heter {actual}, men skal hete {expected}",
    en="The slice of {path} for the type {type} is named {actual}, but must be named {expected}",
    spec=SPEC,
    hapi=("SLICE_NAME_MUST_BE",),
)
TYPE_SLICE_EXCLUDED = Rule(
    code="DBEP3146",
    name="type-slice-excluded",
    severity=Severity.ERROR,
    issue_type="business-rule",
    nb="{element} kan aldri forekomme, for {other} må forekomme (min {min}) og {path} har bare én verdi",
    en="{element} can never be there, because {other} must be (min {min}) and {path} has one value only",
    spec=SPEC,
)


def sliced_by_type(base: Node, main: Change | None, slices: list[Change]) -> bool:
    """Whether these are slices for types: each names one, and nobody says that the element is sliced by something else."""
    slicing = declared(main) or base.element.get("slicing") or {}
    discriminators = slicing.get("discriminator", [])
    if discriminators and discriminators != [TYPE_DISCRIMINATOR]:
        return False
    codes = _codes(base.element)
    return all(slice_type(base.name, change, codes) is not None for change in slices)


def slice_by_type(walk: "Walk", base: Node, main: Change | None, changes: list[Change]) -> Node:
    """The choice element with its slices."""
    run = walk.run
    own = declared(main)
    if main is not None and own is not None and own.get("ordered") is True:
        run.report(
            SLICING_CHANGED,
            main,
            "slicing",
            "ordered",
            element=name_of(main.element or {}),
            key="ordered",
            actual=True,
            allowed=False,
        )
    plain = Node({k: v for k, v in base.element.items() if k != "slicing"}, base.name, None, base.children)
    node = plain if main is None else walk.element(_without_slicing(plain), _plain(main))
    element = dict(node.element)
    existing = {part.slice_name: part for part in base.slices}
    slices: list[Node] = []
    required: tuple[Change, str] | None = None
    short = False
    for change in changes:
        code = slice_type(base.name, change, _codes(base.element)) or ""
        name = change.slice_name or short_name(base.name, code)
        short = short or change.name != base.name
        expected = short_name(base.name, code)
        if name != expected:
            run.report(
                TYPE_SLICE_NAME,
                change,
                "sliceName",
                path=base.name,
                type=code,
                actual=name,
                expected=expected,
            )
        if code not in _codes(element):
            run.report(
                TYPE_NOT_IN_BASE,
                change,
                element=name_of(change.element or {}),
                actual=code,
                allowed=_codes(element),
            )
        part = existing.pop(name, None)
        origin = part if part is not None else _type_slice(base, name, code, changes=change)
        made = walk.slice(origin, change, in_slice=True)
        made = Node(
            in_order({**made.element, "sliceName": name}), base.name, name, made.children, made.slices
        )
        slices.append(made)
        if made.element.get("min", 0) > 0 and required is None:
            required = (change, code)
    if required is not None:
        for change in changes:
            if change is not required[0]:
                run.report(
                    TYPE_SLICE_EXCLUDED,
                    change,
                    element=name_of(change.element or {}),
                    other=name_of(required[0].element or {}),
                    min=1,
                    path=base.name,
                )
        element["type"] = [one for one in element.get("type", ()) if type_code(one) == required[1]]
        element["min"] = max(1, element.get("min", 0))
    slices += existing.values()
    element["slicing"] = type_slicing(_rules(element, slices, base, short=short))
    return Node(in_order(element), base.name, base.slice_name, node.children, slices)


def _rules(element: Element, slices: list[Node], base: Node, *, short: bool) -> str:
    """Closed when each type has its slice. The value of an extension loses the types that a short form does not name."""
    if "slicing" in base.element:
        return str(base.element["slicing"].get("rules", "closed"))
    if element.get("max") == "0":
        return "closed"
    covered = {
        type_code(one)
        for part in slices
        for one in part.element.get("type", ())
        if len(part.element["type"]) == 1
    }
    left = [one for one in element.get("type", ()) if type_code(one) not in covered]
    if not left:
        return "closed"
    if short and str((element.get("base") or {}).get("path")) == "Extension.value[x]":
        element["type"] = [one for one in element["type"] if type_code(one) in covered]
        return "closed"
    return "open"


def _type_slice(base: Node, name: str, code: str, *, changes: Change) -> Node:
    element: Element = {key: value for key, value in base.element.items() if key != "slicing"}
    element["min"] = 0
    types: list[Resource] = element.get("type", [])
    own = [one for one in types if type_code(one) == code]
    if own:
        element["type"] = own
    return Node(element, base.name, name)


def _codes(element: Element) -> list[str]:
    return [type_code(one) for one in element.get("type", ())]


def _without_slicing(node: Node) -> Node:
    return node


def _plain(change: Change) -> Change:
    """The change without its slicing: for a choice sliced by type there is only one."""
    if change.element is None or "slicing" not in change.element:
        return change
    plain = Change({k: v for k, v in change.element.items() if k != "slicing"}, change.index, change.name)
    plain.children = change.children
    return plain
