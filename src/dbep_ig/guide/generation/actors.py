"""Actors, which R4 has no resource for: each is a Basic whose extensions are the elements of R5's ActorDefinition.

Source: https://hl7.org/fhir/R5/actordefinition.html and https://hl7.org/fhir/R5/versions.html#extensions
"""

from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.model import Actor, Model
from dbep_ig.guide.authoring.yaml_nodes import Where

from .details import actor_url
from .origin import Generated, Origin
from .texts import narrative, put

_ELEMENT = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ActorDefinition."
_CODE = {"coding": [{"system": "http://hl7.org/fhir/fhir-types", "code": "ActorDefinition"}]}


def generate_actor(actor: Actor, model: Model) -> Generated:
    """The Basic of an actor."""
    guide = model.guide
    extensions: list[dict[str, Any]] = [
        _element("url", "valueUri", actor_url(actor.id, model)),
        _element("version", "valueString", guide.version),
        _element("name", "valueString", actor.name),
        _text("title", "valueString", actor.title),
        _element("status", "valueCode", guide.status),
        _element("experimental", "valueBoolean", guide.experimental),
        _element("date", "valueDateTime", guide.date),
        _text("description", "valueMarkdown", actor.definition),
        _element("type", "valueCode", actor.type),
    ]
    if actor.page is not None:
        extensions.append(_element("reference", "valueUrl", actor.page))
    resource: Resource = {
        "resourceType": "Basic",
        "id": actor.id,
        "language": guide.language,
        "text": narrative(actor.title, actor.definition, guide.languages),
        "extension": extensions,
        "code": _CODE,
    }
    places: dict[Pointer, Where] = {
        ("extension", 3): actor.where / "title",
        ("extension", 7): actor.where / "definition",
    }
    return Generated(resource, Origin(actor.where, places))


def _element(name: str, member: str, value: Any) -> dict[str, Any]:
    return {"url": f"{_ELEMENT}{name}", member: value}


def _text(name: str, member: str, text: LocalText) -> dict[str, Any]:
    found: dict[str, Any] = {"url": f"{_ELEMENT}{name}"}
    put(found, member, text)
    return found
