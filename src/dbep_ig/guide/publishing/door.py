"""The pages that have no theme, since they may be shown at any address: the root page, and the one for what does not exist.

Each is whole in itself. MkDocs reads the latter as a template; every brace of a text is a character reference, and none of
ours begins a tag.
"""

from collections.abc import Sequence

from dbep_ig.engine.diagnostics import LANGUAGES, Language
from dbep_ig.guide.authoring.feedback import filled
from dbep_ig.guide.languages import words_of

from .frame import feedback_address, guide_title, plain_style
from .markdown import html
from .mkdocs_config import LANGUAGE_NAMES
from .site import Guide

_CHOOSE = """<script>location.replace((/^(nb|nn|no|da|sv|se)/.test(navigator.language) ? "nb" : "en") + "/index.html")</script>
<noscript><meta http-equiv="refresh" content="0; url=nb/index.html"></noscript>
"""
# An address that does not exist may have any depth: what comes before the language is the site's own.
_HOME = """<script>
var site = location.pathname.match(/^(.*\\/)(nb|en)\\//)
if (site) document.querySelectorAll("a[data-home]").forEach(function (a) { a.href = site[1] + a.dataset.home })
</script>
"""
# Where to go from a page that does not exist: word, and page in the language's folder.
_WAYS_ON = (
    ("home", "index.html"),
    ("model", "model/index.html"),
    ("examples", "examples/index.html"),
    ("diagnostics", "diagnostics/index.html"),
)


def door(guide: Guide) -> bytes:
    """The root page: to the reader's language when it is known, with links for those without scripts."""
    nb, en = guide_title(guide, "nb"), guide_title(guide, "en")
    links = " · ".join(
        f'<a href="{code}/index.html" lang="{code}">{name}</a>' for code, name in LANGUAGE_NAMES.items()
    )
    body = "".join(
        (
            *(_notice(guide, language) for language in LANGUAGES),
            f"<main>\n<h1>{_text(nb)}</h1>\n",
            f'<p lang="en">{_text(en)}</p>\n' if en != nb else "",
            f"<p>{links}</p>\n</main>\n",
        )
    )
    return _page("nb", nb, body, head=_CHOOSE)


def not_found(guide: Guide, languages: Sequence[Language]) -> bytes:
    """The page for an address that leads nowhere."""
    body = [_notice(guide, language) for language in languages]
    heading = " / ".join(
        f'<span lang="{language}">{_text(words_of(language).site["not_found"])}</span>'
        for language in languages
    )
    body.append(f"<main>\n<h1>{heading}</h1>\n")
    for language in languages:
        said = words_of(language).site
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
    body.append(f"</main>\n{_HOME}")
    title = f"{words_of(languages[0]).site['not_found']} - {guide_title(guide, languages[0])}"
    return _page(languages[0], title, "".join(body))


def _page(language: Language, title: str, body: str, *, head: str = "") -> bytes:
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{plain_style()}</style>\n{head}"
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    ).encode()


def _notice(guide: Guide, language: Language) -> str:
    notice = guide.model.guide.notice
    if notice is None:
        return ""
    label = _text(words_of(language).site["notice"])
    return (
        f'<aside class="guide-notice" lang="{language}" aria-label="{label}">'
        f"<p>{_text(notice.in_language(language))}</p></aside>\n"
    )


def _text(text: str) -> str:
    return html(text).replace("{", "&#123;").replace("}", "&#125;")
