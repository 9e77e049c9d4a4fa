"""`generate_snapshot`: a StructureDefinition with a differential -> the same with a snapshot, or the reasons why not."""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Locator, Result, Rule, Severity
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource

from .bases import BASE_CHAIN_TOO_LONG, BASE_CIRCULAR, BASE_MISSING, BASE_REFUSED, BASE_UNKNOWN, LONGEST_CHAIN
from .differential import Change, read_differential
from .element_shape import EXPECTED, WRONG_JSON_TYPE, shape_faults
from .merging.mappings import merge_declarations
from .merging.types import PROFILE_OF_OTHER_TYPE
from .merging.values import type_code
from .run import Run
from .snapshots import Snapshots
from .specialising import as_new_root
from .tree import Element, Node, flatten
from .walk import Walk

TYPE_NOT_OF_BASE = Rule(
    code="DBEP3105",
    name="type-not-of-base",
    severity=Severity.ERROR,
    issue_type="business-rule",
    nb="{url} gjelder typen {actual}, men bygger på {base}, som gjelder {expected}",
    en="{url} is for the type {actual}, but is derived from {base}, which is for {expected}",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.type",
    hapi=("Base__Derived_profiles_have_different_types____vs___",),
)
PATH_OUTSIDE_TYPE = Rule(
    code="DBEP3110",
    name="path-outside-type",
    severity=Severity.ERROR,
    issue_type="invalid",
    nb="Stien {path} er ikke en sti i {type}",
    en="The path {path} is not a path in {type}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.path",
    hapi=(
        "Illegal_path__in_differential_in__must_start_with_",
        "Illegal_path__in_differential_in__name_portion_mising_",
    ),
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
    severity=Severity.ERROR,
    issue_type="business-rule",
    nb="Rotelementet {path} har typen {actual}; bare en logisk modell gir rotelementet en type",
    en="The root element {path} has the type {actual}; only a logical model gives its root element a type",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#sdf-15",
    hapi=("type_on_first_differential_element",),
)


# A resource of another type than the element names is still to be validated against that profile.
WHOLE_ALL_THE_SAME = frozenset((PROFILE_OF_OTHER_TYPE,))


def generate_snapshot(
    profile: Resource,
    definitions: Definitions,
    *,
    document: str = "",
    locator: Locator | None = None,
) -> Result[Resource]:
    """A new StructureDefinition with `snapshot`; `profile` itself is not changed (a snapshot it has is rebuilt).

    profile      a StructureDefinition with `differential`; element ids, sorting and slicing declarations may be missing
    definitions  finds its base and the profiles on its types; bases without a snapshot get one on the way. Pass the same
                 `Snapshots` to many calls and each base is made once.
    document     the name issues are located in (default: the profile's url)
    locator      finds the place of `("differential", "element", n, …)` in the text it was written as
    -> Result.value is None when the differential contradicts its base; each contradiction is an error issue at its
       element of the differential. Elements that nothing was said about are shared with the base: do not change them.

    Source: https://hl7.org/fhir/R4/profiling.html#snapshot
    """
    snapshots = definitions if isinstance(definitions, Snapshots) else Snapshots(definitions)
    made = generate_with(profile, snapshots, document=document, locator=locator)[0]
    return Result(None, made.issues) if any(issue.is_error for issue in made.issues) else made


def generate_with(
    profile: Resource,
    snapshots: Snapshots,
    *,
    document: str = "",
    locator: Locator | None = None,
    chain: tuple[Resource, ...] = (),
) -> tuple[Result[Resource], bool]:
    """As `generate_snapshot`, inside the making of others (`chain`); and whether no circle cut it short.

    A snapshot is there beside the errors of single elements, without what is wrong: where the differential contradicts its
    base, the base stands. Whoever validates with a profile that its author got wrong still wants to know what else it says.
    """
    run = Run(profile, snapshots, document=document, locator=locator, chain=chain)
    return Result(_generate(run), tuple(run.issues)), run.complete


class Walked(NamedTuple):
    """A differential that was walked through its base."""

    base: Resource
    change: Change  # the differential, each change with its place
    root: Node  # the snapshot
    root_name: str


