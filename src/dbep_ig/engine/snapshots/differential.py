"""A differential as a tree: sparse paths filled in, each element under the element or slice it belongs to.

A differential may leave out elements on the way (`Patient.name.family` alone) and element ids. What an element belongs to
follows from path and order alone: to the last element before it with the path of its parent.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

from collections.abc import Sequence

from .tree import Element


class Change:
    """What a differential says about one element or slice.

    element     the differential's ElementDefinition; None where only elements below are mentioned
    index       its place in `differential.element`; for one that is not mentioned, of the first below it
    name        the last step of the path as written: `name`, `value[x]`, or the short `valueQuantity`
    slice_name  `sliceName`, None without
    children    in the order written
    place       where in its parent the base has this element; known once the descent was there
    """

    __slots__ = ("_latest", "children", "element", "index", "name", "place", "slice_name")

    def __init__(self, element: Element | None, index: int, name: str) -> None:
        self.element = element
        self.index = index
        self.name = name
        self.slice_name: str | None = None if element is None else element.get("sliceName")
        self.children: list[Change] = []
        self.place = 0
        self._latest: dict[str, Change] = {}

    def add(self, child: "Change") -> "Change":
        """The child, now the last of its name."""
        self.children.append(child)
        self._latest[child.name] = child
        return child

    def last(self, name: str) -> "Change | None":
        """The last child of this name so far."""
        return self._latest.get(name)

    def get(self, key: str) -> object:
        """A property of the ElementDefinition, None without."""
        return None if self.element is None else self.element.get(key)


DEEPEST_PATH = 50  # steps; content can nest for ever (Questionnaire.item.item…), a profile of it cannot


def read_differential(elements: Sequence[Element], root_name: str) -> tuple[Change, list[int]]:
    """The tree, and the places of elements whose path does not lie under the root, or deeper than any content does."""
    root = Change(None, 0, root_name)
    astray: list[int] = []
    for index, element in enumerate(elements):
        steps = str(element.get("path", "")).split(".")
        if steps[0] != root_name or not all(steps) or len(steps) > DEEPEST_PATH:
            astray.append(index)
            continue
        if len(steps) == 1:
            root.element, root.index = element, index
            continue
        parent = root
        for name in steps[1:-1]:
            parent = parent.last(name) or parent.add(Change(None, index, name))
        known = None if element.get("sliceName") else parent.last(steps[-1])
        if known is not None and known.element is None:  # its children came first
            known.element, known.index = element, index
        else:
            parent.add(Change(element, index, steps[-1]))
    return root, astray


def name_of(said: Element) -> str:
    """How messages name an element of the differential: its id, or path and slice name."""
    slice_name = said.get("sliceName")
    path = said.get("path")
    return str(said.get("id") or (path if slice_name is None else f"{path}:{slice_name}"))


def name_of_change(change: Change) -> str:
    """How messages name what a differential speaks of, mentioned or not."""
    return name_of(change.element) if change.element is not None else change.name
