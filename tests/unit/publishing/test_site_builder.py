"""The generator runs strictly, without network, and what it finds wrong comes back as issues."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from dbep_ig.guide.publishing import publish
from dbep_ig.host import site_builder
from dbep_ig.host.site_builder import build_site
from dbep_ig.licences import components
from tests.unit.scenarios.small_guide import FOLDER

from .small_site import files, published_guide

pytest.importorskip("material")
BUILDING_BOTH = ("nb", "en")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    result = build_site(files(), folder)
    assert [issue.message("en") for issue in result.issues] == []
    assert result.value is not None
    return result.value


def test_every_page_is_there_in_both_languages(site):
    for language in BUILDING_BOTH:
        assert (site / language / "index.html").is_file()
        assert (site / language / "profiles" / "t-plan.html").is_file()
        assert (site / language / "search" / "search_index.js").is_file(), "search from disk"
    assert "nb/index.html" in (site / "index.html").read_text(encoding="utf-8")


def test_nothing_is_fetched_from_outside(site):
    wanted = re.compile(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//([^"' >]+)""")
    for page in site.rglob("*.html"):
        found = list(wanted.findall(page.read_text(encoding="utf-8")))
        assert found == [], page


def test_search_brings_the_site_s_own_language_alone(site):
    """Others are loaded by nothing, and the terms of some of them (LGPL) would follow."""
    held = {
        language: {file.name for file in (site / language / "assets/javascripts").rglob("lunr*/**/*.js")}
        for language in BUILDING_BOTH
    }
    assert held == {"nb": {"lunr.no.min.js", "lunr.stemmer.support.min.js"}, "en": set()}
    assert not list(site.rglob("wordcut*"))


def test_what_the_site_holds_of_others_is_told(site):
    """The theme's own source maps and marks say what it is made of; each has an entry in the list of what is bundled."""
    told = {one.id for one in components() if "site" in one.artefacts}
    found = set()
    for file in site.rglob("*.map"):
        for source in json.loads(file.read_bytes())["sources"]:
            found.update(re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)", source))
    assert len(found) >= 5, "the theme has source maps to read"
    assert found <= told
    scripts = {file.parent.name for file in site.rglob("lunr*.js")}
    assert not scripts or "lunr-languages" in told
    styles = "".join(file.read_text(encoding="utf-8") for file in site.rglob("main.*.css"))
    for mark, name in (("Font Awesome Free", "font-awesome"), ("viewBox='0 0 16 16'", "octicons")):
        assert mark in styles, f"{name} is not there any more: take it out of the list"
        assert name in told
    assert {"material-for-mkdocs", "material-design-icons"} <= told


def test_pages_link_relatively_and_to_the_other_language(site):
    text = (site / "nb" / "model" / "Plan.html").read_text(encoding="utf-8")
    assert not re.search(r'href="/[^/]', text)
    assert 'lang="nb"' in text


def test_what_was_made_from_the_same_files_is_not_made_again(site, monkeypatch):
    def never(*_):
        raise AssertionError("built again")

    monkeypatch.setattr(site_builder, "_start", never)
    assert build_site(files(), site.parent).value == site


def test_only_the_language_that_changed_is_made_again_and_only_its_changed_pages_are_written(
    site, tmp_path, monkeypatch
):
    folder = tmp_path / "build"
    shutil.copytree(site.parent, folder)
    started = []
    start = site_builder._start
    monkeypatch.setattr(
        site_builder, "_start", lambda source: (started.append(source.name), start(source))[1]
    )
    before = {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*.html")}
    page = files()["en/docs/profiles/t-plan.md"] + b"\nOne sentence more.\n"
    result = build_site({**files(), "en/docs/profiles/t-plan.md": page}, folder)
    assert result.issues == ()
    assert started == ["en"]
    written = {path for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert {path.relative_to(folder).as_posix() for path in written} == {"site/en/profiles/t-plan.html"}
    assert "One sentence more." in (folder / "site/en/profiles/t-plan.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("how", ["removed", "changed"])
def test_a_page_that_somebody_else_removed_or_changed_is_made_again(site, tmp_path, how):
    folder = tmp_path / "build"
    shutil.copytree(site.parent, folder)
    page = folder / "site" / "nb" / "profiles" / "t-plan.html"
    text = page.read_text(encoding="utf-8")
    page.unlink() if how == "removed" else page.write_text(text + "x", encoding="utf-8")
    assert build_site(files(), folder).issues == ()
    assert page.read_text(encoding="utf-8") == text


def test_a_guide_without_a_word_of_its_own_has_a_site(tmp_path):
    made = publish(published_guide(site={}, changelog="", examples=(), downloads={}))
    assert made.value is not None
    result = build_site(made.value, tmp_path)
    assert [issue.message("en") for issue in (*made.issues, *result.issues)] == []
    front = (tmp_path / "site" / "en" / "index.html").read_text(encoding="utf-8")
    assert "A small model to write examples against." in front
    assert "unpkg" not in front


def test_a_link_to_nowhere_is_an_issue_at_its_page(tmp_path):
    broken = {
        **files(),
        "nb/docs/index.md": b"# Hei\n\n[ingen](finnes-ikke.md) [anker](model/index.md#finnes-ikke) [rot](/x)\n",
    }
    result = build_site(broken, tmp_path)
    assert [issue.rule.code for issue in result.issues] == ["DBEP6011"] * 3
    assert all(issue.location.document.endswith("nb/docs/index.md") for issue in result.issues)
    assert (tmp_path / "site" / "en" / "index.html").is_file()


def test_a_generator_that_gives_up_is_an_issue(tmp_path):
    broken = {**files(), "en/mkdocs.yml": b"site_name: [\n"}
    result = build_site(broken, tmp_path)
    assert [issue.rule.code for issue in result.issues] == ["DBEP6012"]
    assert result.value is None


_WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("mkdocs", "material", "jinja2", "markupsafe"):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Missing())
from importlib import util
found = util.find_spec
util.find_spec = lambda name, package=None: None if name in ("mkdocs", "material", "jinja2") else found(name, package)
from dbep_ig.apps.cli.main import run
sys.argv = ["dbep", "build", sys.argv[1]]
sys.exit(run())
"""


def test_a_build_without_the_generator_makes_all_but_the_site(tmp_path):
    guide = tmp_path / "guide"
    shutil.copytree(FOLDER, guide)
    outcome = subprocess.run(
        [sys.executable, "-c", _WITHOUT, str(guide)], capture_output=True, text=True, timeout=120, check=False
    )
    assert "DBEP6010" in outcome.stdout, outcome.stdout + outcome.stderr
    assert outcome.returncode == 0
    assert (guide / "build" / "package" / "package.json").is_file()
    assert not (guide / "build" / "site").exists()


def test_without_the_generator_there_is_one_message(tmp_path, monkeypatch):
    monkeypatch.setattr(site_builder, "find_spec", lambda name: None)
    result = build_site(files(), tmp_path)
    assert [issue.rule.code for issue in result.issues] == ["DBEP6010"]
    assert result.value is None
