"""How an element is sliced: what a differential may say of the slicing, and what is understood without being said.

Source: https://hl7.org/fhir/R4/profiling.html#slicing
"""

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.fhir.documents import Resource

from .differential import Change, name_of
from .element_order import in_order
from .making import Making
from .tree import Element, Node, upper

SPEC = "https://hl7.org/fhir/R4/profiling.html#slicing"

SLICE_WITHOUT_SLICING = Rule(
    code="DBEP3140",
    name="slicing-undeclared",
    issue_type="business-rule",
    nb="{element} er en slice, men verken basen eller differensialet sier hvordan {path} er delt opp (slicing)",
    en="{element} is a slice, but neither its base nor the differential says how {path} is sliced",
    spec=SPEC,
)
SLICE_NAME_TWICE = Rule(
    code="DBEP3141",
    name="slice-name-twice",
    issue_type="business-rule",
    nb="Slicen {slice} av {path} står mer enn én gang",
    en="The slice {slice} of {path} appears more than once",
    spec=SPEC,
)
SLICING_CHANGED = Rule(
    code="DBEP3142",
    name="slicing-changed",
    issue_type="business-rule",
    nb="{element} har slicing med {key} {actual}, men basen har {allowed}",
    en="{element} has slicing with {key} {actual}, but its base has {allowed}",
    spec=SPEC,
)
CLOSED_SLICING_EXTENDED = Rule(
    code="DBEP3143",
    name="closed-slicing-extended",
    issue_type="business-rule",
    nb="{element} er en ny slice, men basen har lukket slicing av {path}",
    en="{element} is a new slice, but the slicing of {path} is closed in its base",
    spec=SPEC,
)
SLICING_OF_SINGLE = Rule(
    code="DBEP3144",
    name="slicing-of-single",
    issue_type="business-rule",
    nb="{element} har slicing av et element som ikke kan gjentas (max {max})",
    en="{element} slices an element that does not repeat (max {max})",
    spec=SPEC,
)
EXTENSION_STEPS = ("extension", "modifierExtension")
TYPE_DISCRIMINATOR = {"type": "type", "path": "$this"}


def extension_slicing() -> Resource:
    """Extensions are sliced by their url, whether or not anyone says so."""
    return {"discriminator": [{"type": "value", "path": "url"}], "ordered": False, "rules": "open"}


def type_slicing(rules: str) -> Resource:
    """A choice element is sliced by type when its slices are named for types."""
    return {"discriminator": [dict(TYPE_DISCRIMINATOR)], "ordered": False, "rules": rules}


def is_sliced(base: Node) -> bool:
    """Whether the base already says how the element is sliced, or has slices of it."""
    return "slicing" in base.element or bool(base.slices)


def declared(main: Change | None) -> Resource | None:
    """The slicing that the differential declares on the element itself."""
    slicing = None if main is None else main.get("slicing")
    return slicing if isinstance(slicing, dict) else None


def derived_slicing(base: Element, main: Change, making: Making, *, choice: bool = False) -> Resource:
    """The base's slicing with what the differential says of it; a contradiction is reported.

    choice  a choice sliced by type: its rules follow from its types
    """
    inherited: Resource = base.get("slicing", {})
    own = declared(main)
    if own is None or not inherited:
        return own or inherited
    element = name_of(main.element or {})
    refused: set[str] = set()

    def refuse(key: str, actual: object, allowed: object) -> None:
        refused.add(key)
        making.report(
            SLICING_CHANGED, main, "slicing", key, element=element, key=key, actual=actual, allowed=allowed
        )

    if own.get("ordered", False) is False and inherited.get("ordered", False) is True and "ordered" in own:
        refuse("ordered", own["ordered"], inherited["ordered"])
    before = [_discriminator(one) for one in inherited.get("discriminator", ())]
    now = [_discriminator(one) for one in own.get("discriminator", ())]
    if now and before and not set(before) <= set(now):
        refuse("discriminator", now, before)
    if not choice and inherited.get("rules", "open") != "open" and own.get("rules", "closed") == "open":
        refuse("rules", own["rules"], inherited["rules"])
    return {**inherited, **{key: value for key, value in own.items() if key not in refused}}


def _discriminator(one: Resource) -> str:
    return f"{one.get('type')}:{one.get('path')}"


def repeats(element: Element, main: Change | None) -> bool:
    """Whether an element may be sliced at all: it repeats, here or where it was first defined, or is cut to one slice."""
    limits = [element.get("max", "*"), (element.get("base") or {}).get("max", "*")]
    return any(upper(str(limit)) > 1 for limit in limits) or (main is not None and main.get("max") == "1")


def parent_slice(slice_name: str) -> str | None:
    """`a/b` reslices `a`; None for a slice of the element itself."""
    return slice_name.rpartition("/")[0] or None


def named(node: Node, slice_name: str | None) -> Node:
    """The node as the slice of this name."""
    if slice_name is None:
        return node
    element = in_order({**node.element, "sliceName": slice_name})
    return Node(element, node.name, slice_name, node.children, node.slices)
