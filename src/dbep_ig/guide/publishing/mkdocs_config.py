"""`mkdocs.yml` for one language: mkdocs-material without anything from outside, strict about every link.

Source: https://www.mkdocs.org/user-guide/configuration/ and https://squidfunk.github.io/mkdocs-material/setup/
"""

from collections.abc import Collection, Mapping

from dbep_ig.guide.languages import Words
from dbep_ig.guide.stages import Stages

from .navigation import Nav

_PICTURES = {"logo": "assets/logo.svg", "favicon": "assets/favicon.svg"}
_LOOK = "assets/guide.css"
_WORKER = (
    "assets/iframe-worker.js"  # the offline plugin knows a worker by this name, and fetches none from the net
)
# https://squidfunk.github.io/mkdocs-material/setup/changing-the-language/#site-language
_THEME = frozenset(
    "af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko ku-IQ lb lt lv mk mn ms "
    "my nb nl nn pl pt-BR pt ro ru sa sh si sk sl sq sr sv ta te th tl tr uk ur uz vi zh-Hant zh-TW zh".split()
)
# https://squidfunk.github.io/mkdocs-material/plugins/search/#config.lang
_SEARCH = frozenset("ar da de du el en es fi fr hu it nl no pt ro ru sv tr".split())


def theme_language(code: str) -> str:
    """The language that the theme speaks to readers of `code`; the code itself where it has none, with a file of ours."""
    base = code.partition("-")[0]
    return next((one for one in (code, base, "nb" if base == "no" else "") if one in _THEME), code)


def theme_words(words: Words) -> dict[str, bytes]:
    """The theme's own words of a language that it does not have: the page says which language it is in, the rest is English."""
    if theme_language(words.code) in _THEME:
        return {}
    known = {"language": words.code, "search.placeholder": words.site["search"]}
    text = "{% macro t(key) %}{{ " + repr(known) + ".get(key, '') }}{% endmacro %}\n"
    return {f"partials/languages/{words.code}.html": text.encode()}


def _search_language(code: str) -> str:
    """The one whose words search knows the forms of; English where it knows none."""
    base = code.partition("-")[0]
    found = "no" if base in ("nb", "nn", "no") else base
    return found if found in _SEARCH else "en"


def mkdocs_yml(
    language: str,
    every: Mapping[str, Words],
    *,
    title: str,
    description: str,
    copyright_line: str,
    nav: Nav,
    assets: Collection[str],
    frame: Mapping[str, object],
    stages: Stages,
) -> str:
    """The file's text. `docs/` and `theme/` lie beside it; the site goes to `build/site/<language>`.

    every   the languages of the site and their words, the main one first
    assets  paths inside `docs/` that are available: every style sheet is used, and logo and icon by their names
    frame   what `theme/main.html` puts on each page
    stages  where the text of the same settings may be from an earlier site
    """
    import yaml  # only when a site is written

    words = every[language].site
    shown = theme_language(language)
    styles = [_LOOK, *sorted(name for name in assets if name.endswith(".css"))]
    own = {key: path for key, path in _PICTURES.items() if path in assets}
    settings = {
        "site_name": title,
        "site_description": description,
        "copyright": copyright_line,
        "docs_dir": "docs",
        "site_dir": f"../../site/{language}",
        "use_directory_urls": False,  # pages open from disk as well
        "strict": True,
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": {
                "not_found": "warn",
                "anchors": "warn",
                "absolute_links": "warn",
                "unrecognized_links": "warn",
            },
        },
        "theme": {
            "name": "material",
            "custom_dir": "theme",
            **own,
            "language": shown,
            "font": False,
            "palette": [
                {
                    "media": "(prefers-color-scheme: light)",
                    "scheme": "default",
                    "primary": "custom",
                    "accent": "custom",
                    "toggle": {"icon": "material/weather-night", "name": words["to_dark"]},
                },
                {
                    "media": "(prefers-color-scheme: dark)",
                    "scheme": "slate",
                    "primary": "custom",
                    "accent": "custom",
                    "toggle": {"icon": "material/weather-sunny", "name": words["to_light"]},
                },
            ],
            "features": [
                "navigation.tabs",
                "navigation.tabs.sticky",
                "navigation.indexes",
                "navigation.prune",
                "navigation.top",
                "search.highlight",
                "search.suggest",
                "content.code.copy",
                "content.tabs.link",
                "toc.follow",
            ],
        },
        "extra_css": styles,
        "extra": {
            "alternate": [
                {"name": one.name, "link": f"../{code}/index.html", "lang": code}
                for code, one in every.items()
                if len(every) > 1
            ],
            "language": language,
            "generator": False,
            "made_with": words["made_with"],
            "frame": dict(frame),
            "polyfills": [_WORKER],
        },
        "plugins": [
            {
                "search": {
                    "lang": [_search_language(language)],
                    "separator": r"[\s\-.,:;!=\[\]()\"`/|]+",
                }
            },
            "offline",
        ],
        "markdown_extensions": [
            "admonition",
            "attr_list",
            "md_in_html",
            "tables",
            {"toc": {"permalink": "¶", "toc_depth": 3}},
            {"pymdownx.highlight": {"use_pygments": True, "pygments_lang_class": True}},
            "pymdownx.superfences",
            "pymdownx.details",
            {"pymdownx.tabbed": {"alternate_style": True}},
        ],
        "nav": nav,
    }
    text = stages.value(
        f"mkdocs.yml {language}",
        repr(settings),
        lambda: yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=120),
    )
    return f"# Made by dbep build; changes here are overwritten.\n{text}"
