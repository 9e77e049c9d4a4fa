"""A snapshot's flat list of elements as a tree: children by name, slices beside the element they slice.

Source: https://hl7.org/fhir/R4/elementdefinition.html#slicing
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class ElementNode:
    """One ElementDefinition with what stands under it.

    name    last part of the path, without [x]
    slices  the slices of this element in order; a reslice `a/b` stands in the slices of `a`
    """

    __slots__ = ("children", "definition", "name", "parent", "path", "slices")

    def __init__(self, definition: Mapping[str, Any], name: str, parent: "ElementNode | None") -> None:
        self.definition = definition
        self.name = name
        self.path: str = definition.get("path", "")
        self.parent = parent
        self.children: dict[str, ElementNode] = {}
        self.slices: list[ElementNode] = []

    @property
    def element_id(self) -> str:
        """`Patient.name:official.family`; the path where the snapshot gives no id."""
        return str(self.definition.get("id") or self.path)

    @property
    def slice_name(self) -> str:
        """The slice's name, "" for an element that is no slice."""
        return str(self.definition.get("sliceName", ""))

    @property
    def is_choice(self) -> bool:
        """Its path ends with [x]."""
        return self.path.endswith("[x]")

    def types(self) -> tuple[Mapping[str, Any], ...]:
        """ElementDefinition.type, well-formed ones only."""
        return tuple(one for one in self.definition.get("type", ()) if isinstance(one, dict))

    def type_codes(self) -> tuple[str, ...]:
        """FHIR type names; the FHIRPath names that ids and urls have are told by `type_code`."""
        return tuple(type_code(one) for one in self.types())


def type_code(entry: Mapping[str, Any]) -> str:
    """The FHIR type of a `type` entry: `http://hl7.org/fhirpath/System.String` has its FHIR type in an extension."""
    code = str(entry.get("code", ""))
    if "://" not in code:
        return code
    for extension in entry.get("extension", ()):
        if extension.get("url") == "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type":
            return str(extension.get("valueUrl") or extension.get("valueUri") or "string")
    return "string" if code.startswith("http://hl7.org/fhirpath/System.") else code


_PROFILE_ELEMENT = "http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element"


def profiles_of(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(canonical, id of one of its elements or "") of `type.profile`: a profile may lend one of its elements."""
    beside = entry.get("_profile") or ()
    for number, url in enumerate(entry.get("profile", ())):
        sibling = beside[number] if number < len(beside) else None
        extensions = sibling.get("extension", ()) if type(sibling) is dict else ()
        element = next(
            (one.get("valueString") for one in extensions if one.get("url") == _PROFILE_ELEMENT), ""
        )
        if type(url) is str:
            yield url, str(element or "")


def find_element(tree: "ElementNode", element_id: str) -> "ElementNode | None":
    """The node with this id, in slices too."""
    if tree.element_id == element_id:
        return tree
    for child in tree.children.values():
        for one in (child, *child.slices):
            found = find_element(one, element_id)
            if found is not None:
                return found
    return None


def element_tree(elements: Iterable[Mapping[str, Any]]) -> ElementNode | None:
    """The root of a snapshot's elements, or None for an empty one. Elements without a parent are left out."""
    root: ElementNode | None = None
    chain: list[ElementNode] = []  # the open node of each depth
    for definition in elements:
        path = definition.get("path")
        if not isinstance(path, str):
            continue
        depth = path.count(".")
        name = path.rpartition(".")[2].removesuffix("[x]")
        if depth == 0:
            if root is None:
                root = ElementNode(definition, name, None)
                chain = [root]
            continue
        if depth > len(chain):
            continue
        del chain[depth:]
        parent = chain[-1]
        node = ElementNode(definition, name, parent)
        if node.slice_name and name in parent.children:
            _home_of(parent.children[name], node.slice_name).slices.append(node)
        else:
            parent.children[name] = node
        chain.append(node)
    return root


def _home_of(sliced: ElementNode, slice_name: str) -> ElementNode:
    """The element, or for a reslice `a/b` the slice `a`, that this slice belongs to."""
    if "/" in slice_name:
        for one in sliced.slices:
            if slice_name.startswith(one.slice_name + "/"):
                return _home_of(one, slice_name)
    return sliced
