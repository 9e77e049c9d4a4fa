"""New elements: a type or logical model that specialises another adds elements of its own.

An element with children of its own is a backbone and inherits what its type has (`id`, `extension`, `modifierExtension`).

Source: https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.derivation
"""

from dbep_ig.engine.fhir.uris import core_canonical

from .differential import Change
from .element_order import in_order
from .expansion import expand
from .making import Applies, Making
from .merging.types import working_code
from .tree import Element, Node


def as_new_root(root: Node, name: str, *, is_logical: bool) -> Node:
    """The root of the new type. A type of FHIR is defined by itself; a logical model keeps what it is derived from."""
    element = {**root.element, "path": name, "id": name}
    if not is_logical:
        element["base"] = {"path": name, "min": element.get("min", 0), "max": element.get("max", "*")}
    return Node(element, name, None, root.children)


def new_element(change: Change, descent: Applies) -> Node:
    """The element as the differential defines it, with the children it inherits from its type and its own."""
    said: Element = dict(change.element) if change.element is not None else {"path": change.name}
    said.setdefault("min", 0)
    said.setdefault("max", "*")
    said["base"] = {"path": said["path"], "min": said["min"], "max": said["max"]}
    children: list[Node] = []
    if change.children:
        if said.get("type"):
            said, inherited = expand(said, change, descent.making)
            children = descent.children(inherited, change, in_slice=False, path=change.name)
            _take_invariants(said, descent.making)
        else:
            children = [new_element(child, descent) for child in change.children]
    return Node(in_order(said), change.name, change.slice_name, children)


def _take_invariants(said: Element, making: Making) -> None:
    """What holds for the type holds for an element whose content is spelled out: ele-1 of every backbone."""
    types = said["type"]
    root = making.tree(core_canonical(working_code(types[0]))) if len(types) == 1 else None
    inherited = [] if root is None else root.element.get("constraint", [])
    if inherited:
        keys = {constraint.get("key") for constraint in inherited}
        own = [one for one in said.get("constraint", ()) if one.get("key") not in keys]
        said["constraint"] = [*inherited, *own]
