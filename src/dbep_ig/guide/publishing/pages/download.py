"""What can be taken home: the package, and every resource as a file."""

from collections.abc import Iterator

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.publishing.page import Page, resource_page
from dbep_ig.guide.publishing.site import Site

_WORDS = {"StructureDefinition": "profile", "CodeSystem": "code_system", "ValueSet": "value_set"}


def pages(site: Site) -> Iterator[Page]:
    """One page; the files themselves are offered by the pages that tell about them."""
    resources = [
        (site.words[_word(resource)], str(resource["id"]), _file(page, kind, str(resource["id"])), page)
        for kind in _WORDS
        for resource in site.resources(kind)
        if (page := resource_page(resource)) is not None and resource.get("kind") != "logical"
    ]
    yield site.page(
        "downloads",
        "developers/downloads.md",
        section=("developers",),
        title=site.words["downloads"],
        description=site.words["downloads_lead"],
        files={f"developers/files/{name}": data for name, data in site.guide.downloads.items()},
        packages=[(name, _size(len(data))) for name, data in sorted(site.guide.downloads.items())],
        guide=site.guide.model.guide,
        resources=resources,
        examples=[
            (example, f"examples/Bundle-{example.example.name}.json") for example in site.guide.examples
        ],
    )


def _word(resource: Resource) -> str:
    """What a reader calls it: a code system and a value set may have the same id."""
    return "extension" if resource.get("type") == "Extension" else _WORDS[str(resource["resourceType"])]


def _file(page: str, kind: str, resource_id: str) -> str:
    return f"{page.partition('/')[0]}/{kind}-{resource_id}.json"


def _size(count: int) -> str:
    return f"{count / 1000:.0f} kB" if count >= 1000 else f"{count} B"
