"""Pages that a guide wrote itself: `site/nb/…` and `site/en/…`, the same paths in both.

A page in a folder named like a section of the menu stands in that section, the others under the front page. Front matter:
`title` is what the menu calls it, else the first heading; `order` (a number) is its place in the section.
"""

import re
from collections.abc import Iterator

from dbep_ig.engine.diagnostics import LANGUAGES, Issue, Language, Location, Rule

from .mkdocs_config import LANGUAGE_NAMES
from .navigation import section_of
from .page import Page
from .site import Guide

PROSE_IN_ONE_LANGUAGE = Rule(
    code="DBEP6001",
    name="prose-in-one-language",
    issue_type="required",
    nb="Siden «{page}» finnes bare på {language}, men ikke i «{missing}»",
    en="The page `{page}` exists only in {language}; there is no `{missing}`",
)
PROSE_NOT_UTF_8 = Rule(
    code="DBEP6002",
    name="prose-not-utf8",
    issue_type="structure",
    nb="Siden «{page}» er ikke UTF-8: byte {offset} er ugyldig",
    en="The page `{page}` is not UTF-8: byte {offset} is invalid",
    spec="https://www.rfc-editor.org/rfc/rfc3629",
)
PROSE_IN_PLACE_OF_GENERATED = Rule(
    code="DBEP6005",
    name="prose-in-place-of-generated-page",
    issue_type="duplicate",
    nb="Siden «{page}» har samme adresse som en side byggingen lager: {made}",
    en="The page `{page}` has the same address as a page that the build makes: {made}",
)
LAST = 1000  # after the generated pages of the section
_FRONT = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)


def prose_pages(guide: Guide, language: Language) -> Iterator[Page]:
    """Each page that can be read, in the order of their paths."""
    for name, data in sorted(guide.site.items()):
        folder, _, path = name.partition("/")
        if folder == language and path.endswith(".md"):
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                continue  # DBEP6002
            front = _front_matter(text)
            order = front.get("order", "")
            yield Page(
                path,
                section_of(path),
                front.get("title") or _heading(text) or path,
                text,
                order=int(order) if order.isdecimal() else LAST,
            )


def prose_issues(guide: Guide) -> Iterator[Issue]:
    """DBEP6001 and DBEP6002, by page."""
    for name, data in sorted(guide.site.items()):
        folder, _, rest = name.partition("/")
        if not name.endswith(".md"):
            continue
        at = Location(f"site/{name}")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Issue(PROSE_NOT_UTF_8, at, {"page": f"site/{name}", "offset": error.start})
            continue
        for language in LANGUAGES:
            other = "en" if language == "nb" else "nb"
            if folder == language and f"{other}/{rest}" not in guide.site:
                params = {
                    "page": f"site/{name}",
                    "language": LANGUAGE_NAMES[language],
                    "missing": f"site/{other}/{rest}",
                }
                yield Issue(PROSE_IN_ONE_LANGUAGE, at, params)


def _front_matter(text: str) -> dict[str, str]:
    """The simple `key: value` lines between the two rules on top."""
    found = _FRONT.match(text.replace("\r\n", "\n"))
    pairs = (line.split(":", 1) for line in (found[1].splitlines() if found else ()) if ":" in line)
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}


def _heading(text: str) -> str:
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")
