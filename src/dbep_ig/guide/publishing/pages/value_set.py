"""A page for each value set of the guide."""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.guide.publishing.elements import rows
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

from .code_system import designation, flattened


def pages(site: Site) -> Iterator[Page]:
    """One page each; the list is on the terminology page."""
    systems = {str(resource.get("url")): resource for resource in site.resources("CodeSystem")}
    for value_set in site.resources("ValueSet"):
        name = str(value_set["id"])
        download = f"valuesets/ValueSet-{name}.json"
        compose = value_set.get("compose") or {}
        yield site.page(
            "value_set",
            f"valuesets/{name}.md",
            section=("fhir", "terminology", "value_sets"),
            title=site.told(value_set, "title") or name,
            description=site.told(value_set, "description"),
            files={download: site.guide.written.of(value_set)},
            value_set=value_set,
            download=download,
            includes=[_part(site, part, systems) for part in compose.get("include", ())],
            excludes=[_part(site, part, systems) for part in compose.get("exclude", ())],
            bound=_bound(site, str(value_set.get("url"))),
            json=site.guide.written.shown(value_set),
        )


def _part(site: Site, part: Mapping[str, Any], systems: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """One include or exclude, with the codes it names; a whole code system of ours is listed too."""
    system = systems.get(str(part.get("system")))
    known = (
        {concept["code"]: concept for _, concept in flattened(system.get("concept", []), 0)} if system else {}
    )
    named = part.get("concept")
    whole = named is None and not part.get("filter") and system is not None
    codes = [concept["code"] for concept in named or ()] or (list(known) if whole else [])
    displays = {concept["code"]: concept for concept in named or ()}
    return {
        "system": str(part.get("system", "")),
        "page": f"codesystems/{system['id']}.md" if system else None,
        "sets": list(part.get("valueSet", ())),
        "filters": list(part.get("filter", ())),
        "all": named is None and not part.get("filter"),
        "codes": [(code, designation(known.get(code) or displays.get(code) or {}, site)) for code in codes],
    }


def _bound(site: Site, url: str) -> list[tuple[str, str, str]]:
    """(canonical of the profile, element id, strength) of every binding to this value set."""
    found: list[tuple[str, str, str]] = []
    for profile in site.resources("StructureDefinition"):
        if profile.get("kind") == "logical":
            continue
        for row in rows(
            (profile.get("differential") or {}).get("element", []), site.language, site.guide.own_language
        ):
            if row.binding and str(row.binding.get("valueSet", "")).split("|")[0] == url:
                found.append((str(profile.get("url")), row.id, str(row.binding.get("strength"))))
    return found
