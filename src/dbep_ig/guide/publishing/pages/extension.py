"""A page for each extension, and their list."""

from collections.abc import Iterator

from dbep_ig.guide.publishing.elements import Row, rows
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site


def pages(site: Site) -> Iterator[Page]:
    """The list first, then one page each."""
    extensions = [
        resource
        for resource in site.resources("StructureDefinition")
        if resource.get("type") == "Extension" and resource.get("kind") == "complex-type"
    ]
    yield site.page(
        "extensions",
        "extensions/index.md",
        section=("fhir", "extensions"),
        title=site.words["extensions"],
        description=site.words["extensions_lead"],
        extensions=[(extension, f"extensions/{extension['id']}.md") for extension in extensions],
    )
    for extension in extensions:
        name = str(extension["id"])
        download = f"extensions/StructureDefinition-{name}.json"
        snapshot = extension.get("snapshot")
        elements = (snapshot or extension.get("differential") or {}).get("element", [])
        shown = rows(elements, site.language, site.guide.own_language, ours=site.own_shorts)
        yield site.page(
            "extension",
            f"extensions/{name}.md",
            section=("fhir", "extensions"),
            title=site.told(extension, "title") or name,
            description=site.told(extension, "description"),
            files={download: site.guide.written.of(extension)},
            extension=extension,
            download=download,
            value=[row for row in shown if _carries(row)],
            json=site.guide.written.shown(extension),
        )


def _carries(row: Row) -> bool:
    """The elements a reader must fill: the value, and the parts of a complex extension."""
    return (
        row.depth > 0
        and not row.gone
        and row.name not in ("id", "url")
        and not (row.name == "extension" and not row.slice_name)
    )
