"""R4's elements step by step: what stands under an element, whatever definition it comes from.

Reads the snapshots of core definitions only. Choice elements are named with [x], as their definitions are.
Source: https://hl7.org/fhir/R4/elementdefinition.html
"""

from typing import Any

from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.uris import core_canonical

from .choice_slices import type_of_slice
from .choices import Chosen
from .element_paths import ElementPath, Step
from .model import Cardinality


class FhirElement:
    """An element as the definition that declares it says.

    definition  the ElementDefinition
    owner       the type whose StructureDefinition holds it: `CarePlan`, `Period`
    order       its position there
    """

    __slots__ = ("definition", "order", "owner")

    def __init__(self, definition: dict[str, Any], owner: str, order: int) -> None:
        self.definition = definition
        self.owner = owner
        self.order = order

    @property
    def cardinality(self) -> Cardinality:
        """min..max of the base definition."""
        most = str(self.definition.get("max", "*"))
        return Cardinality(int(self.definition.get("min", 0)), None if most == "*" else int(most))

    @property
    def type_codes(self) -> tuple[str, ...]:
        """The types its value can have; `string` for the System.String of ids and urls."""
        codes = [str(one.get("code", "")) for one in self.definition.get("type", ())]
        return tuple("string" if code.startswith("http://hl7.org/fhirpath/") else code for code in codes)

    @property
    def targets(self) -> tuple[str, ...]:
        """Canonicals of what its references may point to."""
        found: dict[str, None] = {}
        for one in self.definition.get("type", ()):
            found.update(dict.fromkeys(one.get("targetProfile", ())))
        return tuple(found)


class FhirElements:
    """Finds elements; remembers what it has read."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._types: dict[str, dict[str, list[FhirElement]] | None] = {}

    def root(self, type_name: str) -> FhirElement | None:
        """The resource or data type itself, or None if R4 has none of that name."""
        known = self._read(type_name)
        return known[""][0] if known is not None else None

    def children(self, element: FhirElement, chosen: str | None = None) -> dict[str, FhirElement]:
        """Name (with [x]) -> element, in order; empty for primitives and for choices of several types.

        chosen  the type that the value has here, where the element may have others
        """
        path = str(element.definition["path"])
        known = self._read(element.owner) or {}
        below = known.get(path)
        reference = element.definition.get("contentReference")
        if below is None and isinstance(reference, str):
            below = known.get(reference.partition("#")[2])
        codes = element.type_codes if chosen is None else (chosen,)
        if below is None and len(codes) == 1 and "." in path:
            code = codes[0]
            below = (self._read(code) or {}).get(code)
        return {str(one.definition["path"]).rpartition(".")[2]: one for one in below or ()}

    def member(self, type_name: str, key: str) -> FhirElement | None:
        """The element of a JSON member: (`PlanDefinition.action`, `definitionCanonical`) -> `definition[x]`."""
        known = self._read(type_name.partition(".")[0]) or {}
        for one in known.get(type_name, ()):
            name = str(one.definition["path"]).rpartition(".")[2]
            if name == key or (name.endswith("[x]") and key.startswith(name.removesuffix("[x]"))):
                return one
        return None

    def along(self, path: ElementPath, chosen: Chosen | None = None) -> tuple[list[FhirElement], list[str]]:
        """The elements along a path, root first, as far as it goes; and what could have come next where it ends early.

        chosen  the types of what may have others in R4, as the class and the profile say
        """
        root = self.root(path.resource)
        if root is None:
            return [], []
        found = [root]
        below = self.children(root)
        for index, step in enumerate(path.steps):
            if step.name not in below:
                return found, list(below)
            element = below[step.name]
            found.append(element)
            if index + 1 < len(path.steps):
                below = self.children(element, self.type_at(path.steps[: index + 1], element, chosen))
        return found, []

    @staticmethod
    def type_at(steps: tuple[Step, ...], element: FhirElement, chosen: Chosen | None) -> str | None:
        """The one type that the value of `element` has at the end of `steps`; None where R4 alone decides."""
        codes = element.type_codes
        if len(codes) == 1 and codes[0] != "Resource":
            return None
        return type_of_slice(steps[-1], codes) or (chosen or {}).get(steps)

    def _read(self, type_name: str) -> dict[str, list[FhirElement]] | None:
        if type_name not in self._types:
            definition = self._definitions.find(core_canonical(type_name), "StructureDefinition")
            self._types[type_name] = None if definition is None else _by_parent(type_name, definition)
        return self._types[type_name]


def _by_parent(type_name: str, definition: dict[str, Any]) -> dict[str, list[FhirElement]]:
    found: dict[str, list[FhirElement]] = {}
    for order, one in enumerate(definition.get("snapshot", {}).get("element", ())):
        if "sliceName" in one:
            continue
        parent = str(one["path"]).rpartition(".")[0]
        found.setdefault(parent, []).append(FhirElement(one, type_name, order))
    return found
