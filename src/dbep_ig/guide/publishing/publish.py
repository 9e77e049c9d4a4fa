"""A guide -> every file that the site generator reads, in each language. Nothing is read or written here.

index.html  404.html        choose the language, tell that a page does not exist; copied to the site's root
sv/mkdocs.yml   for each language
sv/docs/…       Markdown, assets, downloads; the same paths in all languages
sv/theme/…      the few templates that differ from the theme's own
"""

from importlib import import_module

from dbep_ig.engine.diagnostics import Issue, Location, Result

from .door import door, not_found
from .frame import frame_of, guide_title, theme_files
from .glossary import FILE, read_words
from .markdown import html
from .mkdocs_config import mkdocs_yml, theme_words
from .navigation import navigation
from .page import Page
from .pages import PAGE_TYPES
from .placeholders import filled, placeholder_issues
from .prose import PROSE_IN_PLACE_OF_GENERATED, files_beside, prose_issues, prose_pages
from .site import Guide, Site


def publish(guide: Guide) -> Result[dict[str, bytes]]:
    """Path under `build/site-src` -> bytes; the same guide gives the same bytes.

    A prose page that is missing in one language, cannot be read, or has the address of a generated page is an issue (DBEP6001,
    DBEP6002, DBEP6005), as is a placeholder that stands for nothing (DBEP6003) and an entry of
    the word list that cannot be read or contradicts its own example (DBEP6004); the rest is made.
    """
    issues = [*prose_issues(guide), *placeholder_issues(guide), *_word_list_issues(guide)]
    files: dict[str, bytes] = {"index.html": door(guide), "404.html": not_found(guide, guide.languages)}
    for language in guide.languages:
        files.update(_one_language(filled(guide, language), language, issues))
    return Result(dict(sorted(files.items())), tuple(issues))


def _one_language(guide: Guide, language: str, issues: list[Issue]) -> dict[str, bytes]:
    site = Site(guide, language)
    written = {page.path: page for page in prose_pages(site)}
    pages = _generated(site, front="index.md" not in written)
    docs: dict[str, bytes] = {}
    for page in pages:
        docs[page.path] = page.markdown.encode()
        docs.update(page.files)
    docs |= {name: data for name, data in guide.site.items() if name.startswith("assets/")}
    beside = files_beside(guide, language)
    for path, data in {**beside, **{path: page.markdown.encode() for path, page in written.items()}}.items():
        if path in docs:
            name = f"site/{language}/{path}"
            issues.append(Issue(PROSE_IN_PLACE_OF_GENERATED, Location(name), {"page": name, "made": path}))
            written.pop(path, None)
        else:
            docs[path] = data
    pages += written.values()
    frame, docs_of_frame = frame_of(site, docs)
    docs |= docs_of_frame
    metadata = guide.model.guide
    config = mkdocs_yml(
        language,
        guide.words,
        title=guide_title(guide, language),
        description=html(
            " ".join(site.say(text) for text in (metadata.description, metadata.notice) if text)
        ),
        copyright_line=f"{html(site.say(metadata.publisher))} · {html(metadata.id)} {html(metadata.version)}",
        nav=navigation(pages, site.words),
        assets=[name for name in guide.site if name.startswith("assets/")],
        frame=frame,
        stages=guide.stages,
    )
    theme = {
        **theme_words(guide.words[language]),
        **theme_files(guide, not_found=not_found(guide, (language,))),
    }
    return {
        f"{language}/mkdocs.yml": config.encode(),
        **{f"{language}/docs/{path}": data for path, data in docs.items()},
        **{f"{language}/theme/{path}": data for path, data in theme.items()},
    }


def _generated(site: Site, *, front: bool) -> list[Page]:
    """The pages that are made of the guide; with `front`, also a front page for a guide that has written none."""
    pages: list[Page] = []
    for name in PAGE_TYPES:
        pages.extend(import_module(f"dbep_ig.guide.publishing.pages.{name}").pages(site))
    if front:
        guide = site.guide.model.guide
        pages.append(site.page("front", "index.md", section=(), title=site.say(guide.title), guide=guide))
    return pages


def _word_list_issues(guide: Guide) -> tuple[Issue, ...]:
    data = guide.site.get(FILE)
    return () if data is None else read_words(f"site/{FILE}", data).issues
