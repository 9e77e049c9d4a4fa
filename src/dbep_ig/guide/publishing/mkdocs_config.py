"""`mkdocs.yml` for one language: mkdocs-material without anything from outside, strict about every link.

Source: https://www.mkdocs.org/user-guide/configuration/ and https://squidfunk.github.io/mkdocs-material/setup/
"""

from collections.abc import Collection, Mapping

from dbep_ig.engine.diagnostics import Language
from dbep_ig.guide.languages import words_of

from .navigation import Nav

LANGUAGE_NAMES: dict[Language, str] = {code: words_of(code).name for code in ("nb", "en")}
_PICTURES = {"logo": "assets/logo.svg", "favicon": "assets/favicon.svg"}
_WORKER = "assets/iframe-worker.js"  # the offline plugin knows a worker by this name, and then fetches none
_STEMMERS = {"nb": "no", "en": "en"}


def mkdocs_yml(
    language: Language,
    *,
    title: str,
    description: str,
    copyright_line: str,
    nav: Nav,
    assets: Collection[str],
    frame: Mapping[str, object],
) -> str:
    """The file's text. `docs/` and `theme/` lie beside it; the site goes to `build/site/<language>`.

    assets  paths inside `docs/` that are available: every style sheet is used, and logo, icon and worker by their names
    frame   what `theme/main.html` puts on each page
    """
    import yaml  # only when a site is written

    words = words_of(language).site
    styles = sorted(name for name in assets if name.endswith(".css"))
    colour = "custom" if styles else "teal"
    own = {key: path for key, path in _PICTURES.items() if path in assets}
    # The offline plugin would add a worker from the net where the guide brings none.
    worker = _WORKER in assets
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
            "language": language,
            "font": False,
            "palette": [
                {
                    "media": "(prefers-color-scheme: light)",
                    "scheme": "default",
                    "primary": colour,
                    "accent": colour,
                    "toggle": {"icon": "material/weather-night", "name": words["to_dark"]},
                },
                {
                    "media": "(prefers-color-scheme: dark)",
                    "scheme": "slate",
                    "primary": colour,
                    "accent": colour,
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
                {"name": name, "link": f"../{code}/index.html", "lang": code}
                for code, name in LANGUAGE_NAMES.items()
            ],
            "generator": False,
            "made_with": words["made_with"],
            "frame": dict(frame),
            **({"polyfills": [_WORKER]} if worker else {}),
        },
        "plugins": [
            {
                "search": {
                    "lang": [_STEMMERS[language]],
                    "separator": r"[\s\-.,:;!=\[\]()\"`/|]+",
                }
            },
            {"offline": {"enabled": worker}},
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
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=120)
    return f"# Made by dbep build; changes here are overwritten.\n{text}"
