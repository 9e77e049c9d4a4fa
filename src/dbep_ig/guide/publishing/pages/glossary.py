"""The words that a guide's texts avoid, and what they say instead, from its `site/words.yaml`."""

from collections.abc import Iterator

from dbep_ig.guide.languages import words_of
from dbep_ig.guide.publishing.glossary import FILE, read_words
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site


def pages(site: Site) -> Iterator[Page]:
    """One page for a guide that has a word list; both languages' words on it, since whoever writes one writes the other."""
    data = site.guide.site.get(FILE)
    words = read_words(f"site/{FILE}", data).value if data is not None else None
    if not words:
        return
    yield site.page(
        "glossary",
        "developers/words.md",
        section=("developers",),
        title=site.words["glossary"],
        description=site.words["glossary_lead"],
        languages=[(code, words_of(code).name, entries) for code, entries in words.items()],
    )
