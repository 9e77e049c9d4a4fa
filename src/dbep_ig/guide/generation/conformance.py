"""What every conformance resource begins with, from `guide.yaml`.

Source: https://hl7.org/fhir/R4/metadatatypes.html and https://hl7.org/fhir/R4/conformance-module.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.model import GuideMetadata, LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where

from .texts import narrative, put


def header(
    guide: GuideMetadata,
    resource_type: str,
    resource_id: str,
    name: str,
    title: LocalText,
    description: LocalText,
    *,
    rights: LocalText | None,
    extensions: list[dict[str, Any]] | None = None,
) -> Resource:
    """The resource up to and with `copyright`, members in the order of the specification.

    rights  what `copyright` says; None where nobody has said anything
    """
    resource: Resource = {
        "resourceType": resource_type,
        "id": resource_id,
        "language": guide.language,
        "text": narrative(title, description, guide.languages),
    }
    if extensions:
        resource["extension"] = extensions
    resource["url"] = guide.url(resource_type, resource_id)
    resource["version"] = guide.version
    resource["name"] = name
    put(resource, "title", title)
    resource["status"] = guide.status
    resource["experimental"] = guide.experimental
    resource["date"] = guide.date
    put(resource, "publisher", guide.publisher)
    if guide.contact:
        resource["contact"] = [{"telecom": [_telecom(one) for one in guide.contact]}]
    put(resource, "description", description)
    if guide.jurisdiction is not None:
        system, _, code = guide.jurisdiction.rpartition("#")
        resource["jurisdiction"] = [{"coding": [{"system": system, "code": code}]}]
    if rights is not None:
        put(resource, "copyright", rights)
    return resource


# Member of a resource -> the keyword of guide.yaml that fills it, and the keyword of the resource's own block.
_OF_GUIDE = {
    "language": "languages",
    "url": "canonical",
    "version": "version",
    "status": "status",
    "experimental": "experimental",
    "date": "date",
    "publisher": "publisher",
    "contact": "contact",
    "jurisdiction": "jurisdiction",
    "license": "license",
    "fhirVersion": "fhirVersion",
}
_OF_BLOCK = {"name": "name", "title": "title", "description": "definition", "copyright": "copyright"}


def header_places(guide: GuideMetadata, block: Where) -> dict[Pointer, Where]:
    """Where the members of `header` are written. `block` is what the resource is made from."""
    found: dict[Pointer, Where] = {(member,): guide.where / word for member, word in _OF_GUIDE.items()}
    for member, word in _OF_BLOCK.items():
        if (block / word).node is not None:
            found[(member,)] = block / word
    return found | {(f"_{member}",): where for (member,), where in found.items()}


def _telecom(address: str) -> dict[str, str]:
    kind = "email" if "@" in address and "://" not in address else "url"
    return {"system": kind, "value": address.removeprefix("mailto:")}
