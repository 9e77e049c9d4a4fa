"""The reference of the words that model files are written with, from the keywords themselves."""

from collections.abc import Iterator

from dbep_ig.guide.authoring.keywords import KEYWORDS
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site


def pages(site: Site) -> Iterator[Page]:
    """One page with every keyword, in the order the authoring room tells them; in a guide that asks for pages about the tool."""
    if not site.guide.model.guide.tool_pages:
        return
    yield site.page(
        "keywords",
        "developers/keywords.md",
        section=("developers",),
        title=site.words["keywords"],
        description=site.words["keywords_lead"],
        keywords=KEYWORDS,
    )
