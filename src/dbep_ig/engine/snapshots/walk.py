"""Differential over base, element by element: the walk through both trees at once.

`Walk.element` applies one change to one element; `Walk.children` finds for each change the child it means; `Walk.group` settles
everything said about one child and its slices. Choices sliced by type have their own file, `type_slicing.py`.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

from collections.abc import Sequence

from dbep_ig.engine.diagnostics import Rule, Severity

from .choices import find_child, is_choice
from .differential import Change
from .element_order import in_order
from .expansion import expand, type_profile
from .merging import merge
from .merging.cardinality import name_of, upper
from .merging.texts import describe_as_extension, describe_as_type_profile
from .run import Run
from .slicing import (
    CLOSED_SLICING_EXTENDED,
    EXTENSION_STEPS,
    SLICE_NAME_TWICE,
    SLICE_WITHOUT_SLICING,
    SLICING_OF_SINGLE,
    declared,
    derived_slicing,
    extension_slicing,
    is_sliced,
    parent_slice,
    repeats,
)
from .specialising import new_element
from .tree import Element, Node
from .type_slicing import slice_by_type, sliced_by_type

SPEC = "https://hl7.org/fhir/R4/profiling.html#snapshot"

ELEMENT_NOT_IN_BASE = Rule(
    code="DBEP3111",
    name="element-not-in-base",
    severity=Severity.ERROR,
    issue_type="not-found",
    nb="{element}: {parent} har ikke noe element {name}",
    en="{element}: {parent} has no element {name}",
    spec=SPEC,
    hapi=("SD_ED_PATH_NOT_FOUND",),
)
ELEMENT_TWICE = Rule(
    code="DBEP3112",
    name="element-twice",
    severity=Severity.ERROR,
    issue_type="business-rule",
    nb="{element} står mer enn én gang uten sliceName",
    en="{element} stands more than once without a sliceName",
    spec="https://hl7.org/fhir/R4/elementdefinition.html#id",
)
OUT_OF_ORDER = Rule(
    code="DBEP3113",
    name="element-out-of-order",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="{element} står etter {other}, som kommer senere i basen",
    en="{element} stands after {other}, which comes later in the base",
    spec="https://hl7.org/fhir/R4/elementdefinition.html#id",
)


class Walk:
    """One walk; `run` collects what is found on the way."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def element(self, base: Node, change: Change, *, in_slice: bool = False) -> Node:
        """`base` with `change` and everything below it; the slices of `base` are not looked at.

        in_slice  base stands inside a slice and was there before: see `group`
        """
        run = self.run
        inherited = _template(base, change, run)
        merged = merge(inherited, change, run)
        own = declared(change)
        if own is not None and "slicing" not in base.element:
            merged = in_order({**merged, "slicing": own})
        children: Sequence[Node] = base.children
        if change.children:
            if children:
                children = self.children(children, change, in_slice=in_slice, path=base.name)
            else:
                merged, fresh = expand(merged, change, run)
                if fresh:
                    children = self.children(fresh, change, in_slice=False, path=base.name)
        return Node(merged, base.name, base.slice_name, children)

    def children(self, nodes: Sequence[Node], parent: Change, *, in_slice: bool, path: str) -> list[Node]:
        """The child nodes with the changes below `parent`, each where it belongs."""
        groups: dict[int, list[Change]] = {}
        latest: tuple[int, Change] | None = None
        added: list[Node] = []
        for change in parent.children:
            place = find_child(list(nodes), change.name)
            if place is None:
                if self.run.specialises:
                    added.append(new_element(change, self))
                else:
                    self._not_found(change, path)
                continue
            if latest is not None and place < latest[0]:
                self.run.report(OUT_OF_ORDER, change, element=_shown(change), other=_shown(latest[1]))
            elif latest is None or place > latest[0]:
                latest = (place, change)
            groups.setdefault(place, []).append(change)
        result: list[Node] = []
        for place, node in enumerate(nodes):
            changes = groups.get(place)
            if changes is None:
                result.append(node)
            else:
                result.append(self.group(node, changes, in_slice=in_slice))
        return result + added

    def group(self, base: Node, changes: list[Change], *, in_slice: bool) -> Node:
        """Everything said about one child: the element itself and its slices."""
        main: Change | None = None
        slices: list[Change] = []
        names: set[str] = set()
        for change in changes:
            if change.slice_name is not None:
                if change.slice_name in names:
                    self.run.report(
                        SLICE_NAME_TWICE, change, "sliceName", slice=change.slice_name, path=_shown(change)
                    )
                names.add(change.slice_name)
                slices.append(change)
            elif change.name != base.name:
                slices.append(change)  # a short form: valueQuantity
            elif main is None:
                main = change
            else:
                self.run.report(ELEMENT_TWICE, change, element=_shown(change))
        if not slices:
            return self._unsliced(base, main, in_slice=in_slice)
        if len(changes) == 1 and in_slice and not is_sliced(base) and base.name not in EXTENSION_STEPS:
            # Inside a slice a lone short form says what the element is, it does not slice it again.
            node = self.element(base, slices[0], in_slice=in_slice)
            return _named(node, slices[0].slice_name)
        if is_choice(base.name) and sliced_by_type(base, main, slices):
            return slice_by_type(self, base, main, slices)
        return self._sliced(base, main, slices)

    def _unsliced(self, base: Node, main: Change | None, *, in_slice: bool) -> Node:
        if main is None:
            return base
        node = self.element(base, main, in_slice=in_slice)
        own = declared(main)
        if own is not None and "slicing" in base.element:
            slicing = derived_slicing(base.element, main, self.run, choice=is_choice(base.name))
            node = node.with_element(in_order({**node.element, "slicing": slicing}))
        node.slices = base.slices
        return node

    def _sliced(self, base: Node, main: Change | None, changes: list[Change]) -> Node:
        run = self.run
        slicing = self._slicing(base, main, changes)
        node = self._unsliced(base, main, in_slice=False) if main is not None else base
        node = Node(in_order({**node.element, "slicing": slicing}), base.name, base.slice_name, node.children)
        wanted = {change.slice_name: change for change in changes}
        closed = is_sliced(base) and (base.element.get("slicing") or {}).get("rules") == "closed"
        slices: list[Node] = []
        for part in base.slices:
            change = wanted.pop(part.slice_name, None)
            slices.append(part if change is None else self.slice(part, change, in_slice=True))
        for change in wanted.values():
            if closed:
                run.report(CLOSED_SLICING_EXTENDED, change, element=_shown(change), path=base.name)
            self._add(slices, base, node, change)
        node.slices = slices
        return node

    def _slicing(self, base: Node, main: Change | None, changes: list[Change]) -> Element:
        run = self.run
        if main is not None and declared(main) is not None:
            slicing = derived_slicing(base.element, main, run)
        elif "slicing" in base.element:
            slicing = base.element["slicing"]
        elif base.name in EXTENSION_STEPS:
            slicing = extension_slicing()
        else:
            change = changes[0]
            run.report(SLICE_WITHOUT_SLICING, change, "sliceName", element=_shown(change), path=base.name)
            return {}
        if not is_sliced(base) and not repeats(base.element, main) and not _splits_one(changes):
            change = changes[0]
            run.report(SLICING_OF_SINGLE, change, element=_shown(change), max=base.element.get("max"))
        return dict(slicing)

    def _add(self, slices: list[Node], base: Node, node: Node, change: Change) -> None:
        """A slice that the base does not have: made from the element, a reslice from the slice it reslices."""
        assert change.slice_name is not None
        above = parent_slice(change.slice_name)
        place = next((place for place, part in enumerate(slices) if part.slice_name == above), None)
        if above is not None and place is not None:
            origin = slices[place]
            while place + 1 < len(slices) and str(slices[place + 1].slice_name).startswith(above + "/"):
                place += 1
            slices.insert(
                place + 1, self.slice(new_slice(origin, change, origin.element), change, in_slice=True)
            )
        else:
            slices.append(self.slice(new_slice(base, change, node.element), change, in_slice=True))

    def slice(self, part: Node, change: Change, *, in_slice: bool) -> Node:
        """A slice with its change; what it says of reslicing is its own."""
        node = self.element(part, change, in_slice=in_slice)
        own = declared(change)
        if own is not None:
            node = node.with_element(in_order({**node.element, "slicing": own}))
        return _named(node, change.slice_name or part.slice_name)

    def _not_found(self, change: Change, parent: str) -> None:
        self.run.report(
            ELEMENT_NOT_IN_BASE, change, "path", element=_shown(change), parent=parent, name=change.name
        )


