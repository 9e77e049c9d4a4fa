"""A snapshot as a tree: children under their element, slices under the element they slice.

Trees are shared between the snapshots that are made from them, so a node is never changed once it is built: a change is a
new node that keeps the children it did not touch. That is what makes a snapshot cost what its differential costs.

Source: https://hl7.org/fhir/R4/elementdefinition.html#id
"""

from collections.abc import Iterable, Sequence

from dbep_ig.engine.fhir.documents import Resource

Element = Resource  # an ElementDefinition as plain JSON


def upper(maximum: str) -> float:
    """`max` as a number: `*` is infinite; what is not a number limits nothing (the validator reports it)."""
    return int(maximum) if maximum.isdecimal() else float("inf")


class Node:
    """One element of a snapshot.

    element     the ElementDefinition; its `path` and `id` are those of the snapshot it stood in, `flatten` makes them right
    name        the last step of the path: `identifier`, `value[x]`; the type's name at the root
    slice_name  `a`, or `a/b` for a reslice; None for the element itself
    children    in order; an element whose slices stand without it appears as its first slice
    slices      of this element, in order, reslices after the slice they reslice
    """

    __slots__ = ("children", "element", "name", "slice_name", "slices")

    def __init__(
        self,
        element: Element,
        name: str,
        slice_name: str | None = None,
        children: Sequence["Node"] = (),
        slices: Sequence["Node"] = (),
    ) -> None:
        self.element = element
        self.name = name
        self.slice_name = slice_name
        self.children = children
        self.slices = slices

    def with_element(self, element: Element) -> "Node":
        """The same node with another ElementDefinition."""
        return Node(element, self.name, self.slice_name, self.children, self.slices)


def grow(elements: Iterable[Element]) -> Node | None:
    """The tree of a snapshot's elements; None when there are none. Elements outside the root's path are left out."""
    open_nodes: list[tuple[str, Node, list[Node], list[Node]]] = []  # path, node, its children, its slices
    root: Node | None = None
    for element in elements:
        path = str(element.get("path", ""))
        slice_name = element.get("sliceName")
        children: list[Node] = []
        slices: list[Node] = []
        node = Node(element, path.rpartition(".")[2], slice_name, children, slices)
        if root is None:
            root = node
            open_nodes.append((path, node, children, slices))
            continue
        depth = path.count(".")
        if depth == 0 or depth > len(open_nodes):
            continue
        parent_path, _, siblings, _ = open_nodes[depth - 1]
        if not path.startswith(parent_path + "."):
            continue
        del open_nodes[depth:]
        last = siblings[-1] if siblings else None
        if slice_name is not None and last is not None and last.name == node.name:
            last.slices.append(node)  # type: ignore[attr-defined]  # a list while the tree grows
        else:
            siblings.append(node)
        open_nodes.append((path, node, children, slices))
    return root


def element_id(parent_id: str, name: str, slice_name: str | None) -> str:
    """The id of an element: `Patient.name` + `family` -> `Patient.name.family`; slices after a colon, no underscores."""
    step = name if slice_name is None else f"{name}:{slice_name}"
    return f"{parent_id}.{step.replace('_', '-')}"


def flatten(root: Node, root_name: str) -> list[Element]:
    """The elements in snapshot order, each with the path and id of its place. Elements whose place is right are shared."""
    out: list[Element] = []
    _emit(root, root_name, root_name, out)
    return out


def _emit(node: Node, path: str, node_id: str, out: list[Element]) -> None:
    element = node.element
    if element.get("path") != path or element.get("id") != node_id:
        element = {**element, "id": node_id, "path": path}
    out.append(element)
    parent_id = node_id
    for child in node.children:
        child_path = f"{path}.{child.name}"
        _emit(child, child_path, element_id(parent_id, child.name, child.slice_name), out)
        for part in child.slices:
            _emit(part, child_path, element_id(parent_id, part.name, part.slice_name), out)
