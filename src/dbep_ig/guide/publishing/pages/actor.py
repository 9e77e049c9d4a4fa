"""The guide's actors on one page, with what each must do; none where the guide has no actors."""

from collections.abc import Iterator

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.generation.details import actor_url
from dbep_ig.guide.publishing.obligations import ObligationRow, obligations_of
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

PATH = "actors/index.md"


def pages(site: Site) -> Iterator[Page]:
    """One page, in the order of the file."""
    model = site.guide.model
    if not model.actors:
        return
    profiles = [one for one in site.resources("StructureDefinition") if one.get("kind") != "logical"]
    rows = [(profile, row) for profile in profiles for row in obligations_of(profile)]
    yield site.page(
        "actors",
        PATH,
        section=("fhir",),
        title=site.words["actors"],
        description=site.words["actors_lead"],
        actors=[
            (
                actor,
                actor.title.in_language(site.language),
                actor.definition.in_language(site.language),
                actor_url(actor.id, model),
                _of(actor_url(actor.id, model), rows),
            )
            for actor in model.actors.values()
        ],
    )


def _of(actor: str, rows: list[tuple[Resource, ObligationRow]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(canonical of the profile, element, codes) of an actor."""
    return [(str(profile["url"]), row.element, row.codes) for profile, row in rows if row.actor == actor]
