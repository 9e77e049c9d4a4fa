"""Differential over base, element by element, down both trees at once.

`element` applies one change to one element; `children` finds for each change the child it means; `group` settles everything said
about one child and its slices, with `type_slicing` for choices and `value_slicing` for the rest.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

from collections.abc import Sequence

from dbep_ig.engine.diagnostics import Rule, Severity, Text
from dbep_ig.engine.diagnostics.slips import ALIKE_OF_FEW, nearest

from .choices import find_child, is_choice
from .differential import Change, name_of_change
from .element_order import in_order
from .expansion import expand, type_profile
from .implied import only_one_left
from .making import Making
from .merging import merge
from .merging.extensions import defined_by, describe_as_extension, described_by, limited_by
from .slicing import EXTENSION_STEPS, SLICE_NAME_TWICE, declared, derived_slicing, is_sliced, named
from .specialising import new_element
from .tree import Element, Node
from .type_slicing import declared_by_type, of_short_form, slice_by_type, sliced_by_type
from .value_slicing import slice_by_value

SPEC = "https://hl7.org/fhir/R4/profiling.html#snapshot"

ELEMENT_NOT_IN_BASE = Rule(
    code="DBEP3111",
    name="element-not-in-base",
    issue_type="not-found",
    nb="{element}: {parent} har ikke noe element {name}{hint}",
    en="{element}: {parent} has no element {name}{hint}",
    spec=SPEC,
)
ELEMENT_TWICE = Rule(
    code="DBEP3112",
    name="element-twice",
    issue_type="business-rule",
    nb="{element} står mer enn én gang uten sliceName",
    en="{element} appears more than once without a sliceName",
    spec="https://hl7.org/fhir/R4/elementdefinition.html#id",
)
OUT_OF_ORDER = Rule(
    code="DBEP3113",
    name="element-out-of-order",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="{element} kommer etter {other}, som er senere i basen",
    en="{element} comes after {other}, which is later in the base",
    spec="https://hl7.org/fhir/R4/elementdefinition.html#id",
)


class Descent:
    """One way down; `making` collects what is found on the way."""

    def __init__(self, making: Making) -> None:
        self.making = making

    def element(
        self,
        base: Node,
        change: Change,
        *,
        in_slice: bool = False,
        new_slice: bool = False,
        further: bool = False,
        common: Change | None = None,
    ) -> Node:
        """`base` with `change` and everything below it; the slices of `base` are not looked at.

        in_slice   base stands inside a slice and was there before: see `group`
        new_slice  the change defines a slice that the base does not have
        further    … of an element that the base has sliced already
        common     what the same differential says of the element that is sliced: it is true of its slices
        """
        making = self.making
        template = _template(base, change, making, new_slice=new_slice, further=further)
        merged = merge(template, change, making, new_slice=new_slice)
        own = declared(change)
        if own is not None and "slicing" not in base.element:
            merged = in_order({**merged, "slicing": own})
        children: Sequence[Node] = base.children
        shared = common is not None and bool(common.children)
        if (change.children or shared) and not children:
            merged, children = expand(merged, change, making)
            in_slice = False
        if children:
            if shared and common is not None and making.snapshots.slices_inherit:
                children = Descent(making.muted()).children(
                    children, common, in_slice=in_slice, path=base.name
                )
            if change.children:
                children = self.children(children, change, in_slice=in_slice, path=base.name)
                children = only_one_left(merged, children)
        return Node(merged, base.name, base.slice_name, children)

    def children(self, nodes: Sequence[Node], parent: Change, *, in_slice: bool, path: str) -> list[Node]:
        """The child nodes with the changes below `parent`, each where it belongs."""
        groups: dict[int, list[Change]] = {}
        latest: tuple[int, Change] | None = None
        added: list[Node] = []
        new: set[tuple[str, str | None]] = set()
        for change in parent.children:
            place = find_child(nodes, change.name)
            change.place = len(nodes) if place is None else place
            if place is None:
                if self.making.specialises:
                    if (change.name, change.slice_name) in new:
                        self.making.report(ELEMENT_TWICE, change, element=name_of_change(change))
                    new.add((change.name, change.slice_name))
                    added.append(new_element(change, self))
                else:
                    self._not_found(change, path, nodes)
                continue
            if latest is not None and place < latest[0]:
                self.making.report(
                    OUT_OF_ORDER, change, element=name_of_change(change), other=name_of_change(latest[1])
                )
            elif latest is None or place > latest[0]:
                latest = (place, change)
            groups.setdefault(place, []).append(change)
        result = list(nodes)
        for place, changes in groups.items():
            result[place] = self.group(nodes[place], changes, in_slice=in_slice)
        return result + added

    def group(self, base: Node, changes: list[Change], *, in_slice: bool) -> Node:
        """Everything said about one child: the element itself and its slices."""
        main: Change | None = None
        slices: list[Change] = []
        names: set[str] = set()
        for change in changes:
            if change.slice_name is not None:
                if change.slice_name in names:
                    self.making.report(
                        SLICE_NAME_TWICE, change, "sliceName", slice=change.slice_name, path=base.name
                    )
                names.add(change.slice_name)
                slices.append(change)
            elif change.name != base.name:  # a short form: valueQuantity is the slice of that name
                if change.name in names:
                    self.making.report(ELEMENT_TWICE, change, element=name_of_change(change))
                names.add(change.name)
                slices.append(change)
            elif main is None:
                main = change
            else:
                self.making.report(ELEMENT_TWICE, change, element=name_of_change(change))
        choice = is_choice(base.name)
        if not slices:
            if choice and main is not None and not is_sliced(base) and declared_by_type(main):
                return slice_by_type(self, base, main, [])
            return self.unsliced(base, main, in_slice=in_slice)
        if len(changes) == 1 and not is_sliced(base) and base.name not in EXTENSION_STEPS:
            lone = slices[0]
            if in_slice and lone.slice_name is None:
                # Inside a slice a lone short form says which type the element has, it does not slice it again.
                return self.element(of_short_form(base, lone.name), lone, in_slice=in_slice)
            if not self.making.snapshots.slices_inherit and (in_slice or lone.name == base.name):
                return named(self.element(base, lone, in_slice=in_slice), lone.slice_name)
        if choice and sliced_by_type(base, main, slices):
            return slice_by_type(self, base, main, slices)
        return slice_by_value(self, base, main, slices)

    def unsliced(self, base: Node, main: Change | None, *, in_slice: bool) -> Node:
        """The element itself, with the slices it has."""
        if main is None:
            return base
        node = self.element(base, main, in_slice=in_slice)
        if declared(main) is not None and "slicing" in base.element:
            slicing = derived_slicing(base.element, main, self.making, choice=is_choice(base.name))
            node = node.with_element(in_order({**node.element, "slicing": slicing}))
        node.slices = base.slices
        return node

    def _not_found(self, change: Change, parent: str, nodes: Sequence[Node]) -> None:
        near = nearest(change.name, [node.name for node in nodes], alike=ALIKE_OF_FEW)
        hint = Text(f"; mente du {near}?", f"; did you mean {near}?") if near else ""
        name = name_of_change(change)
        self.making.report(
            ELEMENT_NOT_IN_BASE, change, "path", element=name, parent=parent, name=change.name, hint=hint
        )


def _template(base: Node, change: Change, making: Making, *, new_slice: bool, further: bool) -> Element:
    """What the change is merged into. An extension is what its definition says, not what is said of extensions at large."""
    said = change.element
    if said is None or (base.name not in EXTENSION_STEPS and base.name != "Extension"):
        return base.element
    element = dict(base.element)
    describe_as_extension(element)
    profile = _only_profile(said) if change.slice_name is not None else None
    root = None if profile is None else type_profile(profile, making)
    if root is None:
        return element
    if new_slice and not further:
        return defined_by(element, root.element)
    element = described_by(element, root.element)
    return limited_by(element, root.element) if new_slice and making.snapshots.slices_inherit else element


def _only_profile(said: Element) -> str | None:
    """The one profile that the one type is validated against."""
    profiles = [profile for one in said.get("type", ()) for profile in one.get("profile", ())]
    return profiles[0] if len(profiles) == 1 else None
