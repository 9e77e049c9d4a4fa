"""What every conformance resource begins with, from `guide.yaml`.

Source: https://hl7.org/fhir/R4/metadatatypes.html and https://hl7.org/fhir/R4/conformance-module.html
"""

from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.model import GuideMetadata, LocalText

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


def _telecom(address: str) -> dict[str, str]:
    kind = "email" if "@" in address and "://" not in address else "url"
    return {"system": kind, "value": address.removeprefix("mailto:")}
