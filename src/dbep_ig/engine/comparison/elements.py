"""Two StructureDefinitions by their snapshots, element by element, whatever their differentials say.

An element that only one of the snapshots goes into (`CarePlan.period.start`) is compared with what its data type says of it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

from .changes import Found
from .element import TEXTS, CodesOf, Element, compare_elements, compare_text

Find = Callable[[str], Resource | None]
_TYPES = "http://hl7.org/fhir/StructureDefinition/"


class Elements:
    """The elements of a snapshot, and those that are implied by data types.

    find      a StructureDefinition with its snapshot, by canonical
    model_of  the canonical that mappings to the model of the package name
    codes_of  the codes of a value set, by canonical; None where they cannot be listed
    """

    def __init__(self, definition: Resource, find: Find, model_of: str, codes_of: CodesOf) -> None:
        self._find = find
        self.codes_of = codes_of
        self._identities = {
            mapping.get("identity")
            for mapping in definition.get("mapping", ())
            if model_of and str(mapping.get("uri", "")).rstrip("/") == model_of.rstrip("/")
        }
        elements = definition.get("snapshot", {}).get("element", ())
        self.by_id: Mapping[str, Element] = {one["id"]: one for one in elements if "id" in one}
        differential = definition.get("differential", {}).get("element")
        self._written = None if differential is None else {one.get("id"): one for one in differential}

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def writes(self, element_id: str, member: str) -> bool:
        """Whether the definition itself says it; what it has from its base or a data type is theirs."""
        return self._written is None or any(
            name in self._written.get(element_id, {}) for name in (member, f"_{member}")
        )

    def at(self, element_id: str) -> Element | None:
        """The element; where the snapshot does not go so deep, what holds there all the same. None for a slice it lacks."""
        found = self.by_id.get(element_id)
        if found is not None:
            return found
        above, _, last = element_id.rpartition(".")
        if not above or ":" in last:
            return None
        parts = [part.partition(":")[0] for part in above.split(".")]
        unsliced = ".".join(parts)
        if unsliced != above and f"{unsliced}.{last}" in self.by_id:
            return self.by_id[f"{unsliced}.{last}"]
        parent = self.at(above)
        if parent is None:
            return None
        types = parent.get("type", ())
        if len(types) != 1:
            return None
        code, profiles = str(types[0].get("code", "")), types[0].get("profile", ())
        named = profiles[0] if len(profiles) == 1 else code if "://" in code else _TYPES + code
        definition = self._find(str(named)) or self._find(_TYPES + code)
        if definition is None:
            return None
        return next(
            (
                one
                for one in definition.get("snapshot", {}).get("element", ())
                if one.get("id", "").partition(".")[2] == last
            ),
            None,
        )

    def model_name(self, element_id: str) -> str:
        """What the author calls it; of an element without a name, that of the nearest above, with the rest of the path."""
        rest = ""
        while element_id:
            for mapping in self.by_id.get(element_id, {}).get("mapping", ()):
                if mapping.get("identity") in self._identities:
                    return f"{mapping.get('map', '')}{rest}"
            element_id, dot, last = element_id.rpartition(".")
            rest = f"{dot}{last}{rest}"
        return ""


def compare_snapshots(old: Elements, new: Elements, found: Found, *, is_model: bool) -> None:
    """All changes of the elements, in the order of the new snapshot, then what is gone.

    is_model  the elements are those of a logical model: nothing is sent by it
    """

    def _compare(before: Element, after: Element, element_id: str, name: str) -> None:
        compare_elements(before, after, element_id, name, found, (old.codes_of, new.codes_of))
        for member in TEXTS if "." in element_id else ():  # those of the root are the resource's
            if old.writes(element_id, member) or new.writes(element_id, member):
                compare_text(before, after, member, element_id, name, found)

    for element_id in new:
        before, after = old.at(element_id), new.by_id[element_id]
        name = "" if is_model else new.model_name(element_id)
        if before is not None:
            _compare(before, after, element_id, name)
        elif is_model:
            found.add("element-added", element_id, after=_cardinality(after))
        elif _is_outermost_slice(element_id, old):
            found.add(_kind_of_slice(element_id, after, new), element_id, name, after=_cardinality(after))
    for element_id in old:
        if element_id in new.by_id:
            continue
        before, now = old.by_id[element_id], new.at(element_id)
        name = "" if is_model else old.model_name(element_id)
        if now is not None:
            _compare(before, now, element_id, name)
        elif is_model:
            found.add("element-removed", element_id, before=_cardinality(before))
        elif _is_outermost_slice(element_id, new):
            sliced = new.at(element_id.rpartition(":")[0]) or {}
            key = "slice-forbidden" if _rules(sliced) == "closed" else "slice-removed"
            found.add(key, element_id, name, before=_cardinality(before))


def _is_outermost_slice(element_id: str, other: Elements) -> bool:
    """A slice that the other side lacks, and not something in a slice that it lacks."""
    above, _, last = element_id.rpartition(".")
    return ":" in last and other.at(above) is not None


def _kind_of_slice(element_id: str, element: Element, new: Elements) -> str:
    if element.get("min", 0) > 0:
        return "slice-required"
    if ".modifierExtension:" in element_id:
        return "modifier-added"
    sliced = new.at(element_id.rpartition(":")[0]) or {}
    return "slice-into-closed" if _rules(sliced) == "closed" else "slice-added"


def _rules(element: Element) -> Any:
    slicing = element.get("slicing")
    return slicing.get("rules") if isinstance(slicing, dict) else None


def _cardinality(element: Element) -> str:
    return f"{element.get('min', 0)}..{element.get('max', '*')}"
