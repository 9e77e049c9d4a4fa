"""A guide -> every file that the site generator reads, in both languages. Nothing is read or written here.

index.html                  chooses the language; copied to the site's root
nb/mkdocs.yml  en/mkdocs.yml
nb/docs/…      en/docs/…    Markdown, assets, downloads; the same paths in both
nb/theme/…     en/theme/…   the few templates that differ from the theme's own
"""

from collections.abc import Iterator
from importlib import import_module

from dbep_ig.engine.diagnostics import LANGUAGES, Issue, Language, Location, Result, Rule, Severity

from .glossary import FILE, read_words
from .markdown import html
from .mkdocs_config import LANGUAGE_NAMES, mkdocs_yml
from .navigation import navigation
from .page import Page
from .pages import PAGE_TYPES
from .site import Guide, Site

PROSE_IN_ONE_LANGUAGE = Rule(
    code="DBEP6001",
    name="prose-in-one-language",
    severity=Severity.ERROR,
    issue_type="required",
    nb="Siden «{page}» finnes bare på {language}, men ikke i «{missing}»",
    en="The page `{page}` exists only in {language}; there is no `{missing}`",
)
PROSE_NOT_UTF_8 = Rule(
    code="DBEP6002",
    name="prose-not-utf8",
    severity=Severity.ERROR,
    issue_type="structure",
    nb="Siden «{page}» er ikke UTF-8: byte {offset} er ugyldig",
    en="The page `{page}` is not UTF-8: byte {offset} is invalid",
    spec="https://www.rfc-editor.org/rfc/rfc3629",
)


def publish(guide: Guide) -> Result[dict[str, bytes]]:
    """Path under `build/site-src` -> bytes; the same guide gives the same bytes.

    A prose page that is missing in one language, or cannot be read, is an issue (DBEP6001, DBEP6002) and the rest is made;
    so is an entry of the word list that cannot be read, or that contradicts its own example (DBEP6004).
    """
    issues = [*_prose_issues(guide), *_word_list_issues(guide)]
    broken = {
        issue.location.document.removeprefix("site/") for issue in issues if issue.rule is PROSE_NOT_UTF_8
    }
    files: dict[str, bytes] = {"index.html": _door(guide)}
    for language in LANGUAGES:
        files.update(_one_language(guide, language, broken))
    return Result(dict(sorted(files.items())), tuple(issues))


def _one_language(guide: Guide, language: Language, broken: set[str]) -> Iterator[tuple[str, bytes]]:
    site = Site(guide, language)
    pages: list[Page] = []
    for name in PAGE_TYPES:
        pages.extend(import_module(f"dbep_ig.guide.publishing.pages.{name}").pages(site))
    for page in pages:
        yield f"{language}/docs/{page.path}", page.markdown.encode()
        for path, data in page.files.items():
            yield f"{language}/docs/{path}", data
    prose: list[tuple[str, str]] = []
    if f"{language}/index.md" not in guide.site or f"{language}/index.md" in broken:
        front = site.page(
            "front", "index.md", section=(), title=site.say(guide.model.guide.title), guide=guide.model.guide
        )
        yield f"{language}/docs/index.md", front.markdown.encode()
        prose.append(("index.md", front.label))
    for name, data in guide.site.items():
        folder, _, rest = name.partition("/")
        if folder == language and name not in broken:
            yield f"{language}/docs/{rest}", data
            if rest.endswith(".md"):
                prose.append((rest, _label(data.decode("utf-8"), rest)))
        elif folder == "assets":
            yield f"{language}/docs/{name}", data
        elif folder == "theme":
            yield f"{language}/{name}", data
    metadata = guide.model.guide
    config = mkdocs_yml(
        language,
        title=site.say(metadata.title),
        description=site.say(metadata.definition),
        copyright_line=f"{html(site.say(metadata.publisher))} · {html(metadata.id)} {html(metadata.version)}",
        nav=navigation(pages, site.words, prose),
        assets=[name for name in guide.site if name.startswith("assets/")],
        themed=any(name.startswith("theme/") for name in guide.site),
    )
    yield f"{language}/mkdocs.yml", config.encode()


def _label(text: str, path: str) -> str:
    """`title:` of the front matter, else the first heading, else the path."""
    for line in text.splitlines():
        if line.startswith("title:"):
            return line.removeprefix("title:").strip().strip("\"'")
        if line.startswith("# "):
            return line[2:].strip()
    return path


def _prose_issues(guide: Guide) -> Iterator[Issue]:
    for name, data in sorted(guide.site.items()):
        folder, _, rest = name.partition("/")
        if not name.endswith(".md"):
            continue
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Issue(
                PROSE_NOT_UTF_8, Location(f"site/{name}"), {"page": f"site/{name}", "offset": error.start}
            )
            continue
        for language in LANGUAGES:
            other = "en" if language == "nb" else "nb"
            if folder == language and f"{other}/{rest}" not in guide.site:
                params = {
                    "page": f"site/{name}",
                    "language": LANGUAGE_NAMES[language],
                    "missing": f"site/{other}/{rest}",
                }
                yield Issue(PROSE_IN_ONE_LANGUAGE, Location(f"site/{name}"), params)


def _word_list_issues(guide: Guide) -> tuple[Issue, ...]:
    data = guide.site.get(FILE)
    return () if data is None else read_words(f"site/{FILE}", data).issues


def _door(guide: Guide) -> bytes:
    """The root page: to the reader's language when it is known, with links for those without scripts."""
    title = html(guide.model.guide.title.nb)
    links = " · ".join(
        f'<a href="{code}/index.html" lang="{code}">{name}</a>' for code, name in LANGUAGE_NAMES.items()
    )
    return (
        '<!doctype html>\n<html lang="nb">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{title}</title>\n"
        '<script>location.replace((/^(nb|nn|no|da|sv|se)/.test(navigator.language) ? "nb" : "en") + "/index.html")</script>\n'
        '<noscript><meta http-equiv="refresh" content="0; url=nb/index.html"></noscript>\n'
        f"</head>\n<body>\n<p>{links}</p>\n</body>\n</html>\n"
    ).encode()
