"""MkDocs for one language, a process of its own: of the pages, only those that a change reaches are rendered again.

It is run as a file and answers each line of JSON on its standard input with one on its standard output, so that whoever builds
once asks once, and a preview asks again and again of a MkDocs that has its theme in memory.

What a page becomes is decided by its own source and by what all pages share: `mkdocs.yml`, the theme, the names of the files,
and what the menu shows of other pages' front matter (never their titles, which the menu itself has). A page whose source and
whose surroundings are those that it was rendered from is left as it is; its part of the search index, its anchors and what
MkDocs warned of are kept from then.

Source: https://www.mkdocs.org/dev-guide/plugins/#events, whose order is followed; `mkdocs.commands.build.build` is the original
"""

import json
import logging
import os
import re
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, TypedDict

from mkdocs.commands import build as original
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

_OWN_WORDS = ("title", "description")  # of front matter: what nothing but the page itself shows
_OTHERS = re.compile(r"\b(?:pages|nav)\b")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_CODE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


class Request(TypedDict, total=False):
    """What is asked for.

    folder   with mkdocs.yml, docs/ and theme/
    target   an empty folder, which gets all that is made anew
    before   the record of the pages that are there already; "" where there are none; None: as of the last answer
    after    where the record of all pages is written when none is left
    digest   of what is not in the folder and decides how pages look: versions, dates
    first    sources of pages to render before the others
    seconds  as long as others are rendered too; None: until all are
    static   whether what is no page is copied too
    """

    folder: str
    target: str
    before: str | None
    after: str
    digest: str
    first: list[str]
    seconds: float | None
    static: bool


class Answer(TypedDict):
    """What was made: `rendered` and `kept` are HTML files, `left` sources of pages that are not as they will be."""

    rendered: list[str]
    kept: list[str]
    left: list[str]
    said: list[str]


class _Theme(NamedTuple):
    """MkDocs as it was configured, for as long as the configuration and the theme are the same (`made_from`).

    shared  what all pages have in common, as far as these decide it
    files   of the theme, name and folder
    """

    made_from: str
    shared: str
    config: MkDocsConfig
    environment: Any
    files: list[tuple[str, str]]


