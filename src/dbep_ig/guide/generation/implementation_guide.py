"""The ImplementationGuide resource: what is in the guide, and what it builds on.

Source: https://hl7.org/fhir/R4/implementationguide.html
"""

from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.copyright import paragraphs
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.yaml_nodes import Where

from .conformance import header, header_places
from .origin import Generated, Origin
from .texts import put


def generate_implementation_guide(
    model: Model, resources: Iterable[Generated], examples: Iterable[Resource] = ()
) -> Generated:
    """The guide with an entry for each of its resources, examples last.

    examples  resources with an id; their profile is the first of `meta.profile`
    Optional dependencies are not named: `dependsOn` is what must be there.
    """
    guide = model.guide
    rights = paragraphs(guide.copyright)
    resource = header(
        guide, "ImplementationGuide", guide.id, guide.name, guide.title, guide.description, rights=rights
    )
    resource["packageId"] = guide.id
    if guide.license is not None:
        resource["license"] = guide.license
    resource["fhirVersion"] = [guide.fhir_version]
    depends = [
        {
            "id": one.package_id.replace(".", "_").replace("-", "_"),
            "uri": one.canonical,
            "packageId": one.package_id,
            "version": one.version,
        }
        for one in guide.dependencies.values()
        if not one.optional
    ]
    if depends:
        resource["dependsOn"] = depends
    entries = [_entry(one.resource) for one in resources] + [_example(one) for one in examples]
    index: dict[str, Any] = {"nameUrl": "index.html"}
    put(index, "title", guide.title)
    index["generation"] = "markdown"
    if entries:  # it must have one
        resource["definition"] = {"resource": entries, "page": index}
    places: dict[Pointer, Where] = {
        **header_places(guide, guide.where),
        ("dependsOn",): guide.where / "dependencies",
    }
    return Generated(resource, Origin(guide.where / "guide", places))


def _entry(resource: Resource) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "reference": {"reference": f"{resource['resourceType']}/{resource['id']}"},
        "name": f"{resource['resourceType']}/{resource['id']}",
    }
    for name, member in (("name", "title"), ("description", "description")):
        if member in resource:
            entry[name] = resource[member]
        if f"_{member}" in resource:
            entry[f"_{name}"] = resource[f"_{member}"]
    entry["exampleBoolean"] = False
    return entry


def _example(resource: Resource) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "reference": {"reference": f"{resource['resourceType']}/{resource['id']}"},
        "name": f"{resource['resourceType']}/{resource['id']}",
    }
    profiles = resource.get("meta", {}).get("profile")
    if profiles:
        entry["exampleCanonical"] = profiles[0]
    else:
        entry["exampleBoolean"] = True
    return entry
