"""The project's own guide with its site, as `dbep build` makes it: every page says whose it is, and every link leads somewhere."""

import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from dbep_ig.engine.fhir.life_cycle import LIFE_CYCLE, LIFE_CYCLE_VERSION
from dbep_ig.guide.authoring import read_model
from tests.command import dbep

pytest.importorskip("material")
ROOT = Path(__file__).parents[3]
WRITTEN = ("guide.yaml", "model", "profiles", "examples", "site", "CHANGELOG.md")
ABOUT = ("index", "governance", "versions", "move", "accessibility")
LANGUAGES = ("nb", "en")
GUIDE = read_model({"guide.yaml": (ROOT / "guide.yaml").read_bytes()}).value.guide


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide")
    for name in WRITTEN:
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    code, out, _ = dbep("build", str(folder), DBEP_PACKAGES=str(folder / "no-cache"))
    assert code == 0, out
    assert "DBEP60" not in out, "a strict build has no broken link"
    return folder / "build"


def texts(build: Path, language: str) -> dict[Path, str]:
    return {
        page: page.read_text(encoding="utf-8") for page in sorted((build / "site" / language).rglob("*.html"))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_the_notice_the_terms_and_a_feedback_link_that_leads_somewhere(build, language):
    governance = build / "site" / language / "about" / "governance.html"
    found = texts(build, language)
    assert len(found) > 100
    for page, text in found.items():
        (notice,) = re.findall(r'<aside class="guide-notice".*?</aside>', text, re.DOTALL)
        assert GUIDE.notice.in_language(language) in unescape(notice), page
        links = re.findall(r'<p class="guide-feedback"><a href="([^"]*)"', text)
        if page.name == "404.html":
            assert links == []  # it may be shown at any address, and the guide has none for feedback
            continue
        (link,) = links
        target, _, anchor = link.partition("#")
        assert ((page.parent / target).resolve() if target else page) == governance.resolve()
        assert anchor == "feedback"
        (about,) = re.findall(r'href="([^"]*)"', notice)
        assert (page.parent / about).resolve() == (governance.parent / "index.html").resolve()
        (terms,) = re.findall(r'<p class="guide-terms">(.*?)</p>', text)
        assert terms.startswith(f"{GUIDE.license} · "), page
        (licences,) = re.findall(r'href="([^"]*)"', terms)
        assert (page.parent / licences).resolve() == (governance.parent / "licences.html").resolve()
    assert 'id="feedback"' in governance.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["index.html", "404.html"])
def test_the_root_has_the_notice_in_both_languages(build, page):
    text = unescape((build / "site" / page).read_text(encoding="utf-8"))
    assert GUIDE.notice.main in text
    assert GUIDE.notice.in_language("en") in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ABOUT)
def test_links_of_the_pages_about_the_guide(build, language, name):
    page = build / "site" / language / "about" / f"{name}.html"
    text = page.read_text(encoding="utf-8")
    article = text.partition("<article")[2].partition("</article>")[0]
    links = [link for link in re.findall(r'href="([^"]*)"', article) if "://" not in link]
    assert links
    for link in links:
        target, _, anchor = unquote(unescape(link)).partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.is_file(), link
        if anchor:
            assert f'id="{anchor}"' in file.read_text(encoding="utf-8"), link


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_links_of_the_downloads_have_the_same_text(build, language):
    text = (build / "site" / language / "developers" / "downloads.html").read_text(encoding="utf-8")
    links = re.findall(r'<td><a href="[^"]*">([^<]*)</a></td>', text)
    assert len(links) > 50
    assert sorted(set(links)) == sorted(links)
    assert len(re.findall(r'<a class="md-button[^>]*href="files/[^"]*\.tgz"', text)) == 1


def test_only_what_is_in_another_language_than_the_page_says_so(build):
    said = "The content of the example is not translated"
    assert said in (build / "site/en/examples/pal-gronn-staer.html").read_text(encoding="utf-8")
    assert "ikke oversatt" not in (build / "site/nb/examples/pal-gronn-staer.html").read_text(
        encoding="utf-8"
    )


