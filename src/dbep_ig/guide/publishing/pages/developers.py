"""The developers' section: prose from `site/developers/`, the decisions, the changelog."""

import re
from collections.abc import Iterator

from dbep_ig.guide.languages import words_of
from dbep_ig.guide.publishing.markdown import Markdown
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

_FOLDER = "developers/"
_DECISIONS = "developers/adr/"


def pages(site: Site) -> Iterator[Page]:
    """Pages as they were written. `x.nb.md` and `x.en.md` are the two languages of one page; `x.md` serves both."""
    written = {
        name: data.decode("utf-8")
        for name, data in sorted(site.guide.site.items())
        if _belongs(name, site.language)
    }
    targets = {name: name.replace(f".{site.language}.md", ".md") for name in written}
    chosen = {targets[name]: name for name in sorted(written, key=len)}  # x.nb.md wins over x.md

    mark = words_of("en").name
    changelog = f"{site.words['changelog']} ({mark})" if site.language != "en" else site.words["changelog"]

    def foreign(target: str) -> bool:
        return chosen[target] == target and site.language != "en"

    def shown(target: str) -> str:
        """A title for menu and lists; one of a page in another language than the site is marked."""
        title = _title(written[chosen[target]])
        return f"{title} ({mark})" if foreign(target) else title

    decisions = [(shown(target), target) for target in sorted(chosen) if target.startswith(_DECISIONS)]
    others = [
        (shown(target), target)
        for target in sorted(chosen)
        if not target.startswith(_DECISIONS) and target != "developers/index.md"
    ]
    index = chosen.get("developers/index.md")
    yield site.page(
        "developers",
        "developers/index.md",
        section=("developers",),
        title=site.words["developers"],
        intro=Markdown(_without_title(written[index])) if index is not None else "",
        others=others,
        decisions=decisions,
        changelog=changelog if site.guide.changelog else "",
    )
    for target, name in sorted(chosen.items()):
        if target == "developers/index.md":
            continue
        yield site.page(
            "written",
            target,
            section=("developers", "decisions") if target.startswith(_DECISIONS) else ("developers",),
            title=_title(written[name]),
            label=shown(target),
            body=Markdown(written[name]),
            notice=foreign(target),
        )
    if site.guide.changelog:
        yield site.page(
            "written",
            "developers/changelog.md",
            section=("developers",),
            title=site.words["changelog"],
            label=changelog,
            body=Markdown(site.guide.changelog),
            notice=site.language != "en",
        )


def _belongs(name: str, language: str) -> bool:
    if not name.startswith(_FOLDER) or not name.endswith(".md"):
        return False
    other = "en" if language == "nb" else "nb"
    return not name.endswith(f".{other}.md")


def _title(text: str) -> str:
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return re.sub(r"[`*]", "", found.group(1)).strip() if found else ""


def _without_title(text: str) -> str:
    return re.sub(r"^# .+\n", "", text, count=1, flags=re.MULTILINE).strip()
