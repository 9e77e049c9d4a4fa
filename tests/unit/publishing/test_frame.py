"""What stands on every page: the notice, and the link for feedback. For a guide with a theme of its own, and for one without."""

import re
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import pytest
import yaml

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.publishing import NOTICE_MARK, Guide, publish
from dbep_ig.host.site_builder import build_site
from tests.unit.scenarios.small_guide import guide

from .small_site import PROSE, published_guide

pytest.importorskip("material")
NOTICE = LocalText(
    'Utkast <b>av</b> & "oss" {{ 7 * 7 }} {% x %} `*a*`', (("en", 'Draft <b>by</b> & "us" {# x #} `*a*`'),)
)
FEEDBACK = "https://example.org/new?a=1&page={page}&l={language}&v={version}#{page}"
ABOUT = {
    f"{language}/about/{page}.md": f"# {page}\n\n## Gi {{ #feedback }}\n".encode()
    for language in ("nb", "en")
    for page in ("index", "governance")
}
OWN_MAIN = b"""{% extends "base.html" %}
{% block announce %}Own announcement{% endblock %}
{% block header %}<p>Own header</p>{{ super() }}{% endblock %}
"""
UNTHEMED = {"nb/index.md": PROSE["nb/index.md"], "en/index.md": PROSE["en/index.md"]}
LANGUAGES = ("nb", "en")


def noticed(*, site=PROSE, notice: LocalText | None = NOTICE, feedback: str | None = None) -> Guide:
    model = guide().model
    metadata = replace(model.guide, notice=notice, feedback=feedback, version="0.1.0-rc.1+x")
    return published_guide(model=replace(model, guide=metadata), site=site)


def built(folder: Path, made: Guide, **options) -> tuple[Path, list[str]]:
    files = publish(made)
    assert files.issues == ()
    assert files.value is not None
    result = build_site(files.value, folder, **options)
    assert result.value is not None
    return result.value, [issue.rule.code for issue in result.issues]


def pages(site: Path, language: str) -> dict[str, str]:
    root = site / language
    return {
        page.relative_to(root).as_posix(): page.read_text(encoding="utf-8") for page in root.rglob("*.html")
    }


def notices(page: str) -> list[str]:
    return re.findall(r'<aside class="guide-notice"[^>]*>\s*<p[^>]*>(.*?)</p>', page, re.DOTALL)


def feedback_links(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<p class="guide-feedback"><a href="([^"]*)">([^<]*)</a></p>', page)


@pytest.fixture(scope="module", params=["themed", "own main.html", "unthemed"])
def site(request, tmp_path_factory):
    """A guide with a notice and an address for feedback."""
    own = {
        "themed": PROSE,
        "own main.html": {**PROSE, "theme/main.html": OWN_MAIN},
        "unthemed": UNTHEMED,
    }[request.param]
    folder, codes = built(
        tmp_path_factory.mktemp("site"), noticed(site=own, feedback=FEEDBACK), on_each_page=NOTICE_MARK
    )
    assert codes == []
    return request.param, folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_the_notice_in_its_language_as_text(site, language):
    _, folder = site
    found = pages(folder, language)
    assert {"index.html", "404.html", "model/Plan.html", "diagnostics/DBEP4105.html"} <= set(found)
    for path, page in found.items():
        (shown,) = notices(page)
        assert "<" not in shown, path
        assert unescape(shown) == NOTICE.in_language(language), path
        assert re.search(r'<aside class="guide-notice"[^>]* aria-label="[^"]+"', page), path
        assert page.index("guide-notice") < page.index("<h1"), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_one_feedback_link_with_its_own_path(site, language):
    _, folder = site
    text = {"nb": "Gi tilbakemelding på denne siden", "en": "Give feedback on this page"}[language]
    for path, page in pages(folder, language).items():
        encoded = path.replace("/", "%2F")
        wanted = f"https://example.org/new?a=1&page={encoded}&l={language}&v=0.1.0-rc.1%2Bx#{encoded}"
        assert [(unescape(href), label) for href, label in feedback_links(page)] == [(wanted, text)], path


def test_the_notice_is_shown_once_and_the_style_is_there(site):
    _, folder = site
    page = (folder / "nb" / "model" / "Plan.html").read_text(encoding="utf-8")
    assert page.count("guide-notice") == 1
    assert re.search(r'<link rel="stylesheet" href="\.\./assets/guide-frame\.css">', page)
    assert "@media print" in (folder / "nb" / "assets" / "guide-frame.css").read_text(encoding="utf-8")


def test_a_main_html_of_the_guides_own_keeps_what_it_says(site):
    kind, folder = site
    page = (folder / "en" / "model" / "Plan.html").read_text(encoding="utf-8")
    assert ("Own announcement" in page) == (kind == "own main.html")
    assert ("<p>Own header</p>" in page) == (kind == "own main.html")


def test_the_search_dialog_has_a_name(site):
    _, folder = site
    for language, name in (("nb", "Søk"), ("en", "Search")):
        page = (folder / language / "index.html").read_text(encoding="utf-8")
        assert f'role="dialog" aria-label="{name}"' in page


@pytest.mark.parametrize("page", ["index.html", "404.html"])
def test_the_pages_of_the_root_have_the_notice_in_both_languages(site, page):
    _, folder = site
    text = (folder / page).read_text(encoding="utf-8")
    assert [unescape(shown) for shown in notices(text)] == list(NOTICE)
    for language in LANGUAGES:
        assert f'<aside class="guide-notice" lang="{language}"' in text
        assert f'href="{language}/index.html"' in text