class Pages:
    """One language's pages, and what is known of each since it was rendered."""

    def __init__(self) -> None:
        self._theme: _Theme | None = None
        self._known: dict[str, dict[str, Any]] = {}
        self._sources: dict[str, str] = {}
        self._said: list[str] = []
        self._listener = _Listener(self._said)
        logger = logging.getLogger("mkdocs")
        logger.setLevel(logging.INFO)
        logger.addHandler(self._listener)

    def answer(self, request: Request) -> Answer:
        """Renders what is asked for. Raises what MkDocs raises."""
        folder, target = Path(request["folder"]), Path(request["target"])
        self._said.clear()
        theme = self._configured(folder, target, request["digest"])
        config = theme.config
        config.site_dir = str(target)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        for name, of in theme.files:
            if name not in files.src_uris:
                files.append(File(name, of, config.site_dir, config.use_directory_urls))
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        said = [*self._said]
        documents = list(files.documentation_pages(inclusion=InclusionLevel.is_included))
        self._read_known(request["before"])
        pages = [_page_of(file, config) for file in documents]
        dirty, common = self._dirty(pages, files, theme)
        if request.get("static", True):
            self._others(files, nav, theme)
        first, in_menu = (
            request.get("first") or [],
            {page.file.src_uri: n for n, page in enumerate(nav.pages)},
        )
        dirty.sort(
            key=lambda page: (page.file.src_uri not in first, in_menu.get(page.file.src_uri, len(in_menu)))
        )
        end = None if request.get("seconds") is None else monotonic() + (request["seconds"] or 0.0)
        made: dict[str, str] = {}
        doc_files = [page.file for page in pages]
        for page in dirty:
            if end is not None and monotonic() > end and page.file.src_uri not in first:
                break
            self._render(page, common, files, doc_files, nav, theme)
            made[page.file.src_uri] = page.file.dest_uri
        names = {page.file.src_uri for page in pages}
        self._known = {uri: one for uri, one in self._known.items() if uri in names}
        for page in pages:
            said += self._known.get(page.file.src_uri, {}).get("said", [])
        self._said.clear()
        for page in pages:
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        said += self._said
        left = [page.file.src_uri for page in dirty if page.file.src_uri not in made]
        if not left:
            _search(config).search_index.entries = [
                entry for page in pages for entry in self._known[page.file.src_uri]["entries"]
            ]
            config.plugins.on_post_build(config=config)
            Path(request["after"]).write_text(json.dumps(self._known), encoding="ascii")
        kept = [page.file.dest_uri for page in pages if page.file.src_uri not in made]
        return {"rendered": sorted(made.values()), "kept": kept, "left": left, "said": said}

    def _configured(self, folder: Path, target: Path, surroundings: str) -> _Theme:
        """As the last time, unless the configuration or a template is another."""
        parts = sorted(path for path in (folder / "theme").rglob("*") if path.is_file())
        held = sha256(surroundings.encode())
        for path in (folder / "mkdocs.yml", *parts):
            held.update(
                path.relative_to(folder).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest()
            )
        digest = held.hexdigest()
        if self._theme is None or self._theme.made_from != digest:
            os.chdir(folder)
            config = load_config(config_file="mkdocs.yml", site_dir=str(target))
            config.plugins.on_startup(command="build", dirty=False)
            config = config.plugins.on_config(config)
            environment = config.theme.get_env()
            files = Files([])
            files.add_files_from_theme(environment, config)
            environment = config.plugins.on_env(environment, config=config, files=files)
            own = any(_looks_at_others(path.read_text(encoding="utf-8", errors="replace")) for path in parts)
            # a template of the guide's own that looks at other pages may show anything of them: then no page is kept
            shared = f"{digest}{os.urandom(8).hex()}" if own else digest
            self._theme = _Theme(
                digest, shared, config, environment, [(one.src_uri, str(one.src_dir)) for one in files]
            )
        return self._theme

    def _read_known(self, before: str | None) -> None:
        """The record that is asked for; none where it cannot be read."""
        if before is None:
            return
        self._known = {}
        if before:
            try:
                self._known = json.loads(Path(before).read_bytes())
            except (OSError, ValueError, RecursionError):
                return

    def _dirty(self, pages: list[Page], files: Files, theme: _Theme) -> tuple[list[Page], str]:
        """The pages that are to be rendered, and the digest of what all pages share."""
        self._sources = {page.file.src_uri: _digest(page.file.content_bytes) for page in pages}
        for page in pages:
            known = self._known.get(page.file.src_uri)
            if known is not None and known["source"] == self._sources[page.file.src_uri]:
                page.meta = known["meta"]
            else:
                page.read_source(theme.config)
        shared = {
            "theme": theme.shared,
            "files": sorted(file.src_uri for file in files),
            "menu": {
                page.file.src_uri: {
                    key: str(value) for key, value in page.meta.items() if key not in _OWN_WORDS
                }
                for page in pages
            },
        }
        common = _digest(json.dumps(shared, sort_keys=True).encode())
        dirty = [
            page
            for page in pages
            if (known := self._known.get(page.file.src_uri)) is None
            or known["common"] != common
            or known["source"] != self._sources[page.file.src_uri]
        ]
        clean = {page.file.src_uri for page in pages} - {page.file.src_uri for page in dirty}
        for page in pages:
            if page.file.src_uri in clean:
                known = self._known[page.file.src_uri]
                page.present_anchor_ids = set(known["ids"])
                page.links_to_anchors = {
                    found: links
                    for uri, links in known["links"].items()
                    if (found := files.get_file_from_path(uri)) is not None
                }
        return dirty, common

    def _others(self, files: Files, nav: Navigation, theme: _Theme) -> None:
        """Static files, and the templates that are no pages: the map of the site, the page for what is not found."""
        files.copy_static_files(inclusion=InclusionLevel.is_included)
        for template in theme.config.theme.static_templates:
            original._build_theme_template(template, theme.environment, files, theme.config, nav)

    def _render(
        self,
        page: Page,
        common: str,
        files: Files,
        doc_files: list[File],
        nav: Navigation,
        theme: _Theme,
    ) -> None:
        """Markdown, then the template; what is to be known of the page later is kept."""
        config, entries = theme.config, _search(theme.config).search_index.entries
        self._said.clear()
        entries.clear()
        original._populate_page(page, config, files)
        original._build_page(page, config, doc_files, nav, theme.environment)
        uri = page.file.src_uri
        self._known[uri] = {
            "source": self._sources[uri],
            "common": common,
            "meta": page.meta,
            "entries": [*entries],
            "ids": sorted(page.present_anchor_ids or ()),
            "links": {to.src_uri: links for to, links in (page.links_to_anchors or {}).items()},
            "said": [*self._said],
        }


class _Listener(logging.Handler):
    """Keeps the first line of each warning."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._kept = said

    def emit(self, record: logging.LogRecord) -> None:
        """One message."""
        lines = record.getMessage().splitlines()
        self._kept.append(lines[0] if lines else "")


def _page_of(file: File, config: MkDocsConfig) -> Page:
    if file.page is None:  # not in the menu
        Page(None, file, config)
    assert file.page is not None
    return file.page


def _looks_at_others(template: str) -> bool:
    """Whether what a template computes may show something of other pages: it names all of them, or the menu."""
    codes = _CODE.findall(_COMMENT.sub("", template))
    return any(_OTHERS.search(_STRING.sub("", code)) for code in codes)


def _search(config: MkDocsConfig) -> Any:
    """The search plugin, whose index is made of the pages as they are rendered."""
    return next(plugin for name, plugin in config.plugins.items() if name.rpartition("/")[2] == "search")


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _main() -> None:
    """Answers until there are no more questions. What else is printed goes to the standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    pages = Pages()
    for line in sys.stdin:
        found: Mapping[str, Any] = pages.answer(json.loads(line))
        answers.write(json.dumps(found) + "\n")
        answers.flush()


if __name__ == "__main__":
    _main()