def new_slice(origin: Node, change: Change, main: Element) -> Node:
    """What a slice starts from: the element, optional until someone demands it, and no more often than the element."""
    element = {key: value for key, value in origin.element.items() if key != "slicing"}
    element["min"] = 0
    if upper(str(main.get("max", "*"))) < upper(str(element.get("max", "*"))):
        element["max"] = main["max"]
    return Node(element, origin.name, change.slice_name, origin.children)


def _template(base: Node, change: Change, run: Run) -> Element:
    """What the change is merged into: the inherited element, in the words of the profile its type is held to."""
    said = change.element
    if said is None:
        return base.element
    element = dict(base.element)
    describe_as_extension(element, base.name)
    types = said.get("type") or ()
    profiles = types[0].get("profile") or () if len(types) == 1 else ()
    if len(profiles) == 1:
        root = type_profile(profiles[0], run)
        if root is not None:
            describe_as_type_profile(element, root.element)
            if base.name in EXTENSION_STEPS and change.slice_name is not None:
                _take_cardinality(element, root.element)
    return element


def _take_cardinality(element: Element, root: Element) -> None:
    """An extension's definition says how often it may stand; the element it stands on may allow less."""
    if upper(str(root.get("max", "*"))) < upper(str(element.get("max", "*"))):
        element["max"] = root["max"]
    element["min"] = max(element.get("min", 0), root.get("min", 0))


def _named(node: Node, slice_name: str | None) -> Node:
    if slice_name is None:
        return node
    element = in_order({**node.element, "sliceName": slice_name})
    return Node(element, node.name, slice_name, node.children, node.slices)


def _splits_one(changes: list[Change]) -> bool:
    """Slices of which only one can be there may split an element that does not repeat."""
    return len(changes) == 1 and changes[0].get("max") == "1"


def _shown(change: Change) -> str:
    return name_of(change.element) if change.element is not None else change.name
