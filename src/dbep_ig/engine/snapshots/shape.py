"""Whether a snapshot that came with its definition can be trusted: whole, in order, and about the elements its base has.

Cheap on purpose (one pass, no resolution of types): it runs for each profile of a package before it is used.

Source: https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.snapshot
"""

from dbep_ig.engine.diagnostics import Issue, Location, Locator, Rule
from dbep_ig.engine.fhir.documents import Json, Resource

from .element_shape import shape_faults
from .tree import upper

SPEC = "https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.snapshot"

SNAPSHOT_MALFORMED = Rule(
    code="DBEP3160",
    name="snapshot-malformed",
    issue_type="structure",
    nb="Element {number} i snapshotet til {url} har ikke noen gyldig {key}",
    en="Element {number} of the snapshot of {url} has no valid {key}",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#sdf-3",
)
SNAPSHOT_OUT_OF_PLACE = Rule(
    code="DBEP3161",
    name="snapshot-out-of-place",
    issue_type="structure",
    nb="{path} i snapshotet til {url} mangler elementet over, {parent}",
    en="{path} in the snapshot of {url} has no parent element {parent}",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#sdf-8a",
)
SNAPSHOT_ID_TWICE = Rule(
    code="DBEP3162",
    name="snapshot-id-twice",
    issue_type="structure",
    nb="Element-id {id} står mer enn én gang i snapshotet til {url}",
    en="The element id {id} appears more than once in the snapshot of {url}",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#sdf-16",
)
SNAPSHOT_NOT_OF_BASE = Rule(
    code="DBEP3163",
    name="snapshot-not-of-base",
    issue_type="business-rule",
    nb="Snapshotet til {url} har {path}, som ikke finnes i {base}",
    en="The snapshot of {url} has {path}, which {base} does not have",
    spec=SPEC,
)
SNAPSHOT_INCOMPLETE = Rule(
    code="DBEP3164",
    name="snapshot-incomplete",
    issue_type="business-rule",
    nb="Snapshotet til {url} mangler {path}, som finnes i {base}",
    en="The snapshot of {url} lacks {path}, which {base} has",
    spec=SPEC,
)
SNAPSHOT_WIDER = Rule(
    code="DBEP3165",
    name="snapshot-wider",
    issue_type="business-rule",
    nb="{path} i snapshotet til {url} tillater {actual}, men {base} tillater bare {allowed}",
    en="{path} in the snapshot of {url} allows {actual}, but {base} allows only {allowed}",
    spec="https://hl7.org/fhir/R4/profiling.html#cardinality",
)
UNUSABLE = (SNAPSHOT_MALFORMED, SNAPSHOT_OUT_OF_PLACE)
_NEEDED = ("path", "id", "min", "max")


def check_snapshot(
    definition: Resource,
    base: Resource | None = None,
    *,
    document: str = "",
    locator: Locator | None = None,
) -> tuple[Issue, ...]:
    """What is wrong with the shape of a snapshot; nothing when it can be used.

    base  the definition it is derived from, with its snapshot: then each element must be one that the base has, none may be
          left out, and none may be allowed more often. Only for derivation `constraint`.
    """
    check = _Check(definition, document, locator)
    snapshot = definition.get("snapshot")
    elements: Json = snapshot.get("element") if isinstance(snapshot, dict) else None
    if not isinstance(elements, list) or not elements:
        check.report(SNAPSHOT_MALFORMED, 0, number=0, key="element")
        return tuple(check.issues)
    if not check.members(elements):
        return tuple(check.issues)
    check.places(elements)
    base_elements = ((base or {}).get("snapshot") or {}).get("element")
    if base is not None and base_elements and definition.get("derivation") == "constraint":
        check.against(elements, base, base_elements)
    return tuple(check.issues)


class _Check:
    """One snapshot being checked."""

    def __init__(self, definition: Resource, document: str, locator: Locator | None) -> None:
        self.url = str(definition.get("url", ""))
        self.issues: list[Issue] = []
        self._document = document or self.url
        self._locator = locator

    def report(self, rule: Rule, index: int, **params: object) -> None:
        """An issue at an element of the snapshot."""
        location = Location(
            self._document,
            ("snapshot", "element", index),
            f"StructureDefinition.snapshot.element[{index}]",
            locator=self._locator,
        )
        self.issues.append(Issue(rule, location, {"url": self.url, **params}))

    def members(self, elements: list[Resource]) -> bool:
        """Each element is an object, its properties are of the right JSON types, and what every element has is there."""
        for index, element in enumerate(elements):
            faults = {pointer: key for pointer, key, _ in shape_faults(element)}
            missing = [key for key in _NEEDED if isinstance(element, dict) and key not in element]
            for key in (*faults.values(), *missing):
                self.report(SNAPSHOT_MALFORMED, index, number=index, key=key)
        return not self.issues

    def places(self, elements: list[Resource]) -> None:
        """Each element stands under its parent, and no id stands twice."""
        ids: set[str] = set()
        open_path = ""
        for index, element in enumerate(elements):
            path = str(element["path"])
            parent = path.rpartition(".")[0]
            if (index and not (open_path == parent or open_path.startswith(parent + "."))) or (
                not index and parent
            ):
                self.report(SNAPSHOT_OUT_OF_PLACE, index, path=path, parent=parent)
            open_path = path
            if element["id"] in ids:
                self.report(SNAPSHOT_ID_TWICE, index, id=element["id"])
            ids.add(str(element["id"]))

    def against(self, elements: list[Resource], base: Resource, base_elements: list[Resource]) -> None:
        """The same elements as the base has, below those whose content the base spells out; not more often."""
        of_place = {(element.get("id"), element.get("path")): element for element in base_elements}
        known: dict[
            str, Resource
        ] = {}  # path -> the element of the base that allows most of those in different slices
        for element in base_elements:
            path = str(element.get("path"))
            if path not in known or _most(known[path]) < _most(element):
                known[path] = element
        spelled_out = {path.rpartition(".")[0] for path in known}
        url = base.get("url")
        present: set[str] = set()
        for index, element in enumerate(elements):
            path = str(element["path"])
            present.add(path)
            inherited = of_place.get((element["id"], path)) or known.get(path)
            if inherited is None:
                if path.rpartition(".")[0] in spelled_out:
                    self.report(SNAPSHOT_NOT_OF_BASE, index, path=path, base=url)
            elif "sliceName" not in element and upper(element["max"]) > _most(inherited):
                wider = {"actual": element["max"], "allowed": inherited.get("max")}
                self.report(SNAPSHOT_WIDER, index, path=path, **wider, base=url)
        for path in known:
            if path not in present and path.rpartition(".")[0] in present:
                self.report(SNAPSHOT_INCOMPLETE, 0, path=path, base=url)


def _most(element: Resource) -> float:
    """How often an element may be there."""
    return upper(str(element.get("max", "*")))
