"""Extensions, simple and complex.

Source: https://hl7.org/fhir/R4/defining-extensions.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.snapshots.element_order import in_order
from dbep_ig.guide.authoring.copyright import copyright_of
from dbep_ig.guide.authoring.model import Binding, ElementType, Extension, ExtensionPart, LocalText, Model
from dbep_ig.guide.authoring.yaml_nodes import Where

from .conformance import header
from .members import put_members
from .origin import Generated, Origin
from .references import binding_json, types_json
from .texts import put

_BASE = "http://hl7.org/fhir/StructureDefinition/Extension"


def generate_extension(extension: Extension, model: Model) -> Generated:
    """The StructureDefinition of an extension."""
    guide = model.guide
    resource = header(
        guide,
        "StructureDefinition",
        extension.id,
        extension.name,
        extension.title,
        extension.definition,
        rights=copyright_of(extension, model),
    )
    writer = _Writer(model)
    writer.add("Extension", "Extension", extension.where, texts=(extension.title, extension.definition))
    url = resource["url"]
    if extension.parts:
        for part in extension.parts.values():
            writer.part(part)
            at = f"Extension.extension:{part.name}"
            writer.add(f"{at}.extension", "Extension.extension.extension", part.where, max="0")
            writer.url(at, "Extension.extension", part.name, part.where)
            writer.value(at, "Extension.extension", part.types, part.binding, part.where)
        writer.url("Extension", "Extension", url, extension.where)
        writer.add("Extension.value[x]", "Extension.value[x]", extension.where, max="0")
    else:
        writer.add("Extension.extension", "Extension.extension", extension.where, max="0")
        writer.url("Extension", "Extension", url, extension.where)
        writer.value("Extension", "Extension", extension.types, extension.binding, extension.where)
    resource["fhirVersion"] = guide.fhir_version
    resource |= {
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": path} for path in extension.context],
        "type": "Extension",
        "baseDefinition": _BASE,
        "derivation": "constraint",
        "differential": {"element": writer.elements},
    }
    places: dict[Pointer, Where] = {("context",): extension.where / "context", **writer.places}
    put_members(resource, extension.members, places)
    return Generated(resource, Origin(extension.where / "extension", places))


class _Writer:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.elements: list[dict[str, Any]] = []
        self.places: dict[Pointer, Where] = {}

    def add(
        self,
        element_id: str,
        path: str,
        where: Where,
        *,
        texts: tuple[LocalText, LocalText] | None = None,
        **said: Any,
    ) -> None:
        self.places[("differential", "element", len(self.elements))] = where
        element: dict[str, Any] = {"id": element_id, "path": path}
        if "sliceName" in said:
            element["sliceName"] = said.pop("sliceName")
        if texts is not None:
            put(element, "short", texts[0])
            put(element, "definition", texts[1])
        self.elements.append(element | said)

    def part(self, part: ExtensionPart) -> None:
        at: Pointer = ("differential", "element", len(self.elements))
        self.add(
            f"Extension.extension:{part.name}",
            "Extension.extension",
            part.where,
            texts=(part.title, part.definition),
            sliceName=part.name,
            min=part.cardinality.min,
            max=part.cardinality.fhir_max,
        )
        put_members(self.elements[-1], part.members, self.places, at)
        self.elements[-1] = in_order(self.elements[-1])

    def url(self, at: str, path: str, url: str, where: Where) -> None:
        self.add(f"{at}.url", f"{path}.url", where, fixedUri=url)

    def value(
        self,
        at: str,
        path: str,
        types: tuple[ElementType, ...],
        binding: Binding | None,
        where: Where,
    ) -> None:
        said: dict[str, Any] = {"min": 1, "type": types_json(self.model, types)}
        if binding is not None:
            said["binding"] = binding_json(self.model, binding)
        self.add(f"{at}.value[x]", f"{path}.value[x]", where / "type", **said)
