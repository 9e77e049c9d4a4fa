"""A page for each profile, and their list."""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.generation.details import actor_url
from dbep_ig.guide.publishing.elements import completed, own_constraints, rows
from dbep_ig.guide.publishing.life_cycles import life_cycles
from dbep_ig.guide.publishing.obligations import obligations_of
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

from .class_diagram import class_page

IMPOSE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile"


def pages(site: Site) -> Iterator[Page]:
    """The list first, then one page each."""
    profiles = [
        resource
        for resource in site.resources("StructureDefinition")
        if resource.get("kind") in ("resource", "complex-type") and resource.get("type") != "Extension"
    ]
    yield site.page(
        "profiles",
        "profiles/index.md",
        section=("fhir", "profiles"),
        title=site.words["profiles"],
        description=site.words["profiles_lead"],
        profiles=[(profile, f"profiles/{profile['id']}.md") for profile in profiles],
    )
    for profile in profiles:
        yield _page(site, profile)


def _page(site: Site, profile: Resource) -> Page:
    name = str(profile["id"])
    path = f"profiles/{name}.md"
    download = f"profiles/StructureDefinition-{name}.json"
    own = site.guide.own_language
    differential = rows((profile.get("differential") or {}).get("element", []), site.language, own)
    snapshot = rows(
        (profile.get("snapshot") or {}).get("element", []), site.language, own, ours=site.own_shorts
    )
    everything = snapshot or differential
    title = site.told(profile, "title") or str(profile.get("name", name))
    return site.page(
        "profile",
        path,
        section=("fhir", "profiles"),
        title=title,
        description=site.told(profile, "description"),
        files={download: site.guide.written.of(profile)},
        profile=profile,
        download=download,
        class_page=_class_page(site, name),
        imposed=_imposed(profile),
        differential=[row for row in completed(differential, snapshot) if row.depth],
        snapshot=snapshot,
        constraints=[
            (where, constraint, site.told(constraint, "human"))
            for where, constraint in own_constraints(profile)
        ],
        cycles=life_cycles(site, profile),
        obligations=_obligations(site, profile),
        bindings=[row for row in everything if row.binding and _is_ours(site, row.binding)],
        slicings=[
            (row, [part for part in everything if part.slice_name and part.id.rpartition(":")[0] == row.id])
            for row in everything
            if row.slicing and not row.id.endswith("xtension")
        ],
        examples=[
            example for example in site.guide.examples if profile.get("url") in example.example.profiles
        ],
        without_snapshot=site.guide.written.shown(profile),
    )


def _obligations(site: Site, profile: Resource) -> list[tuple[str, str, bool, tuple[str, ...]]]:
    """(element, actor, whether it is the guide's own, codes) of what the profile asks of systems."""
    model = site.guide.model
    by_url = {actor_url(one.id, model): one for one in model.actors.values()}
    found = []
    for row in obligations_of(profile):
        own = by_url.get(row.actor)
        name = row.actor if own is None else own.title.in_language(site.language)
        found.append((row.element, name, own is not None, row.codes))
    return found


def _class_page(site: Site, profile_id: str) -> tuple[str, str] | None:
    """(page, name) of the class that the profile implements."""
    model = site.guide.model
    profile = model.profiles.get(profile_id)
    one = model.classes.get(profile.implements or "") if profile is not None else None
    return None if one is None else (class_page(one), one.name)


def _imposed(profile: Resource) -> list[str]:
    return [
        str(extension.get("valueCanonical"))
        for extension in profile.get("extension", ())
        if extension.get("url") == IMPOSE
    ]


def _is_ours(site: Site, binding: dict[str, Any] | Any) -> bool:
    """A binding that says more than R4 does: to a value set of this guide."""
    page = site.addresses.of(str(binding.get("valueSet", "")))
    return page is not None and "://" not in page
