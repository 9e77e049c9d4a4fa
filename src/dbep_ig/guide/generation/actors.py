"""Actors, which R4 has no resource for: each is a Basic, and its canonical, which obligations name, is its identifier.

R5 has ActorDefinition, whose elements could be extensions here (http://hl7.org/fhir/5.0/StructureDefinition/extension-ActorDefinition.url …).
Those are in no package that R4's tools have, and HL7's validator refuses them where it cannot fetch it. What the actor is called and
does, and where it is described, is in its narrative. Source: https://hl7.org/fhir/R4/basic.html
"""

from collections.abc import Sequence
from html import escape

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.model import Actor, Model
from dbep_ig.guide.authoring.yaml_nodes import Where

from .details import actor_url
from .origin import Generated, Origin
from .texts import in_languages

_URI = "urn:ietf:rfc:3986"
_CODE = "ActorDefinition"


def generate_actor(actor: Actor, model: Model) -> Generated:
    """The Basic of an actor."""
    guide = model.guide
    resource: Resource = {
        "resourceType": "Basic",
        "id": actor.id,
        "language": guide.language,
        "text": {"status": "generated", "div": in_languages(_told(actor, guide.languages))},
        "identifier": [{"system": _URI, "value": actor_url(actor.id, model)}],
        "code": {"text": _CODE},
    }
    places: dict[Pointer, Where] = {("text",): actor.where / "definition", ("identifier",): actor.where}
    return Generated(resource, Origin(actor.where, places))


def _told(actor: Actor, languages: Sequence[str]) -> dict[str, str]:
    """XHTML in each language: what it is called and does, whether it is a system or a person, and where there is more."""
    more = "" if actor.page is None else f'<p><a href="{escape(actor.page)}">{escape(actor.page)}</a></p>'
    return {
        language: f"<p><b>{escape(actor.title.in_language(language))}</b> (<code>{actor.type}</code>: {escape(actor.name)})</p>"
        f"<p>{escape(actor.definition.in_language(language))}</p>{more}"
        for language in languages
    }