def test_a_page_that_does_not_exist_is_whole_in_itself(site):
    """It may be shown at any depth, so nothing it needs may lie elsewhere."""
    _, folder = site
    for path in ("404.html", "nb/404.html", "en/404.html"):
        text = (folder / path).read_text(encoding="utf-8")
        assert not re.search(r'<(?:link|img|script)[^>]+(?:src|href)="', text)
    assert "Siden finnes ikke" in (folder / "nb/404.html").read_text(encoding="utf-8")
    assert "This page does not exist" in (folder / "en/404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["404.html", "nb/404.html", "en/404.html"])
def test_a_page_that_does_not_exist_has_one_heading_and_ways_on(site, path):
    _, folder = site
    text = (folder / path).read_text(encoding="utf-8")
    assert text.count("<h1") == 1
    links = re.findall(r'<a href="([^"]*)" data-home="([^"]*)">', text)
    assert len(links) == 3 * (2 if path == "404.html" else 1)
    for href, from_the_root in links:
        assert (folder / path).parent.joinpath(href).resolve() == (folder / from_the_root).resolve()
        assert (folder / from_the_root).is_file()


@pytest.mark.parametrize(
    ("status", "shown"), [("draft", {"nb": " (utkast)", "en": " (draft)"}), ("active", {})]
)
def test_a_draft_is_called_one_in_every_title(status, shown):
    made = noticed()
    metadata = replace(made.model.guide, status=status)
    made = replace(made, model=replace(made.model, guide=metadata))
    files = publish(made).value or {}
    for language in LANGUAGES:
        title = metadata.title.in_language(language) + shown.get(language, "")
        config = yaml.load(files[f"{language}/mkdocs.yml"], yaml.BaseLoader)
        assert config["site_name"] == title
        assert unescape(config["site_description"]).endswith(NOTICE.in_language(language))
    for page in ("index.html", "404.html"):
        (tab,) = re.findall("<title>(.*?)</title>", files[page].decode())
        assert unescape(tab).endswith(metadata.title.main + shown.get("nb", ""))


@pytest.fixture(scope="module")
def about(tmp_path_factory):
    """A guide with pages about itself, and no address for feedback."""
    folder, codes = built(tmp_path_factory.mktemp("about"), noticed(site={**PROSE, **ABOUT}))
    assert codes == []
    return folder


def test_the_notice_links_to_the_page_about_the_guide(about):
    for language, label in (("nb", "Om guiden"), ("en", "About the guide")):
        (shown,) = notices((about / language / "model" / "Plan.html").read_text(encoding="utf-8"))
        assert f'<a href="../about/index.html">{label}</a>' in shown
        (shown,) = notices((about / language / "index.html").read_text(encoding="utf-8"))
        assert f'<a href="about/index.html">{label}</a>' in shown


def test_without_an_address_the_feedback_link_leads_to_the_page_on_governance(about):
    for language in LANGUAGES:
        for path, page in pages(about, language).items():
            links = [href for href, _ in feedback_links(page)]
            if path == "404.html":
                assert links == []
                continue
            (href,) = links
            target, _, anchor = href.partition("#")
            file = (
                ((about / language / path).parent / target).resolve() if target else about / language / path
            )
            assert file == (about / language / "about" / "governance.html").resolve(), path
            assert anchor == "feedback"
            assert 'id="feedback"' in file.read_text(encoding="utf-8")


def test_a_page_on_governance_without_the_section_is_linked_to_as_a_whole():
    site = {**PROSE, "nb/about/governance.md": b"# Styring #feedback\n", "en/about/governance.md": b"# G\n"}
    files = publish(noticed(site=site)).value
    frame = yaml.safe_load(files["nb/mkdocs.yml"])["extra"]["frame"]
    assert (frame["feedback"]["page"], frame["feedback"]["anchor"]) == ("about/governance.html", "")


def test_a_guide_without_notice_and_feedback_has_neither(tmp_path):
    folder, codes = built(tmp_path, noticed(site=UNTHEMED, notice=None))
    assert codes == []
    for page in (folder).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "guide-notice" not in text, page
        assert "guide-feedback" not in text, page
    assert (folder / "nb" / "model" / "Plan.html").is_file()


def test_a_template_that_goes_round_the_notice_is_found(tmp_path):
    """DBEP6006, once for each language."""
    page = b"---\ntemplate: bare.html\n---\n\n# Hei\n"
    site = {
        **PROSE,
        "nb/x.md": page,
        "en/x.md": page,
        "theme/bare.html": b'{% extends "base.html" %}\n',
    }
    files = publish(noticed(site=site)).value
    result = build_site(files, tmp_path, on_each_page=NOTICE_MARK)
    assert [issue.rule.code for issue in result.issues] == ["DBEP6006", "DBEP6006"]
    assert "1 pages" in result.issues[0].message("en")
    assert "x.html" in result.issues[0].message("nb")


def test_a_page_of_the_guides_own_for_what_does_not_exist_is_kept(tmp_path):
    own = b'{% extends "main.html" %}{% block content %}<h1>Own</h1>{% endblock %}'
    folder, codes = built(tmp_path, noticed(site={**PROSE, "theme/404.html": own}), on_each_page=NOTICE_MARK)
    assert codes == []
    text = (folder / "nb" / "404.html").read_text(encoding="utf-8")
    assert "<h1>Own</h1>" in text
    assert len(notices(text)) == 1


def test_descriptions_are_text_in_the_head_of_a_page(tmp_path):
    folder, _ = built(tmp_path, noticed())
    head = (folder / "nb" / "index.html").read_text(encoding="utf-8").partition("</head>")[0]
    assert f'<meta name="description" content="{escape(NOTICE.main)}'.replace(
        "&#x27;", "&#39;"
    ) in head.replace("&#34;", "&quot;")
