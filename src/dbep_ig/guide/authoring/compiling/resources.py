"""Resources in FHIR's own words: their types and ids; what they say is read when FHIR is there to ask."""

from collections.abc import Iterable, Mapping

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.keywords.fhir_resource import DEFINES_RESOURCE, RESOURCE_ID
from dbep_ig.guide.authoring.model import FhirResource, GuideMetadata
from dbep_ig.guide.authoring.names import spellings
from dbep_ig.guide.authoring.yaml_nodes import YamlMapping, YamlScalar

from .whole_ids import clash, defined_id


def read_resources(files: Iterable[Fields], prefix: str, issues: list[Issue]) -> dict[str, FhirResource]:
    """`Type/id` -> the resource; a second one of the same is reported and left out."""
    found: dict[str, FhirResource] = {}
    for fields in files:
        resource_type, written = DEFINES_RESOURCE.of(fields), RESOURCE_ID.of(fields)
        node = fields.where.node
        if resource_type is None or written is None or not isinstance(node, YamlMapping):
            continue
        at = (fields.where / "id").location()
        url = node.get("url")
        one = FhirResource(
            resource_type=resource_type,
            id=defined_id(written, prefix, at, issues),
            url=url.text.strip() if isinstance(url, YamlScalar) and url.text.strip() else None,
            node=node,
            where=fields.where,
        )
        first = found.setdefault(one.key, one)
        if first is not one:
            clash(one.key, at, (first.where / "id").location(), issues)
    return found


def resource_names(resources: Mapping[str, FhirResource], guide: GuideMetadata) -> dict[str, dict[str, str]]:
    """Type -> what an id of it may be written as -> the canonical."""
    found: dict[str, dict[str, str]] = {}
    for resource_type in dict.fromkeys(one.resource_type for one in resources.values()):
        of_type = {one.id: one for one in resources.values() if one.resource_type == resource_type}
        found[resource_type] = {
            word: of_type[whole].url or guide.url(resource_type, whole)
            for word, whole in spellings(of_type, guide.prefix).items()
        }
    return found
