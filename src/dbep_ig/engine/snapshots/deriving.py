"""A profile derived from its base: a StructureDefinition with a differential -> the same with a snapshot, and what is wrong."""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Locator, Result, Rule, Severity
from dbep_ig.engine.fhir.documents import Resource

from .bases import base_of
from .descent import Descent
from .differential import Change, read_differential
from .element_shape import EXPECTED, WRONG_JSON_TYPE, shape_faults
from .making import Known, Making
from .merging.additions import merge_declarations
from .merging.types import PROFILE_OF_OTHER_TYPE, type_code
from .specialising import as_new_root
from .tree import Element, Node, flatten

TYPE_NOT_OF_BASE = Rule(
    code="DBEP3105",
    name="type-not-of-base",
    issue_type="business-rule",
    nb="{url} gjelder typen {actual}, men bygger på {base}, som gjelder {expected}",
    en="{url} is for the type {actual}, but is derived from {base}, which is for {expected}",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.type",
)
PATH_OUTSIDE_TYPE = Rule(
    code="DBEP3110",
    name="path-outside-type",
    issue_type="invalid",
    nb="Stien {path} er ikke en sti i {type}",
    en="The path {path} is not a path in {type}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.path",
)
ROOT_DESCRIBED = Rule(
    code="DBEP3134",
    name="root-described",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Rotelementet {path} har {key}; det er utelatt, for roten er selve definisjonen",
    en="The root element {path} has {key}; it is ignored, because the root is the definition itself",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#sdf-9",
)
_NOT_ON_ROOT = ("label", "code", "requirements", "slicing")  # sdf-9 and sdf-20
TYPE_ON_ROOT = Rule(
    code="DBEP3107",
    name="type-on-root",
    issue_type="business-rule",
    nb="Rotelementet {path} har typen {actual}; bare en logisk modell gir rotelementet en type",
    en="The root element {path} has the type {actual}; only a logical model gives its root element a type",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#sdf-15",
)


# A resource of another type than the element names is still to be validated against that profile.
WHOLE_ALL_THE_SAME = frozenset((PROFILE_OF_OTHER_TYPE,))


def derive(
    profile: Resource,
    snapshots: Known,
    *,
    document: str = "",
    locator: Locator | None = None,
    chain: tuple[Resource, ...] = (),
) -> tuple[Result[Resource], bool]:
    """`profile` with its snapshot, inside the making of others (`chain`); and whether no circle cut it short.

    A snapshot is there beside the errors of single elements, without what is wrong: where the differential contradicts its
    base, the base stands. Whoever validates with a profile that its author got wrong still wants to know what else it says.
    """
    making = Making(profile, snapshots, document=document, locator=locator, chain=chain)
    return Result(_derived(making), tuple(making.issues)), making.complete


class Descended(NamedTuple):
    """A differential beside its base."""

    base: Resource
    change: Change  # the differential, each change with its place
    root: Node  # the snapshot
    root_name: str


def descend(making: Making) -> Descended | None:
    """The differential of `making.profile` over its base; None where one of them is missing or no such thing."""
    profile = making.profile
    elements = _elements(making)
    base = base_of(making)
    if base is None or elements is None:
        return None
    tree = making.snapshots.tree_of(base)
    if tree is None:
        return None
    root_name = tree.name
    if making.specialises:
        root_name = str(profile.get("type", "")).rpartition("/")[2] or root_name
    elif profile.get("type") != base.get("type"):
        expected = base.get("type")
        making.report(
            TYPE_NOT_OF_BASE,
            None,
            "type",
            actual=profile.get("type"),
            base=base.get("url"),
            expected=expected,
        )
        return None
    change, astray = read_differential(elements, root_name)
    for index in astray:
        element = elements[index]
        making.report(
            PATH_OUTSIDE_TYPE, Change(element, index, ""), "path", path=element.get("path"), type=root_name
        )
    root = Descent(making).element(tree, _root_change(change, making))
    if making.specialises:
        root = as_new_root(root, root_name, is_logical=profile.get("kind") == "logical")
    return Descended(base, change, root, root_name)


def _derived(making: Making) -> Resource | None:
    descended = descend(making)
    if descended is None:
        return None
    profile = making.profile
    made = {
        key: value for key, value in profile.items() if key not in ("snapshot", "differential", "mapping")
    }
    mappings = merge_declarations(profile, descended.base)
    if mappings:
        made["mapping"] = mappings
    made["snapshot"] = {"element": flatten(descended.root, descended.root_name)}
    if "differential" in profile:
        made["differential"] = profile["differential"]
    return made


def _elements(making: Making) -> list[Element] | None:
    """The differential's elements, empty without a differential; None with issues when they are not what FHIR asks for."""
    differential = making.profile.get("differential", {})
    elements = differential.get("element", []) if isinstance(differential, dict) else None
    if not isinstance(elements, list):
        making.report(
            WRONG_JSON_TYPE, None, "differential", key="differential", where=making.url, expected="object"
        )
        return None
    sound = True
    for index, element in enumerate(elements):
        for pointer, key, expected in shape_faults(element):
            sound = False
            where = element.get("path", index) if isinstance(element, dict) else index
            making.report(
                WRONG_JSON_TYPE,
                Change(None, index, ""),
                *pointer,
                key=key,
                where=where,
                expected=EXPECTED[expected],
            )
    return elements if sound else None


def _root_change(change: Change, making: Making) -> Change:
    """What is said of the root, without what cannot be said of it."""
    types = change.get("type")
    if types and isinstance(types, list) and making.profile.get("kind") != "logical":
        codes = [type_code(one) for one in types]
        making.report(TYPE_ON_ROOT, change, "type", path=change.name, actual=codes)
    said = change.element or {}
    misplaced = [key for key in _NOT_ON_ROOT if key in said]
    for key in misplaced:
        making.report(ROOT_DESCRIBED, change, key, path=change.name, key=key)
    if not misplaced:
        return change
    plain = Change(
        {key: value for key, value in said.items() if key not in misplaced}, change.index, change.name
    )
    plain.children = change.children
    return plain
