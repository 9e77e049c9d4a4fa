"""Extensions, simple and complex.

Source: https://hl7.org/fhir/R4/defining-extensions.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.engine.snapshots.element_order import in_order
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.copyright import copyright_of
from dbep_ig.guide.authoring.model import Context, Extension, ExtensionPart, LocalText, Model
from dbep_ig.guide.authoring.yaml_nodes import Where

from .conformance import header
from .details import OF_VALUE, constraints, obligations, value_limits
from .members import json_of, put_element_fhir, put_fhir, put_members
from .origin import Generated, Origin
from .references import binding_json, types_json
from .texts import put

_BASE = "http://hl7.org/fhir/StructureDefinition/Extension"


def generate_extension(extension: Extension, bearings: Bearings) -> Generated:
    """The StructureDefinition of an extension."""
    model = bearings.model
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
    writer = _Writer(bearings, resource["url"])
    root: dict[str, Any] = {}
    if extension.modifier:
        root["isModifier"] = True
        put(root, "isModifierReason", extension.modifier_reason or extension.definition)
    if extension.invariants:
        root = {"constraint": constraints(extension.invariants, resource["url"]), **root}
    writer.add(
        "Extension", "Extension", extension.where, texts=(extension.title, extension.definition), **root
    )
    writer.content(
        extension, "Extension", "Extension", resource["url"], can_be_extended=_is_extended(extension, model)
    )
    resource["fhirVersion"] = guide.fhir_version
    resource |= {
        "kind": "complex-type",
        "abstract": False,
        "context": [_context(one, model) for one in extension.context],
        "type": "Extension",
        "baseDefinition": _BASE,
        "derivation": "constraint",
        "differential": {"element": writer.elements},
    }
    places: dict[Pointer, Where] = {("context",): extension.where / "context", **writer.places}
    put_members(resource, extension.members, places)
    resource = put_fhir(resource, extension.fhir, bearings, places)
    return Generated(resource, Origin(extension.where / "extension", places))


def _context(context: Context, model: Model) -> dict[str, str]:
    expression = context.expression
    if context.kind == "extension":
        name, sharp, part = expression.partition("#")
        known = model.extensions.get(name)
        url = core_canonical(name) if known is None else model.guide.url("StructureDefinition", known.id)
        expression = f"{url}{sharp}{part}"
    return {"type": context.kind, "expression": expression}


def _is_extended(extension: Extension, model: Model) -> bool:
    """Whether another extension of the guide may be used on this one."""
    contexts = [one for other in model.extensions.values() for one in other.context]
    return any(one.kind == "extension" and one.expression == extension.id for one in contexts)


class _Writer:
    def __init__(self, bearings: Bearings, source: str) -> None:
        self.bearings = bearings
        self.model = bearings.model
        self.source = source
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
        self.elements.append(in_order(element | said))

    def content(
        self,
        definition: Extension | ExtensionPart,
        at: str,
        path: str,
        url: str,
        *,
        can_be_extended: bool = False,
    ) -> None:
        """What is below an Extension, in the order of its elements: its parts, url, value."""
        where = definition.where
        if definition.parts:
            for part in definition.parts.values():
                self.part(part, at, path)
            self.add(f"{at}.url", f"{path}.url", where, fixedUri=url)
            self.add(f"{at}.value[x]", f"{path}.value[x]", where, max="0")
            return
        if not can_be_extended:
            self.add(f"{at}.extension", f"{path}.extension", where, max="0")
        self.add(f"{at}.url", f"{path}.url", where, fixedUri=url)
        self.value(definition, at, path)

    def part(self, part: ExtensionPart, above: str, path_above: str) -> None:
        """A part, which is a slice of `extension`."""
        at: Pointer = ("differential", "element", len(self.elements))
        element_id, path = f"{above}.extension:{part.name}", f"{path_above}.extension"
        self.add(
            element_id,
            path,
            part.where,
            texts=(part.title, part.definition),
            sliceName=part.name,
            min=part.cardinality.min,
            max=part.cardinality.fhir_max,
        )
        element = self.elements[-1]
        put_members(element, (one for one in part.members if one.name not in OF_VALUE), self.places, at)
        if part.details.obligations:
            element["extension"] = obligations(part.details, self.model)
            self.places[(*at, "extension")] = part.details.obligations[0].where
        if part.details.invariants:
            element["constraint"] = constraints(part.details.invariants, self.source)
        element = put_element_fhir(element, part.details.fhir, self.bearings, self.places, at)
        self.elements[-1] = in_order(element)
        self.content(part, element_id, path, part.name)

    def value(self, definition: Extension | ExtensionPart, at: str, path: str) -> None:
        """The value of a simple one: its type, and what limits it."""
        where = definition.where
        said: dict[str, Any] = {"min": 1, "type": types_json(self.model, definition.types)}
        if definition.binding is not None:
            said["binding"] = binding_json(self.model, definition.binding)
        here: Pointer = ("differential", "element", len(self.elements))
        if isinstance(definition, ExtensionPart):
            for member in definition.members:
                if member.name in OF_VALUE:
                    said |= json_of(member)
                    self.places[(*here, member.name)] = member.where
            codes = tuple(each.name for each in definition.types)
            limits = value_limits(
                definition.details, definition.title, codes, self.model, self.bearings.types
            )
            for one in limits:
                said[one.member] = one.value
                self.places[(*here, one.member)] = one.where
        self.add(f"{at}.value[x]", f"{path}.value[x]", where / "type", **said)
