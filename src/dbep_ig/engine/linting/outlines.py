"""The elements of a StructureDefinition's snapshot by id, with their children and slices.

Source: https://hl7.org/fhir/R4/elementdefinition.html#id
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

_SYSTEM = "http://hl7.org/fhirpath/"


class Outline:
    """A snapshot, read once; what is not in it as it should be is another's matter, and here as if it were not there.

    type_name what it is a definition of
    root      id of its first element
    within    `id#version` of the package it stands in, for what its canonicals mean
    children  id -> name without [x] -> id of the child, slices left out
    slices    id -> ids of its slices
    """

    __slots__ = ("children", "definition", "elements", "root", "slices", "type_name", "within")

    def __init__(self, definition: Resource, within: str | None) -> None:
        self.definition = definition
        self.within = within
        self.type_name = str(definition.get("type"))
        self.elements: dict[str, Mapping[str, Any]] = {}
        self.children: dict[str, dict[str, str]] = {}
        self.slices: dict[str, list[str]] = {}
        self.root = ""
        snapshot = definition.get("snapshot")
        elements = snapshot.get("element") if isinstance(snapshot, dict) else None
        for element in elements if isinstance(elements, list) else ():
            if isinstance(element, dict):
                path = str(element.get("path", ""))
                self._add(str(element.get("id", path)), element)

    def _add(self, element_id: str, element: Mapping[str, Any]) -> None:
        if not self.root:
            self.root = element_id
        self.elements[element_id] = element
        parent, _, name = element_id.rpartition(".")
        plain, _, slice_name = name.partition(":")
        if slice_name:
            self.slices.setdefault(f"{parent}.{plain}", []).append(element_id)
        else:
            self.children.setdefault(parent, {})[plain.removesuffix("[x]")] = element_id

    def path(self, element_id: str) -> str:
        """`ElementDefinition.path` without [x]."""
        return str(self.elements[element_id].get("path", element_id)).removesuffix("[x]")

    def types(self, element_id: str) -> tuple[Mapping[str, Any], ...]:
        """`ElementDefinition.type`; what is of another shape is left out."""
        found = self.elements[element_id].get("type")
        return tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()

    def repeats(self, element_id: str) -> bool | None:
        """Whether there may be several of it; None where the snapshot does not say."""
        most = self.elements[element_id].get("max")
        return None if not isinstance(most, str) else most not in ("0", "1")

    def required_value_set(self, element_id: str) -> str | None:
        """The canonical of a required binding."""
        binding = self.elements[element_id].get("binding")
        if not isinstance(binding, dict) or binding.get("strength") != "required":
            return None
        found = binding.get("valueSet")
        return found if isinstance(found, str) else None

    def slice_of_extension(self, element_id: str, url: str) -> str | None:
        """The slice of an element `extension` whose definition, or fixed url, this is."""
        for one in self.slices.get(element_id, ()):
            if any(url in canonicals(each, "profile") for each in self.types(one)):
                return one
            fixed = self.elements.get(self.children.get(one, {}).get("url", ""), {})
            if fixed.get("fixedUri") == url:
                return one
        return None

    def names_of_parts(self, element_id: str) -> list[str]:
        """The fixed urls of the slices of an element `extension`."""
        found: list[str] = []
        for one in self.slices.get(element_id, ()):
            url = self.elements.get(self.children.get(one, {}).get("url", ""), {}).get("fixedUri")
            if isinstance(url, str):
                found.append(url)
        return found


def type_code(one: Mapping[str, Any]) -> str:
    """`System.String` for http://hl7.org/fhirpath/System.String, every other code as it is."""
    return str(one.get("code", "")).removeprefix(_SYSTEM)


def canonicals(one: Mapping[str, Any], member: str) -> list[str]:
    """`profile` or `targetProfile` of an ElementDefinition.type."""
    found = one.get(member)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
