"""What stands on every page of a site, whatever theme the guide brings: its notice, and the link for feedback.

`theme/main.html`, `theme/guide.css` (how content looks), `theme/iframe-worker.js` (search in a site opened from disk), `theme/partials/alternate.html` (the languages) and `theme/guide-frame.css` go to MkDocs as they are; `theme/plain.css` is for the pages that have no theme
(`door.py`).
"""

import re
from collections.abc import Mapping
from importlib import resources

from dbep_ig.guide.authoring.feedback import filled
from dbep_ig.guide.publishing.site import Guide, Site

NOTICE_MARK = b'<aside class="guide-notice"'  # on every page of a guide that has a notice
ABOUT = "about/index.md"
LICENCES = "about/licences.md"
GOVERNANCE = "about/governance.md"
_ANCHOR = "#feedback"
_MAIN, _OWN_MAIN = "main.html", "own/main.html"
_STYLE = "guide-frame.css"
_LOOK = "guide.css"
_WORKER = "iframe-worker.js"
_CHOOSER = "partials/alternate.html"


def guide_title(guide: Guide, language: str) -> str:
    """The guide's title for the browser's tab, the header and lists of results: a draft says so."""
    metadata = guide.model.guide
    title = metadata.title.in_language(language)
    return f"{title} ({guide.words[language].codes['draft']})" if metadata.status == "draft" else title


def frame_of(site: Site, docs: Mapping[str, bytes]) -> tuple[dict[str, object], dict[str, bytes]]:
    """What `main.html` reads as `config.extra.frame`, and the files it needs among the pages.

    docs  the pages and files of the site in this language: the frame links to those that are there
    """
    guide, words = site.guide.model.guide, site.words
    frame: dict[str, object] = {
        "base": _OWN_MAIN if _brings_main(site.guide) else "base.html",
        "search": words["search"],
    }
    if guide.notice is not None:
        notice = {"label": words["notice"], "text": site.say(guide.notice)}
        if ABOUT in docs:
            notice |= {"about": _html(ABOUT), "about_label": words["about"]}
        frame["notice"] = notice
    if LICENCES in docs:
        frame["terms"] = {"label": words["licences"], "page": _html(LICENCES), "licence": guide.license or ""}
    address = feedback_address(site.guide, site.language)
    if address:
        frame["feedback"] = {"text": words["feedback"], "address": address}
    elif GOVERNANCE in docs:
        anchor = _ANCHOR if re.search(rb"\{[^{}\n]*#feedback\b[^{}\n]*\}", docs[GOVERNANCE]) else ""
        frame["feedback"] = {"text": words["feedback"], "page": _html(GOVERNANCE), "anchor": anchor}
    return frame, {f"assets/{name}": _data(name) for name in (_STYLE, _LOOK, _WORKER)}


def feedback_address(guide: Guide, language: str) -> str:
    """The guide's own address for feedback with all filled in but `{page}`; nothing when it has none."""
    metadata = guide.model.guide
    return filled(metadata.feedback or "", {"language": language, "version": metadata.version})


def theme_files(guide: Guide, *, not_found: bytes) -> dict[str, bytes]:
    """The guide's own templates, and ours round its `main.html`.

    not_found  the page for an address that leads nowhere, for a guide that has none of its own
    """
    own = {
        name.removeprefix("theme/"): data for name, data in guide.site.items() if name.startswith("theme/")
    }
    if _MAIN in own:
        own[_OWN_MAIN] = own.pop(_MAIN)
    return {"404.html": not_found, _CHOOSER: _data(_CHOOSER), **own, _MAIN: _data(_MAIN)}


def plain_style() -> str:
    """The style of a page without a theme."""
    return _data("plain.css").decode()


def _brings_main(guide: Guide) -> bool:
    return f"theme/{_MAIN}" in guide.site


def _html(page: str) -> str:
    return page.removesuffix(".md") + ".html"


def _data(name: str) -> bytes:
    return (resources.files(__package__) / "theme" / name).read_bytes()
