"""What an author typed is shown as typed: no mark of Markdown or HTML in it means anything."""

import html
import re

import markdown as python_markdown
from hypothesis import example, given
from hypothesis import strategies as st

from dbep_ig.guide.publishing.markdown import code, inline, linked, prose, relative

EXTENSIONS = [
    "tables",
    "attr_list",
    "md_in_html",
    "pymdownx.superfences",
    "admonition",
    "pymdownx.details",
    "pymdownx.tabbed",
]
# Letters, marks of Markdown and HTML, spaces and line ends; control characters never reach here (DBEP1009).
TEXTS = st.text(st.sampled_from("aå1 *_`#>+-=~|{}[]()!<>&\"':.\\\n$^%/@;"), max_size=40)


def _shown(markup: str) -> str:
    """The text a reader sees; a tag that the typed text has made is a failure of its own."""
    tags = set(re.findall(r"</?([A-Za-z!?][^\s>/]*)", markup))
    assert tags <= {"p", "br", "code", "table", "thead", "tbody", "tr", "th", "td"}, markup
    text = re.sub(r"<br ?/?>", " ", markup)
    return " ".join(html.unescape(re.sub(r"</?(p|td|code)>", "", text)).split())


def _render(text: str) -> str:
    return python_markdown.markdown(text, extensions=EXTENSIONS)


@given(TEXTS)
@example("1. Først")
@example("# Overskrift {: .x}")
@example("<script>alert(1)</script>")
@example("a | b \\| c")
@example("!!! note")
@example("=== x")
@example("***\n---")
def test_a_paragraph_shows_what_was_typed(text):
    markup = _render("Før " + str(inline(text)))
    assert _shown(markup) == " ".join(("Før " + text).split())


@given(TEXTS)
def test_a_paragraph_that_begins_with_it_is_a_paragraph(text):
    markup = _render(str(inline(text)))
    if text.strip():
        assert re.fullmatch(r"<p>.*</p>", markup, re.DOTALL), markup
        assert _shown(markup) == " ".join(text.split())


@given(TEXTS)
def test_a_table_cell_shows_what_was_typed(text):
    markup = _render(f"| x | y |\n|---|---|\n| {inline(text)} | slutt |\n")
    cells = re.findall(r"<td>(.*?)</td>", markup, re.DOTALL)
    assert len(cells) == 2, markup
    assert _shown(cells[0]) == " ".join(text.split())


@given(TEXTS)
def test_a_code_span_in_a_table_cell_shows_what_was_typed(text):
    markup = _render(f"| x | y |\n|---|---|\n| {code(text)} | slutt |\n")
    cells = re.findall(r"<td>(.*?)</td>", markup, re.DOTALL)
    assert len(cells) == 2, markup
    assert _shown(cells[0]) == " ".join(text.split())


def test_our_own_sentences_keep_their_code_spans():
    assert str(prose("`dbep explain *` viser *alt*")) == "`dbep explain *` viser \\*alt\\*"


def test_links_between_pages_are_relative():
    assert relative("profiles/a.md#x", "model/b.md") == "../profiles/a.md#x"
    assert relative("index.md", "index.md") == "index.md"
    assert relative("#x", "a.md") == "#x"


@given(TEXTS)
@example("https://example.org/a_b*c")
@example("*se* https://example.org/x_y_z). Så: http://b.no/?a=1&b=2#c, slutt")
@example("[x](https://example.org/{.y})")
@example("https://a.no\\n\\nhttps://b.no")
def test_addresses_become_links_and_the_text_stays_as_typed(text):
    markup = _render("Før " + str(linked(text)))
    for target, shown in re.findall(r'<a href="([^"]*)">(.*?)</a>', markup):
        assert html.unescape(target) == html.unescape(shown)
    assert _shown(re.sub(r'<a href="[^"]*">|</a>', "", markup)) == " ".join(("Før " + text).split())


def test_which_part_of_a_text_is_an_address():
    markup = _render(
        str(linked("Se (https://example.org/a_b/). Og\n\nhttp://x.no?y=1&z=2, ja: https:// nei"))
    )
    assert re.findall(r'href="([^"]*)"', markup) == ["https://example.org/a_b/", "http://x.no?y=1&amp;z=2"]
    assert markup.count("<p>") == 2
