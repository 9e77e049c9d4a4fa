"""A page for each resource that the guide has in FHIR's own words, and their list; none where there are none."""

from collections.abc import Iterator

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.publishing.page import Page, resource_page
from dbep_ig.guide.publishing.resource_rows import resource_rows
from dbep_ig.guide.publishing.site import Site


def pages(site: Site) -> Iterator[Page]:
    """The list first, then one page each."""
    found = [
        (resource, page)
        for resource in site.guide.resources
        if (page := resource_page(resource)) is not None and page.startswith("resources/")
    ]
    found.sort(key=lambda one: one[1])
    if not found:
        return
    yield site.page(
        "fhir_resources",
        "resources/index.md",
        section=("fhir", "resources"),
        title=site.words["resources"],
        description=site.words["resources_lead"],
        resources=[(resource, page, _title(resource, site)) for resource, page in found],
    )
    for resource, page in found:
        kind, name = str(resource["resourceType"]), str(resource["id"])
        download = f"resources/{kind}-{name}.json"
        rows = list(resource_rows(resource, site.language, str(resource.get("language", ""))))
        yield site.page(
            "fhir_resource",
            page,
            section=("fhir", "resources"),
            title=_title(resource, site),
            description=site.told(resource, "description"),
            files={download: site.guide.written.of(resource)},
            resource=resource,
            download=download,
            rows=rows,
            known=site.addresses,
            is_canonical=is_absolute,
            json=site.guide.written.shown(resource),
        )


def _title(resource: Resource, site: Site) -> str:
    return site.told(resource, "title") or str(resource.get("name") or resource["id"])
