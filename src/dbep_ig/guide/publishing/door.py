"""The pages that have no theme, since they may be shown at any address: the root page, and the one for what does not exist.

Each is whole in itself. MkDocs reads the latter as a template; every brace of a text is a character reference, and none of
ours begins a tag.
"""

from collections.abc import Sequence

from dbep_ig.engine.diagnostics import LANGUAGES, Language, Text
from dbep_ig.guide.authoring.feedback import filled

from .frame import feedback_address, plain_style
from .markdown import html
from .mkdocs_config import LANGUAGE_NAMES
from .site import Guide
from .words import words

_CHOOSE = """<script>location.replace((/^(nb|nn|no|da|sv|se)/.test(navigator.language) ? "nb" : "en") + "/index.html")</script>
<noscript><meta http-equiv="refresh" content="0; url=nb/index.html"></noscript>
"""
# An address that does not exist may have any depth: what comes before the language is the site's own.
_HOME = """<script>
var site = location.pathname.match(/^(.*\\/)(nb|en)\\//)
if (site) document.querySelectorAll("a[data-home]").forEach(function (a) { a.href = site[1] + a.dataset.home })
</script>
"""


def door(guide: Guide) -> bytes:
    """The root page: to the reader's language when it is known, with links for those without scripts."""
    title = guide.model.guide.title
    links = " · ".join(
        f'<a href="{code}/index.html" lang="{code}">{name}</a>' for code, name in LANGUAGE_NAMES.items()
    )
    body = "".join(
        (
            *(_notice(guide, language) for language in LANGUAGES),
            f"<main>\n<h1>{_text(title.nb)}</h1>\n",
            f'<p lang="en">{_text(title.en)}</p>\n' if title.en != title.nb else "",
            f"<p>{links}</p>\n</main>\n",
        )
    )
    return _page("nb", title.nb, body, head=_CHOOSE)


def not_found(guide: Guide, languages: Sequence[Language]) -> bytes:
    """The page for an address that leads nowhere."""
    body = [_notice(guide, language) for language in languages]
    body.append("<main>\n")
    for language in languages:
        said = words(language)
        front = "index.html" if len(languages) == 1 else f"{language}/index.html"
        body.append(
            f'<div lang="{language}">\n<h1>{_text(said["not_found"])}</h1>\n<p>{_text(said["not_found_lead"])}</p>\n'
            f'<p><a href="{front}" data-home="{language}/index.html">{_text(said["home"])}</a></p>\n'
        )
        address = filled(feedback_address(guide, language), {"page": "404.html"})
        if address:
            body.append(
                f'<p class="guide-feedback"><a href="{_text(address)}">{_text(said["feedback"])}</a></p>\n'
            )
        body.append("</div>\n")
    body.append(f"</main>\n{_HOME}")
    title = f"{words(languages[0])['not_found']} - {_in(guide.model.guide.title, languages[0])}"
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
    label = _text(words(language)["notice"])
    return (
        f'<aside class="guide-notice" lang="{language}" aria-label="{label}">'
        f"<p>{_text(_in(notice, language))}</p></aside>\n"
    )


def _in(text: Text, language: Language) -> str:
    return text.in_language(language)


def _text(text: str) -> str:
    return html(text).replace("{", "&#123;").replace("}", "&#125;")
