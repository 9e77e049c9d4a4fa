"""A site in any languages: one, several, with those that the theme or the tool does not know."""

from dataclasses import replace

import pytest
import yaml

from dbep_ig.guide.languages import words_of
from dbep_ig.guide.publishing import Guide, publish

from .small_site import PROSE, published_guide


def in_languages(*codes: str, **changes) -> Guide:
    """The small guide, which has texts in nb and en, as one in other languages."""
    guide = published_guide(words={code: words_of(code) for code in codes}, **changes)
    metadata = replace(guide.model.guide, languages=codes, tool_pages=changes.pop("tool_pages", True))
    return replace(guide, model=replace(guide.model, guide=metadata))


def pages(*codes: str, **changes) -> dict[str, str]:
    result = publish(in_languages(*codes, **changes))
    assert result.value is not None
    return {path: data.decode("utf-8", "replace") for path, data in result.value.items()}


def config(files: dict[str, str], language: str) -> dict:
    return yaml.safe_load(files[f"{language}/mkdocs.yml"])


def test_one_language_has_no_chooser():
    files = pages("sv", site={"sv/index.md": b"# Hej\n"})
    assert {path.partition("/")[0] for path in files} == {"sv", "index.html", "404.html"}
    found = config(files, "sv")
    assert found["extra"]["alternate"] == []
    assert found["theme"]["language"] == "sv"
    assert found["plugins"][0]["search"]["lang"] == ["sv"]
    assert "Startsida" in str(found["nav"])
    assert "url=sv/index.html" in files["index.html"]


def test_each_language_offers_the_others():
    files = pages("sv", "en", "nn", site=PROSE)
    for language in ("sv", "en", "nn"):
        assert [one["lang"] for one in config(files, language)["extra"]["alternate"]] == ["sv", "en", "nn"]
    assert config(files, "nn")["theme"]["language"] == "nn"
    assert config(files, "nn")["plugins"][0]["search"]["lang"] == ["no"]
    assert '"sv/index.html" lang="sv">Svenska' in files["index.html"]


@pytest.mark.parametrize(
    ("code", "theme", "search", "own"),
    [
        ("de", "de", "de", False),
        ("de-AT", "de", "de", False),
        ("no", "nb", "no", False),
        ("fi", "fi", "fi", False),
        ("se", "se", "en", True),
    ],
)
def test_theme_and_search_speak_the_language_where_they_can(code, theme, search, own):
    files = pages(code, site={})
    found = config(files, code)
    assert (found["theme"]["language"], found["plugins"][0]["search"]["lang"]) == (theme, [search])
    assert (f"{code}/theme/partials/languages/{code}.html" in files) is own


def test_a_page_that_a_language_lacks_is_shown_in_the_main_one():
    site = {
        "nb/index.md": b"---\ntitle: Forside\n---\n\n# Hei\n",
        "nb/a.md": b"# A\n\n[B](about/b.md)\n",
        "nb/about/b.md": b"# B\n",
        "nb/bilde.png": b"png",
        "en/index.md": b"# Hello\n",
        "en/c.md": b"# C\n",
    }
    result = publish(in_languages("nb", "en", site=site))
    assert [(one.rule.code, one.severity.code, one.message("en")) for one in result.issues] == [
        (
            "DBEP6001",
            "information",
            "1 pages are not in site/nb and are shown in another language, with a note on top: c.md",
        ),
        (
            "DBEP6001",
            "information",
            "2 pages are not in site/en and are shown in another language, with a note on top: a.md, about/b.md",
        ),
    ]
    page = result.value["en/docs/a.md"].decode()
    assert words_of("en").site["untranslated_page"] in page
    assert '<div lang="nb" markdown>\n\n# A' in page
    assert result.value["en/docs/bilde.png"] == b"png"
    assert words_of("nb").site["untranslated_page"] in result.value["nb/docs/c.md"].decode()
    assert "about/b.md" in str(yaml.safe_load(result.value["en/mkdocs.yml"])["nav"])


def test_the_tool_s_pages_are_linked_where_the_site_has_them():
    files = pages("sv", "en", site={})
    assert "sv/docs/diagnostics/DBEP4105.md" not in files
    assert '<a href="../../en/diagnostics/DBEP4105.html"' in files["sv/docs/diagnostics/index.md"]
    assert "en/docs/diagnostics/DBEP4105.md" in files
    alone = pages("sv", site={})
    assert "sv/docs/diagnostics/DBEP4105.md" in alone


def test_a_guide_that_does_not_ask_for_them_has_one_page_of_the_tool_at_most():
    guide = in_languages("en", site={})
    metadata = replace(guide.model.guide, tool_pages=False)
    files = publish(replace(guide, model=replace(guide.model, guide=metadata))).value
    assert not [path for path in files if "diagnostics/DBEP" in path or path.endswith("keywords.md")]
    assert (
        "diagnostics" not in files["en/mkdocs.yml"].decode()
    )  # no example is reported for anything in the catalogue
