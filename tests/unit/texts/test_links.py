"""Links between the site's pages, before the site is built."""

import re
from pathlib import Path

SITE = Path(__file__).parents[3] / "site"
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+\.md)")


def test_a_page_for_developers_links_to_pages_in_the_readers_language() -> None:
    """`page.en.md` and `page.nb.md` are `page.md` in both sites; a page in one language is in both."""
    found = [
        (page.name, link)
        for page in sorted((SITE / "developers").rglob("*.md"))
        for link in _LINK.findall(page.read_text(encoding="utf-8"))
    ]
    assert len(found) > 20, "none were looked at"
    assert [one for one in found if one[1].endswith((".en.md", ".nb.md"))] == []
