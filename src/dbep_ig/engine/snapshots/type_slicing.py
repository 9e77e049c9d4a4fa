"""Choice elements sliced by type: `value[x]:valueQuantity`, or `valueQuantity` for short.

The slicing is always by type and its rules follow from the types: closed when each type that is left has its slice, open
otherwise. A slice that must be there leaves room for no other type.

Source: https://hl7.org/fhir/R4/profiling.html#slicing
"""

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.documents import Resource

from .choices import short_name, slice_type
from .differential import Change, name_of, name_of_change
from .element_order import in_order
from .making import Applies
from .merging.types import TYPE_NOT_IN_BASE, type_code
from .slicing import SLICING_CHANGED, TYPE_DISCRIMINATOR, declared, is_sliced, named, type_slicing
from .tree import Element, Node

SPEC = "https://hl7.org/fhir/R4/profiling.html#slicing"

TYPE_SLICE_NAME = Rule(
    code="DBEP3145",
    name="type-slice-name",
    issue_type="business-rule",
    nb="Slicen av {path} for typen {type} heter {actual}, men skal hete {expected}",
    en="The slice of {path} for the type {type} is named {actual}, but must be named {expected}",
    spec=SPEC,
)
TYPE_SLICE_EXCLUDED = Rule(
    code="DBEP3146",
    name="type-slice-excluded",
    issue_type="business-rule",
    nb="{element} kan aldri forekomme, for {other} er påkrevd (min {min}) og {path} har bare én verdi",
    en="{element} can never be present, because {other} is required (min {min}) and {path} has only one value",
    spec=SPEC,
)
TYPE_SLICE_MANDATORY = Rule(
    code="DBEP3149",
    name="type-slice-mandatory",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="{element} blir påkrevd, for {path} er påkrevd og slicen har ingen min; sett min 0 for å tillate de andre typene",
    en="{element} becomes mandatory, because {path} is mandatory and the slice has no min; set min 0 to allow the other types",
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


def declared_by_type(main: Change) -> Resource | None:
    """The slicing that the differential declares, if it is by type; None for any other."""
    slicing = declared(main)
    return slicing if slicing and slicing.get("discriminator") == [TYPE_DISCRIMINATOR] else None


def of_short_form(base: Node, name: str) -> Node:
    """The choice as its short form names it: of that one type."""
    types = [one for one in base.element.get("type", ()) if short_name(base.name, type_code(one)) == name]
    return base.with_element({**base.element, "type": types}) if types else base


def slice_by_type(descent: Applies, base: Node, main: Change | None, changes: list[Change]) -> Node:
    """The choice element with its slices: those the differential speaks of, then the others of the base."""
    making = descent.making
    plain = Node(_without_slicing(base.element), base.name, None, base.children)
    node = plain if main is None else descent.element(plain, _undeclared(main, descent))
    element = dict(node.element)
    existing = {part.slice_name: part for part in base.slices}
    slices: list[Node] = []
    required: tuple[Change, str] | None = None
    for change in changes:
        code = slice_type(base.name, change, _codes(base.element)) or ""
        expected = short_name(base.name, code)
        name = change.slice_name or expected
        shown = name_of_change(change)
        if name != expected:
            making.report(
                TYPE_SLICE_NAME,
                change,
                "sliceName",
                path=base.name,
                type=code,
                actual=name,
                expected=expected,
            )
        if code not in _codes(element):
            making.report(TYPE_NOT_IN_BASE, change, element=shown, actual=code, allowed=_codes(element))
            continue
        part = existing.pop(name, None)
        if part is None:
            start = _start(base, code, optional=len(changes) > 1 or bool(base.slices))
            made = descent.element(start, change, in_slice=True, new_slice=True, common=main)
            if made.element.get("min", 0) > 0 and change.get("min") is None and len(_codes(element)) > 1:
                making.report(TYPE_SLICE_MANDATORY, change, element=shown, path=base.name)
        else:
            made = descent.element(part, change, in_slice=True)
        slices.append(named(made, name))
        if required is None and change.get("min"):
            required = (change, code)
    if required is not None:
        for change in changes:
            if change is not required[0]:
                making.report(
                    TYPE_SLICE_EXCLUDED,
                    change,
                    element=name_of_change(change),
                    other=name_of_change(required[0]),
                    min=1,
                    path=base.name,
                )
        element["type"] = [one for one in element.get("type", ()) if type_code(one) == required[1]]
        element["min"] = max(1, element.get("min", 0))
    slices += existing.values()
    rules = _rules(element, slices, short=any(change.name != base.name for change in changes))
    element["slicing"] = type_slicing("closed" if is_sliced(base) else rules)
    return Node(in_order(element), base.name, base.slice_name, node.children, slices)


def _rules(element: Element, slices: list[Node], *, short: bool) -> str:
    """Closed when each type has its slice. The value of an extension loses the types that a short form does not name."""
    if element.get("max") == "0":
        return "closed"
    types: list[Resource] = element.get("type", [])
    covered = {code for part in slices for code in _codes(part.element) if len(part.element["type"]) == 1}
    if all(type_code(one) in covered for one in types):
        return "closed"
    if short and (element.get("base") or {}).get("path") == "Extension.value[x]":
        element["type"] = [one for one in types if type_code(one) in covered]
        return "closed"
    return "open"


def _start(base: Node, code: str, *, optional: bool) -> Node:
    """What a slice starts from: the element with the one type. A slice among others is optional until someone demands it."""
    element = _without_slicing(base.element)
    if optional:
        element["min"] = 0
    own = [one for one in element.get("type", ()) if type_code(one) == code]
    if own:
        element["type"] = own
    return Node(element, base.name)


def _codes(element: Element) -> list[str]:
    return [type_code(one) for one in element.get("type", ())]


def _without_slicing(element: Element) -> Element:
    return {key: value for key, value in element.items() if key != "slicing"}


def _undeclared(main: Change, descent: Applies) -> Change:
    """What is said of the element but for its slicing: a choice sliced by type has only one, and that has no order."""
    own = declared(main)
    if own is None or main.element is None:
        return main
    if own.get("ordered") is True:
        descent.making.report(
            SLICING_CHANGED,
            main,
            "slicing",
            "ordered",
            element=name_of(main.element),
            key="ordered",
            actual=True,
            allowed=False,
        )
    plain = Change(_without_slicing(main.element), main.index, main.name)
    plain.children = main.children
    return plain
