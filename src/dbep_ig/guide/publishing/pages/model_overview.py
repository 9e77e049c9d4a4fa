"""The model at a glance: a diagram of the classes, and a table for those who prefer words."""

from collections.abc import Iterator

from dbep_ig.guide.authoring.model import ModelClass
from dbep_ig.guide.publishing.markdown import Markdown
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

from .class_diagram import class_page, in_reading_order, whole


def pages(site: Site) -> Iterator[Page]:
    """One page."""
    model = site.guide.model
    title = site.words["model"]
    yield site.page(
        "model_overview",
        "model/index.md",
        section=("model",),
        title=title,
        description=site.words["model_lead"],
        hide=["toc"],
        diagram=Markdown(whole(site, model, title, site.words["diagram_lead"])),
        classes=[(one, class_page(one)) for one in in_reading_order(site, model)],
        model=model,
        requirements=list(model.requirements.values()),
        answered={
            requirement: [one for one in model.classes.values() if requirement in _requirements(one)]
            for requirement in model.requirements
        },
        class_page=class_page,
    )


def _requirements(one: ModelClass) -> set[str]:
    own = set(one.requirements)
    for element in one.all_elements():
        if element.declared_in == one.name:
            own |= set(element.requirements)
    for invariant in one.invariants.values():
        own |= set(invariant.requirements)
    return own
