"""A differential grown as a tree and written in the order of the base, as the snapshot algorithms expect it.

Source: https://hl7.org/fhir/R4/profiling.html#differential and https://hl7.org/fhir/R4/elementdefinition.html#id
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.snapshots.element_order import in_order
from dbep_ig.guide.authoring.element_paths import Step
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.yaml_nodes import Where


class Node:
    """An element of the differential: what is said of it, and where each of those things was said."""

    __slots__ = ("base", "children", "name", "said", "slice_name", "where", "where_of")

    def __init__(self, name: str, slice_name: str | None, base: FhirElement | None) -> None:
        self.name = name
        self.slice_name = slice_name
        self.base = base
        self.children: dict[tuple[str, str | None], Node] = {}
        self.said: dict[str, Any] = {}
        self.where: Where | None = None
        self.where_of: dict[str, Where] = {}

    def say(self, member: str, value: Any, where: Where) -> None:
        """State a member of the ElementDefinition; a later word replaces an earlier one."""
        self.said[member] = value
        self.where_of[member] = where

    def child(self, step: Step, slice_name: str | None, base: FhirElement | None) -> "Node":
        """The child for a step, made if it is not there."""
        key = (step.name, slice_name)
        found = self.children.get(key)
        if found is None:
            found = self.children[key] = Node(step.name, slice_name, base)
        return found

    def ordered(self) -> list["Node"]:
        """Children in the base's order; slices after what they slice, in the order they were named."""
        numbered = list(enumerate(self.children.values()))
        numbered.sort(key=lambda pair: (_position(pair[1]), pair[1].slice_name is not None, pair[0]))
        return [node for _, node in numbered]


def _position(node: Node) -> int:
    return node.base.order if node.base is not None else 1_000_000


def written(root: Node) -> tuple[list[dict[str, Any]], dict[Pointer, Where]]:
    """`differential.element` and where its parts come from; elements of which nothing is said are left out."""
    elements: list[dict[str, Any]] = []
    places: dict[Pointer, Where] = {}
    for element_id, path, node in _named(root, root.name, root.name):
        if not node.said and node is not root:
            continue
        index = len(elements)
        named: dict[str, Any] = {"id": element_id, "path": path}
        if node.slice_name is not None:
            named["sliceName"] = node.slice_name
        elements.append(in_order({**named, **node.said}))
        here: Pointer = ("differential", "element", index)
        if node.where is not None:
            places[here] = node.where
        for member, where in node.where_of.items():
            places.setdefault(here, where)
            places[(*here, member)] = where
    return elements, places


def slices_of(elements: Iterable[dict[str, Any]], before: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Element id -> the names of its slices in order, those of `before` first."""
    found = {element_id: list(names) for element_id, names in before.items()}
    for element in elements:
        name = element.get("sliceName")
        if isinstance(name, str):
            names = found.setdefault(str(element["id"]).rpartition(":")[0], [])
            if name not in names:
                names.append(name)
    return found


def sort_slices(root: Node, known: Mapping[str, list[str]]) -> None:
    """Put slices in the order the parent has them; new ones follow as they were named.

    HL7's snapshot generator refuses a differential that has them in another order.
    """
    waiting = [(root, root.name)]
    while waiting:
        node, element_id = waiting.pop()
        for child in node.children.values():
            named = f"{element_id}.{child.name}"
            waiting.append((child, named if child.slice_name is None else f"{named}:{child.slice_name}"))

        def position(item: tuple[tuple[str, str | None], Node], element_id: str = element_id) -> int:
            (name, slice_name), _ = item
            names = known.get(f"{element_id}.{name}", [])
            return names.index(slice_name) if slice_name in names else len(names)

        node.children = dict(sorted(node.children.items(), key=position))


def _named(node: Node, element_id: str, path: str) -> Iterator[tuple[str, str, Node]]:
    yield element_id, path, node
    for child in node.ordered():
        below = f"{element_id}.{child.name}"
        if child.slice_name is not None:
            below = f"{below}:{child.slice_name}"
        yield from _named(child, below, f"{path}.{child.name}")
