"""The developers' section: prose from `site/developers/`, the decisions, the changelog."""

import re
from collections.abc import Iterable, Iterator

from dbep_ig.guide.languages import known_languages, words_of
from dbep_ig.guide.publishing.markdown import Markdown
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

from .diagnostic import diagnostics_page

_FOLDER = "developers/"
_DECISIONS = "developers/adr/"
_INDEX = "developers/index.md"
_ENGLISH = "en"


def pages(site: Site) -> Iterator[Page]:
    """Pages as they were written. `x.nb.md` and `x.en.md` are two languages of one page; `x.md` is in English, for all of them."""
    written = {
        name: data.decode("utf-8")
        for name, data in sorted(site.guide.site.items())
        if name.startswith(_FOLDER) and name.endswith(".md")
    }
    chosen = _chosen(written, site)

    def foreign(target: str) -> str:
        """The language of a page in another than the site's; nothing for one in it."""
        _, language = _named(chosen[target], site)
        return "" if language == site.language else language

    def shown(target: str) -> str:
        """A title for menu and lists; one of a page in another language than the site is marked."""
        return _marked(_title(written[chosen[target]]), foreign(target))

    decisions = [(shown(target), target) for target in sorted(chosen) if target.startswith(_DECISIONS)]
    others = [
        (shown(target), target)
        for target in sorted(chosen)
        if not target.startswith(_DECISIONS) and target != _INDEX
    ]
    index = chosen.get(_INDEX)
    changelog = _marked(site.words["changelog"], "" if site.language == _ENGLISH else _ENGLISH)
    yield site.page(
        "developers",
        _INDEX,
        section=("developers",),
        title=site.words["developers"],
        intro=Markdown(_without_title(written[index])) if index is not None else "",
        others=others,
        decisions=decisions,
        changelog=changelog if site.guide.changelog else "",
        diagnostics=diagnostics_page(site),
    )
    for target, name in sorted(chosen.items()):
        if target == _INDEX:
            continue
        yield site.page(
            "written",
            target,
            section=("developers", "decisions") if target.startswith(_DECISIONS) else ("developers",),
            title=_title(written[name]),
            label=shown(target),
            body=Markdown(written[name]),
            foreign=foreign(target),
        )
    if site.guide.changelog:
        yield site.page(
            "written",
            "developers/changelog.md",
            section=("developers",),
            title=site.words["changelog"],
            label=changelog,
            body=Markdown(site.guide.changelog),
            foreign="" if site.language == _ENGLISH else _ENGLISH,
        )


def _named(name: str, site: Site) -> tuple[str, str]:
    """(page, language) of a file: `x.nb.md` is the page `x.md` in Norwegian."""
    stem, _, ending = name.removesuffix(".md").rpartition(".")
    known = {*site.guide.model.guide.languages, *known_languages()}
    return (f"{stem}.md", ending) if stem and ending in known else (name, _ENGLISH)


def _chosen(names: Iterable[str], site: Site) -> dict[str, str]:
    """Page -> the file that it is made of: in the site's language, else the main one, else English, else what there is."""
    order = list(dict.fromkeys((site.language, site.guide.own_language, _ENGLISH)))
    found: dict[str, tuple[int, str]] = {}
    for name in names:
        target, language = _named(name, site)
        rank = (order.index(language) if language in order else len(order), name)
        found[target] = min(found.get(target, rank), rank)
    return {target: name for target, (_, name) in found.items()}


def _marked(title: str, language: str) -> str:
    return f"{title} ({words_of(language).name})" if language else title


def _title(text: str) -> str:
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return re.sub(r"[`*]", "", found.group(1)).strip() if found else ""


def _without_title(text: str) -> str:
    return re.sub(r"^# .+\n", "", text, count=1, flags=re.MULTILINE).strip()
