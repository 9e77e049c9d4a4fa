"""The children of an element whose content is defined elsewhere: in its type, in the type's profile, or where it refers to.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.fhir.uris import core_canonical, split_canonical

from .differential import Change, name_of
from .making import Making
from .merging.types import working_code
from .tree import Element, Node

SPEC = "https://hl7.org/fhir/R4/profiling.html#snapshot"

SEVERAL_TYPES = Rule(
    code="DBEP3114",
    name="children-of-several-types",
    issue_type="business-rule",
    nb="{element} har regler for {child}, men kan ha typene {types}, og ikke alle har det elementet",
    en="{element} has rules for {child}, but can be of the types {types}, which do not all have that element",
    spec=SPEC,
)
TYPE_UNKNOWN = Rule(
    code="DBEP3115",
    name="type-unknown",
    issue_type="not-found",
    nb="Fant ikke typen {type} til {element}",
    en="The type {type} of {element} was not found",
    spec=SPEC,
)
_SHARED = ("id", "extension")  # what every type has, from Element


def expand(element: Element, change: Change, making: Making) -> tuple[Element, list[Node]]:
    """The element as it is when its children are spelled out, and the children.

    An element with a content reference becomes one of the type it refers to.
    """
    types = element.get("type") or []
    reference = element.get("contentReference")
    if not types and isinstance(reference, str):
        return _referred(element, reference, change, making)
    if not types:
        root = making.tree(core_canonical("Element"))
        return element, list(root.children) if root is not None else []
    codes = list(dict.fromkeys(working_code(one) for one in types))
    if len(codes) > 1:
        outside = [child.name for child in change.children if child.name not in _SHARED]
        if outside:
            making.report(
                SEVERAL_TYPES, change, element=_name(element, change), child=outside[0], types=codes
            )
            return element, []
        codes = ["Element"]
    profiles = [profile for one in types for profile in one.get("profile", ())]
    if len(profiles) == 1:
        node = type_profile(profiles[0], making)
        if node is not None and node.children:
            return element, list(node.children)
    root = making.tree(core_canonical(codes[0]))
    if root is None:
        making.report(TYPE_UNKNOWN, change, element=_name(element, change), type=codes[0])
        return element, []
    return element, list(root.children)


def type_profile(canonical: str, making: Making) -> Node | None:
    """The root of a profile on a type; of `url#slice`, that slice of its extensions. None when it is not known."""
    url, version, fragment = split_canonical(canonical)
    root = making.tree(url if version is None else f"{url}|{version}")
    if root is None or fragment is None:
        return root
    for child in root.children:
        for part in child.slices:
            if fragment in (part.slice_name, part.element.get("id")):
                return part
    return None


def _referred(element: Element, reference: str, change: Change, making: Making) -> tuple[Element, list[Node]]:
    url, _, element_id = reference.partition("#")
    root = making.tree(url) if url else None
    node = _find(root, element_id) if root is not None else None
    if node is None:
        making.report(TYPE_UNKNOWN, change, element=_name(element, change), type=reference)
        return element, []
    spelled = {key: value for key, value in element.items() if key != "contentReference"}
    spelled["type"] = node.element.get("type", [])
    return spelled, list(node.children)


def _find(root: Node, path: str) -> Node | None:
    node = root
    for name in path.split(".")[1:]:
        found = next((child for child in node.children if child.name == name), None)
        if found is None:
            return None
        node = found
    return node


def _name(element: Element, change: Change) -> str:
    return name_of(change.element or element)
