"""Pages for everything in a guide, the same in both languages; prose that is not, is said."""

import re

import pytest

from dbep_ig.guide.languages import words_of
from dbep_ig.guide.publishing import publish
from dbep_ig.guide.publishing.pages import PAGE_TYPES

from .small_site import PROSE, files, published_guide

PAGES = [
    "model/index.md",
    "model/Plan.md",
    "model/Tiltak.md",
    "profiles/index.md",
    "profiles/t-plan.md",
    "extensions/t-fortrolig.md",
    "codesystems/t-plantype.md",
    "valuesets/t-plantype.md",
    "examples/index.md",
    "examples/x.md",
    "examples/y.md",
    "diagnostics/index.md",
    "diagnostics/DBEP4105.md",
    "developers/index.md",
    "developers/downloads.md",
    "developers/keywords.md",
    "developers/architecture.md",
    "developers/changelog.md",
    "developers/adr/001-x.md",
]


def test_both_languages_have_the_same_files():
    by_language = [
        {p.removeprefix(f"{code}/") for p in files() if p.startswith(f"{code}/")} for code in ("nb", "en")
    ]
    assert by_language[0] == by_language[1]
    assert {f"docs/{page}" for page in PAGES} <= by_language[0]
    assert {"mkdocs.yml", "docs/index.md", "docs/developers/files/test.scenarios-0.1.0.tgz"} <= by_language[0]


def test_the_same_guide_gives_the_same_bytes():
    assert publish(published_guide()).value == files()


@pytest.mark.parametrize(
    "page",
    [
        "model/Plan.md",
        "profiles/t-plan.md",
        "examples/x.md",
        "examples/y.md",
        "diagnostics/DBEP4105.md",
        "valuesets/t-plantype.md",
    ],
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_page(page, language, golden):
    golden(f"site/{language}/{page}", files()[f"{language}/docs/{page}"].decode())


@pytest.mark.parametrize("language", ["nb", "en"])
def test_mkdocs_yml(language, golden):
    golden(f"site/{language}/mkdocs.yml", files()[f"{language}/mkdocs.yml"].decode())


def test_every_page_says_what_made_it():
    for path, data in files().items():
        if path.endswith(".md") and not path.endswith("docs/index.md"):
            assert data.decode().splitlines()[1].startswith("# dbep build"), path


def test_every_page_type_is_listed():
    from importlib import resources

    found = {
        f.name.removesuffix(".py")
        for f in (resources.files("dbep_ig.guide.publishing") / "pages").iterdir()
        if f.name.endswith(".py")
    }
    assert found - {"__init__", "class_diagram"} == set(PAGE_TYPES)


def test_every_word_is_used():
    from importlib import resources

    room = resources.files("dbep_ig.guide.publishing")
    source = "".join(
        f.read_text()
        for folder in ("pages", "templates", ".")
        for f in (room / folder).iterdir()
        if f.is_file()
    )
    for key in words_of("en").site:
        said = rf'w\.{key}\b|"{key}"'
        assert key.startswith(("group_", "role_", "status_")) or re.search(said, source), key


def test_the_list_of_diagnostics_shows_each_page_s_first_sentence():
    page = files()["en/docs/diagnostics/index.md"].decode()
    assert "A text is longer than maxLength allows, or has a \\* in it." in page
    assert '<span class="chip error">error</span>' in page


def test_prose_in_one_language_is_reported_for_the_other():
    result = publish(published_guide(site={**PROSE, "nb/bare-norsk.md": b"# Hei\n"}))
    assert [(i.rule.code, i.location.document) for i in result.issues] == [("DBEP6001", "site/en")]


def test_prose_that_is_not_utf8_is_said_and_left_out():
    site = {**PROSE, "nb/x.md": b"# Hei \xff\n", "en/x.md": b"# Hi\n"}
    result = publish(published_guide(site=site))
    assert [(i.rule.code, i.location.document) for i in result.issues] == [("DBEP6002", "site/nb/x.md")]
    assert result.value is not None
    assert "nb/docs/x.md" not in result.value
