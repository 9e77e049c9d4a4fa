"""A page for each code system of the guide; the list is shared with value sets (`terminology/index.md`)."""

from collections.abc import Iterator
from typing import Any

from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site


def pages(site: Site) -> Iterator[Page]:
    """The terminology list, then one page for each code system."""
    systems, sets = site.resources("CodeSystem"), site.resources("ValueSet")
    yield site.page(
        "terminology",
        "terminology/index.md",
        section=("fhir", "terminology"),
        title=site.words["terminology"],
        description=site.words["terminology_lead"],
        systems=[(resource, f"codesystems/{resource['id']}.md") for resource in systems],
        sets=[(resource, f"valuesets/{resource['id']}.md") for resource in sets],
    )
    for system in systems:
        name = str(system["id"])
        download = f"codesystems/CodeSystem-{name}.json"
        yield site.page(
            "code_system",
            f"codesystems/{name}.md",
            section=("fhir", "terminology", "code_systems"),
            title=site.told(system, "title") or name,
            description=site.told(system, "description"),
            files={download: site.guide.written.of(system)},
            system=system,
            download=download,
            concepts=list(flattened(system.get("concept", []), 0)),
            display=lambda concept: designation(concept, site),
            properties=lambda concept: list(properties(concept)),
            has_properties=any("property" in one for _, one in flattened(system.get("concept", []), 0)),
            value_sets=[
                (found, f"valuesets/{found['id']}.md")
                for found in sets
                if _draws_on(found, str(system.get("url")))
            ],
            json=site.guide.written.shown(system),
        )


def flattened(concepts: list[dict[str, Any]], depth: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """(depth, concept) of a hierarchy, parents before children."""
    for concept in concepts:
        yield depth, concept
        yield from flattened(concept.get("concept", []), depth + 1)


def properties(concept: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, value) of what a concept says of its properties, codings as their codes."""
    for said in concept.get("property", ()):
        value = next((one for key, one in said.items() if key.startswith("value")), "")
        shown = value.get("code", "") if isinstance(value, dict) else value
        yield str(said.get("code", "")), str(shown).lower() if isinstance(shown, bool) else str(shown)


def designation(concept: dict[str, Any], site: Site) -> str:
    """A concept's display in the site's language: a designation where there is one.

    Source: https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.concept.designation
    """
    for found in concept.get("designation", ()):
        if str(found.get("language", "")).split("-")[0] == site.language:
            return str(found.get("value", ""))
    return site.told(concept, "display")


def _draws_on(value_set: dict[str, Any], system: str) -> bool:
    return any(part.get("system") == system for part in (value_set.get("compose") or {}).get("include", ()))
