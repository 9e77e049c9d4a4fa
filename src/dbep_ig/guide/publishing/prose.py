"""Pages that a guide wrote itself: `site/nb/…` and `site/en/…`, the same paths in each of its languages.

A page that a language lacks is shown in the main language, with a note on top; one that this lacks too, in the first that has it.

A page in a folder named like a section of the menu stands in that section, the others under the front page. Front matter:
`title` is what the menu calls it, else the first heading; `order` (a number) is its place in the section.
"""

import re
from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Location, Rule, Severity

from .navigation import section_of
from .page import Page
from .site import Guide, Site

PROSE_IN_ONE_LANGUAGE = Rule(
    code="DBEP6001",
    name="prose-in-one-language",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="{count} sider finnes ikke i «{folder}» og vises på et annet språk, med en merknad øverst: {pages}",
    en="{count} pages are not in {folder} and are shown in another language, with a note on top: {pages}",
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
_SHOWN = 8  # pages of a message
LAST = 1000  # after the generated pages of the section
_FRONT = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)


def prose_pages(site: Site) -> Iterator[Page]:
    """Each page that can be read, in the order of their paths."""
    for path, folder in _written(site.guide, site.language).items():
        try:
            text = site.guide.site[f"{folder}/{path}"].decode("utf-8")
        except UnicodeDecodeError:
            continue  # DBEP6002
        front = _front_matter(text)
        order = front.get("order", "")
        yield Page(
            path,
            section_of(path),
            front.get("title") or _heading(text) or path,
            text if folder == site.language else _noted(text, site, folder),
            order=int(order) if order.isdecimal() else LAST,
        )


def files_beside(guide: Guide, language: str) -> dict[str, bytes]:
    """What pages show and offer (pictures, files): those of the language, and of the main one where it lacks them."""
    found: dict[str, bytes] = {}
    for folder in _preferred(guide, language):
        for name, data in sorted(guide.site.items()):
            if name.startswith(f"{folder}/") and not name.endswith(".md"):
                found.setdefault(name.partition("/")[2], data)
    return found


def prose_issues(guide: Guide) -> Iterator[Issue]:
    """DBEP6002 by page, and DBEP6001 once for each language."""
    for name, data in sorted(guide.site.items()):
        if not name.endswith(".md"):
            continue
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Issue(
                PROSE_NOT_UTF_8, Location(f"site/{name}"), {"page": f"site/{name}", "offset": error.start}
            )
    for language in guide.languages:
        lacking = [path for path, folder in _written(guide, language).items() if folder != language]
        if lacking:
            shown = [*lacking[:_SHOWN], *(["…"] if len(lacking) > _SHOWN else [])]
            params = {"count": len(lacking), "folder": f"site/{language}", "pages": shown}
            yield Issue(PROSE_IN_ONE_LANGUAGE, Location(f"site/{language}"), params)


def _written(guide: Guide, language: str) -> dict[str, str]:
    """Path of each page -> the folder that it is taken from."""
    found: dict[str, str] = {}
    for folder in _preferred(guide, language):
        for name in guide.site:
            if name.startswith(f"{folder}/") and name.endswith(".md"):
                found.setdefault(name.partition("/")[2], folder)
    return dict(sorted(found.items()))


def _preferred(guide: Guide, language: str) -> list[str]:
    """The folders that a page of a language is looked for in, the first first."""
    return list(dict.fromkeys((language, *guide.model.guide.languages)))


def _noted(text: str, site: Site, written_in: str) -> str:
    """A page in another language than the site's: it says so, and which it is."""
    found = _FRONT.match(text.replace("\r\n", "\n"))
    front, body = (found[0], text.replace("\r\n", "\n")[found.end() :]) if found else ("", text)
    note = f'!!! note ""\n\n    {site.words["untranslated_page"]}\n'
    return f'{front}\n{note}\n<div lang="{written_in}" markdown>\n\n{body.strip()}\n\n</div>\n'.lstrip("\n")


def _front_matter(text: str) -> dict[str, str]:
    """The simple `key: value` lines between the two rules on top."""
    found = _FRONT.match(text.replace("\r\n", "\n"))
    pairs = (line.split(":", 1) for line in (found[1].splitlines() if found else ()) if ":" in line)
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}


def _heading(text: str) -> str:
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")