def walk_through(run: Run) -> Walked | None:
    """The differential of `run.profile` over its base; None when there is nothing to walk through."""
    profile = run.profile
    elements = _elements(run)
    base = _base(run)
    if base is None or elements is None:
        return None
    tree = run.snapshots.tree_of(base)
    if tree is None:
        return None
    root_name = tree.name
    if run.specialises:
        root_name = str(profile.get("type", "")).rpartition("/")[2] or root_name
    elif profile.get("type") != base.get("type"):
        expected = base.get("type")
        run.report(
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
        run.report(
            PATH_OUTSIDE_TYPE, Change(element, index, ""), "path", path=element.get("path"), type=root_name
        )
    root = Walk(run).element(tree, _root_change(change, run))
    if run.specialises:
        root = as_new_root(root, root_name, is_logical=profile.get("kind") == "logical")
    return Walked(base, change, root, root_name)


def _generate(run: Run) -> Resource | None:
    walked = walk_through(run)
    if walked is None:
        return None
    profile = run.profile
    made = {
        key: value for key, value in profile.items() if key not in ("snapshot", "differential", "mapping")
    }
    mappings = merge_declarations(profile, walked.base)
    if mappings:
        made["mapping"] = mappings
    made["snapshot"] = {"element": flatten(walked.root, walked.root_name)}
    if "differential" in profile:
        made["differential"] = profile["differential"]
    return made


def _elements(run: Run) -> list[Element] | None:
    """The differential's elements, empty without a differential; None with issues when they are not what FHIR asks for."""
    differential = run.profile.get("differential", {})
    elements = differential.get("element", []) if isinstance(differential, dict) else None
    if not isinstance(elements, list):
        run.report(
            WRONG_JSON_TYPE, None, "differential", key="differential", where=run.url, expected="object"
        )
        return None
    sound = True
    for index, element in enumerate(elements):
        for pointer, key, expected in shape_faults(element):
            sound = False
            where = element.get("path", index) if isinstance(element, dict) else index
            run.report(
                WRONG_JSON_TYPE,
                Change(None, index, ""),
                *pointer,
                key=key,
                where=where,
                expected=EXPECTED[expected],
            )
    return elements if sound else None


def _base(run: Run) -> Resource | None:
    """The base with its snapshot; None with an issue when there is none."""
    url = run.profile.get("baseDefinition")
    if not isinstance(url, str):
        run.report(BASE_MISSING, None, "baseDefinition")
        return None
    if len(run.chain) > LONGEST_CHAIN:
        run.report(BASE_CHAIN_TOO_LONG, None, "baseDefinition", count=len(run.chain))
        return None
    base = run.snapshots.original(url, within=run.within)
    if base is None:
        run.report(BASE_UNKNOWN, None, "baseDefinition", base=url)
        return None
    if any(base is one or base.get("url") == one.get("url") for one in run.chain):
        shown = " -> ".join(str(one.get("url")) for one in (*run.chain, base))
        run.report(BASE_CIRCULAR, None, "baseDefinition", chain=shown)
        return None
    made = run.snapshots.snapshot_of(base, run.chain)
    if made.value is None or run.snapshots.faults_of(made.value):
        run.report(BASE_REFUSED, None, "baseDefinition", base=url, detail=made.issues)
    return made.value


def _root_change(change: Change, run: Run) -> Change:
    """What is said of the root, without what cannot be said of it."""
    types = change.get("type")
    if types and isinstance(types, list) and run.profile.get("kind") != "logical":
        codes = [type_code(one) for one in types]
        run.report(TYPE_ON_ROOT, change, "type", path=change.name, actual=codes)
    said = change.element or {}
    misplaced = [key for key in _NOT_ON_ROOT if key in said]
    for key in misplaced:
        run.report(ROOT_DESCRIBED, change, key, path=change.name, key=key)
    if not misplaced:
        return change
    plain = Change(
        {key: value for key, value in said.items() if key not in misplaced}, change.index, change.name
    )
    plain.children = change.children
    return plain