def test_both_languages_have_the_same_sections(build):
    """Page by page: as many headings, tables and list items in one language as in the other."""
    for name in ABOUT:
        counts = []
        for language in LANGUAGES:
            text = (build / "site" / language / "about" / f"{name}.html").read_text(encoding="utf-8")
            article = text.partition("<article")[2].partition("</article>")[0]
            counts.append(
                {tag: len(re.findall(rf"<{tag}\b", article)) for tag in ("h2", "h3", "tr", "li", "pre")}
            )
        assert counts[0] == counts[1], name


@pytest.mark.parametrize(
    ("page", "resource"),
    [
        ("profiles/{prefix}-behandlingsplan", "StructureDefinition"),
        ("extensions/{prefix}-samtykke", "StructureDefinition"),
        ("valuesets/{prefix}-plantype", "ValueSet"),
        ("codesystems/{prefix}-plantype", "CodeSystem"),
        ("model/Behandlingsplan", "StructureDefinition"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_block_says_how_far_it_has_come_and_whose_it_is(build, page, resource, language):
    path = page.format(prefix=GUIDE.prefix)
    text = (build / "site" / language / f"{path}.html").read_text(encoding="utf-8")
    facts = unescape(re.sub(r"<[^>]+>", " ", text.partition('class="facts"')[2].partition("</table>")[0]))
    shown = {"nb": ("utkast", "bare til testing"), "en": ("draft", "for testing only")}[language]
    identity = path.rpartition("/")[2]
    for wanted in (
        *shown,
        GUIDE.version,
        GUIDE.date,
        GUIDE.publisher.in_language(language),
        f"{GUIDE.canonical}/{resource}/{identity}",
    ):
        assert wanted in facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_downloads_says_the_same_of_the_package(build, language):
    text = (build / "site" / language / "developers" / "downloads.html").read_text(encoding="utf-8")
    facts = unescape(re.sub(r"<[^>]+>", " ", text.partition('class="facts"')[2].partition("</table>")[0]))
    for wanted in (GUIDE.version, GUIDE.date, GUIDE.publisher.in_language(language), GUIDE.license):
        assert wanted in facts


def test_english_on_a_norwegian_page_is_marked_as_such(build):
    profile = (build / "site/nb/profiles" / f"{GUIDE.prefix}-behandlingsplan.html").read_text(
        encoding="utf-8"
    )
    assert '<span lang="en">Metadata about the resource</span>' in profile
    assert '<span lang="en">pasient' not in profile
    assert '<div lang="en">' in (build / "site/nb/developers/architecture.html").read_text(encoding="utf-8")
    for language, page in (("en", "profiles/index.html"), ("en", "developers/architecture.html")):
        assert '<div lang="en">' not in (build / "site" / language / page).read_text(encoding="utf-8")


def test_the_package_says_first_what_a_reader_must_know(build):
    """In package.json, and in the ImplementationGuide in both languages; status and publisher in every resource."""
    package = build / "package"
    manifest = json.loads((package / "package.json").read_text(encoding="utf-8"))
    assert manifest["description"].startswith(f"{GUIDE.notice.main} {GUIDE.definition.main}")
    assert manifest["description"].endswith(GUIDE.notice.in_language("en"))
    resources = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(package.glob("*-*.json"))]
    assert len(resources) > 30
    for resource in resources:
        told = {key: resource.get(key) for key in ("status", "experimental", "publisher", "version", "date")}
        assert told == {
            "status": GUIDE.status,
            "experimental": GUIDE.experimental,
            "publisher": GUIDE.publisher.main,
            # how life cycles are published is the tool's to define, with a version of its own
            "version": LIFE_CYCLE_VERSION if resource.get("url") == LIFE_CYCLE else GUIDE.version,
            "date": GUIDE.date,
        }, resource["id"]
    (guide,) = [one for one in resources if one["resourceType"] == "ImplementationGuide"]
    assert guide["description"] == f"{GUIDE.notice.main} {GUIDE.definition.main}"
    (translation,) = guide["_description"]["extension"]
    english = f"{GUIDE.notice.in_language('en')} {GUIDE.definition.in_language('en')}"
    assert {"url": "content", "valueString": english} in translation["extension"]
