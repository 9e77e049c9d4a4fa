"""The pages that have no theme, since they may be shown at any address: the root page, and the one for what does not exist.

Each is whole in itself. MkDocs reads the latter as a template; every brace of a text is a character reference, and none of
ours begins a tag.
"""

import json
import re
from collections.abc import Sequence

from dbep_ig.guide.authoring.feedback import filled

from .frame import feedback_address, guide_title, plain_style
from .markdown import html
from .site import Guide

_CHOOSE = """<script>
var folders = {folders}
location.replace((folders[navigator.language.split("-")[0].toLowerCase()] || "{other}") + "/index.html")
</script>
<noscript><meta http-equiv="refresh" content="0; url={main}/index.html"></noscript>
"""
_ALIKE = ("nb", "nn", "no", "da", "sv", "se")  # who reads one of these reads another sooner than English
# An address that does not exist may have any depth: what comes before the language is the site's own.
_HOME = """<script>
var site = location.pathname.match(/^(.*\\/)({languages})\\//)
if (site) document.querySelectorAll("a[data-home]").forEach(function (a) { a.href = site[1] + a.dataset.home })
</script>
"""
# Where to go from a page that does not exist: word, and page in the language's folder.
_WAYS_ON = (
    ("home", "index.html"),
    ("model", "model/index.html"),
    ("examples", "examples/index.html"),
)


def door(guide: Guide) -> bytes:
    """The root page: to the reader's language when it is known, with links for those without scripts."""
    main, *others = guide.languages
    title = guide_title(guide, main)
    links = " · ".join(
        f'<a href="{code}/index.html" lang="{code}">{_text(one.name)}</a>'
        for code, one in guide.words.items()
    )
    titles = {guide_title(guide, other): other for other in reversed(others)}
    body = "".join(
        (
            *(_notice(guide, language) for language in guide.languages),
            f"<main>\n<h1>{_text(title)}</h1>\n",
            *(
                f'<p lang="{code}">{_text(other)}</p>\n'
                for other, code in reversed(titles.items())
                if other != title
            ),
            f"<p>{links}</p>\n</main>\n",
        )
    )
    return _page(main, title, body, head=_choose(guide.languages))


def _choose(languages: Sequence[str]) -> str:
    """To the reader's language; else to one near it; else to English, or the main one."""
    folders = {code.partition("-")[0].lower(): code for code in reversed(languages)}
    near = next((folders[one] for one in _ALIKE if one in folders), None)
    if near is not None:
        folders = {**dict.fromkeys(_ALIKE, near), **folders}
    other = folders.get("en", languages[0])
    return (
        _CHOOSE.replace("{folders}", json.dumps(dict(sorted(folders.items()))))
        .replace("{other}", other)
        .replace("{main}", languages[0])
    )


def not_found(guide: Guide, languages: Sequence[str]) -> bytes:
    """The page for an address that leads nowhere."""
    body = [_notice(guide, language) for language in languages]
    heading = " / ".join(
        f'<span lang="{language}">{_text(guide.words[language].site["not_found"])}</span>'
        for language in languages
    )
    body.append(f"<main>\n<h1>{heading}</h1>\n")
    for language in languages:
        said = guide.words[language].site
        folder = "" if len(languages) == 1 else f"{language}/"
        links = "".join(
            f'<li><a href="{folder}{page}" data-home="{language}/{page}">{_text(said[word])}</a></li>\n'
            for word, page in _WAYS_ON
        )
        body.append(f'<div lang="{language}">\n<p>{_text(said["not_found_lead"])}</p>\n<ul>\n{links}</ul>\n')
        address = filled(feedback_address(guide, language), {"page": "404.html"})
        if address:
            body.append(
                f'<p class="guide-feedback"><a href="{_text(address)}">{_text(said["feedback"])}</a></p>\n'
            )
        body.append("</div>\n")
    home = _HOME.replace("{languages}", "|".join(map(re.escape, guide.languages)))
    body.append(f"</main>\n{home}")
    title = f"{guide.words[languages[0]].site['not_found']} - {guide_title(guide, languages[0])}"
    return _page(languages[0], title, "".join(body))


def _page(language: str, title: str, body: str, *, head: str = "") -> bytes:
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{plain_style()}</style>\n{head}"
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    ).encode()


def _notice(guide: Guide, language: str) -> str:
    notice = guide.model.guide.notice
    if notice is None:
        return ""
    label = _text(guide.words[language].site["notice"])
    return (
        f'<aside class="guide-notice" lang="{language}" aria-label="{label}">'
        f"<p>{_text(notice.in_language(language))}</p></aside>\n"
    )


def _text(text: str) -> str:
    return html(text).replace("{", "&#123;").replace("}", "&#125;")
