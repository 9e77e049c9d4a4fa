"""What stands in double braces in the prose becomes what `guide.yaml` says, in the language of the page."""

from dataclasses import replace

import pytest

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.publishing import publish
from dbep_ig.guide.publishing.placeholders import placeholders

from .small_site import PROSE, published_guide

BOTH = {"nb/x.md": "# X\n\n{}\n", "en/x.md": "# X\n\n{}\n"}


def page(text: str, language: str = "en", name: str = "x.md") -> str:
    site = {**PROSE, **{path: shell.format(text).encode() for path, shell in BOTH.items()}}
    result = publish(published_guide(site=site))
    assert result.issues == ()
    return result.value[f"{language}/docs/{name}"].decode().partition("# X\n\n")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("id", "test.scenarios"),
        ("canonical", "http://example.org/guide"),
        ("version", "0.1.0"),
        ("name", "TestGuide"),
        ("status", "draft"),
        ("date", "2026-01-01"),
        ("fhirVersion", "4.0.1"),
        ("publisher", "Ingen"),
        ("prefix", "t"),
    ],
)
def test_what_the_guide_says(word, value):
    assert page("a {{" + word + "}}-b") == f"a {value}-b"


def test_what_would_be_markup_is_escaped():
    guide = published_guide()
    metadata = replace(guide.model.guide, publisher=LocalText("<b>A & B</b> | C"))
    known = placeholders(metadata, "en")
    assert known["publisher"] == "&lt;b&gt;A &amp; B&lt;/b&gt; &#124; C"
    assert known["canonical"] == guide.model.guide.canonical


@pytest.mark.parametrize(("language", "title"), [("nb", "Prøveguide"), ("en", "Test guide")])
def test_in_the_language_of_the_page(language, title):
    assert page("{{title}}", language) == title


@pytest.mark.parametrize(
    "text",
    [
        "```yaml\nid: {{prefix}}-plan\n```",
        "| `{{prefix}}-plan` |",
        "<b>{{prefix}}</b>",
        "{{prefix}}{{prefix}}",
    ],
)
def test_wherever_on_the_page(text):
    assert page(text) == text.replace("{{prefix}}", "t")


@pytest.mark.parametrize(
    "text",
    [
        "{{ prefix }}",
        "${{prefix}}",
        "${{ secrets.TOKEN }}",
        "{{nb: a, en: b}}",
        "{prefix}",
        "{{}}",
        "{{1}}",
        "{ .lead }",
    ],
)
def test_what_is_no_placeholder_is_left_alone(text):
    assert page(text) == text


def test_a_backslash_shows_the_braces():
    assert page(r"`\{{prefix}}` and `\{{no-such}}`") == "`{{prefix}}` and `{{no-such}}`"


def test_the_menu_and_the_title_too():
    page_of = b"---\ntitle: On {{id}}\n---\n\n# X\n"
    result = publish(published_guide(site={**PROSE, "nb/x.md": page_of, "en/x.md": page_of}))
    assert "On test.scenarios" in result.value["en/mkdocs.yml"].decode()


@pytest.mark.parametrize(
    ("name", "language"), [("y.md", "nb"), ("y.md", "en"), ("y.nb.md", "nb"), ("y.en.md", "en")]
)
def test_the_developers_pages_too(name, language):
    site = {**PROSE, f"developers/{name}": b"# Y\n\n{{title}}\n"}
    made = publish(published_guide(site=site)).value[f"{language}/docs/developers/y.md"].decode()
    assert {"nb": "Prøveguide", "en": "Test guide"}[language] in made


@pytest.mark.parametrize("name", ["nb/x.md", "en/x.md", "developers/y.md", "developers/adr/001-x.md"])
def test_a_placeholder_that_stands_for_nothing_is_an_error(name):
    """DBEP6003, at its line and column, also in code; the rest of the page is made."""
    both = {"nb/x.md": b"# X\n", "en/x.md": b"# X\n"}
    text = "# Å\n\n{{prefix}}\n\n```\næ {{prefiks}}\n```\n"
    result = publish(published_guide(site={**PROSE, **both, name: text.encode()}))
    (issue,) = result.issues
    place = issue.location.place()
    assert (issue.rule.code, issue.is_error) == ("DBEP6003", True)
    assert (place.source.name, *place.span) == (f"site/{name}", 6, 3, 6, 14)
    assert "`{{prefiks}}` stands for nothing in guide.yaml; did you mean `prefix`?" in issue.message("en")
    assert "«{{prefiks}}»" in issue.message("nb")


def test_what_the_guide_does_not_say_cannot_be_filled_in():
    both = {"nb/x.md": b"{{contact}}\n", "en/x.md": b"{{contact}}\n"}  # this guide has none
    result = publish(published_guide(site={**PROSE, **both}))
    assert [issue.rule.code for issue in result.issues] == ["DBEP6003", "DBEP6003"]


def test_other_files_are_left_alone():
    site = {**PROSE, "assets/x.js": b"const a = '{{prefix}} {{nothing}}'"}
    result = publish(published_guide(site=site))
    assert result.issues == ()
    assert result.value["en/docs/assets/x.js"] == site["assets/x.js"]
