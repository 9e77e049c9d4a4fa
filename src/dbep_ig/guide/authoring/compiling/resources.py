"""Resources in FHIR's own words: their types and ids; what they say is read when FHIR is there to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.keywords.fhir_resource import DEFINES_RESOURCE, RESOURCE_ID
from dbep_ig.guide.authoring.model import FhirResource, GuideMetadata
from dbep_ig.guide.authoring.names import Names, spellings
from dbep_ig.guide.authoring.yaml_nodes import YamlMapping, YamlScalar

from .whole_ids import clash, defined_id


def read_resources(
    files: Iterable[Fields], guide: GuideMetadata, issues: list[Issue]
) -> dict[str, FhirResource]:
    """`Type/id` -> the resource; a second one of the same is reported and left out."""
    found: dict[str, FhirResource] = {}
    for fields in files:
        resource_type, written = DEFINES_RESOURCE.of(fields), RESOURCE_ID.of(fields)
        node = fields.where.node
        if resource_type is None or written is None or not isinstance(node, YamlMapping):
            continue
        at = (fields.where / "id").location()
        whole = defined_id(written, guide.prefix, at, issues)
        one = FhirResource(
            resource_type=resource_type,
            id=whole,
            url=_text(node, "url") or guide.url(resource_type, whole),
            of=_text(node, "type") if resource_type == "StructureDefinition" else "",
            node=node,
            where=fields.where,
        )
        first = found.setdefault(one.key, one)
        if first is not one:
            clash(one.key, at, (first.where / "id").location(), issues)
    return found


def with_resources(names: Names, resources: Mapping[str, FhirResource]) -> Names:
    """The names with those of resources in FHIR's own words: they can be bound, constrained and pointed to like the others."""
    by_type: dict[str, dict[str, str]] = {}
    for one in resources.values():
        kind = "Extension" if one.of == "Extension" else one.resource_type
        by_type.setdefault(kind, {}).update(dict.fromkeys(spellings([one.id], names.prefix), one.url))
    return replace(
        names,
        profiles={**by_type.pop("StructureDefinition", {}), **names.profiles},
        extensions={**by_type.pop("Extension", {}), **names.extensions},
        code_systems={**by_type.pop("CodeSystem", {}), **names.code_systems},
        value_sets={**by_type.pop("ValueSet", {}), **names.value_sets},
        resources=by_type,
    )


def _text(node: YamlMapping, key: str) -> str:
    value = node.get(key)
    return value.text.strip() if isinstance(value, YamlScalar) else ""
