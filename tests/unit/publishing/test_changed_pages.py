"""Only the pages that a change reaches are rendered again, and the site is byte for byte what a build from nothing makes."""

import shutil

import pytest

from dbep_ig.host.site_builder import Generators, Wish, build_site, refresh_site

from .small_site import files

pytest.importorskip("material")
MARK = ".made-from"  # has the times of files
PLAN = "en/docs/profiles/t-plan.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("before")
    assert build_site(files(), folder).issues == ()
    return folder


@pytest.fixture
def folder(built, tmp_path):
    shutil.copytree(built, tmp_path / "build")
    return tmp_path / "build"


def edited(path, change):
    found = files()
    return {**found, path: change(found[path])}


def content(folder):
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != MARK
    }


def without(path):
    return {name: data for name, data in files().items() if name != path}


def another_menu(data):
    return data.replace(b"\nnav:", b"\nnav:\n- Another: another.md", 1)


EDITS = {
    "a word in the text": (
        lambda: edited(PLAN, lambda data: data + b"\nA word more.\n"),
        {"profiles/t-plan.html"},
    ),
    "a heading, which other pages could link to": (
        lambda: edited(PLAN, lambda data: data + b"\n## A heading more\n"),
        {"profiles/t-plan.html"},
    ),
    "its description": (
        lambda: edited(PLAN, lambda data: data.replace(b"---\n", b'---\ndescription: "New"\n', 1)),
        {"profiles/t-plan.html"},
    ),
    "a mark in the menu": (
        lambda: edited(PLAN, lambda data: data.replace(b"---\n", b"---\nstatus: new\n", 1)),
        None,
    ),
    "a page more": (
        lambda: {**edited("en/mkdocs.yml", another_menu), "en/docs/another.md": b"# Another\n"},
        None,
    ),
    "the title of the site": (
        lambda: edited("en/mkdocs.yml", lambda data: data.replace(b"site_name: ", b"site_name: New ", 1)),
        None,
    ),
    "the style": (lambda: edited("en/docs/assets/guide-frame.css", lambda data: data + b"\n"), set()),
    "a template": (lambda: edited("en/theme/main.html", lambda data: data + b"\n<!-- x -->\n"), None),
    "a template of the guide's own that looks at all pages": (
        lambda: edited("en/theme/main.html", lambda data: data + b"\n{% for file in pages %}{% endfor %}\n"),
        None,
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_the_site_is_that_of_a_build_from_nothing(folder, tmp_path, edit):
    """`None`: every page of the language has to be rendered again."""
    make, expected = EDITS[edit]
    with Generators() as generators:
        made = refresh_site(make(), folder, generators)
    assert made.value is not None
    assert made.issues == ()
    assert "nb" not in made.value.rendered
    whole = build_site(make(), tmp_path / "whole")
    assert whole.issues == ()
    assert content(folder) == content(tmp_path / "whole")
    every = {
        name.removeprefix("en/") for name in content(folder) if name.endswith(".html") and name[:3] == "en/"
    }
    rendered = set(made.value.rendered["en"])
    assert rendered == (every - {"404.html"} if expected is None else expected)


def test_a_page_that_is_gone_is_gone_from_the_site_and_from_its_search(folder, tmp_path):
    extra = {**edited("en/mkdocs.yml", another_menu), "en/docs/another.md": b"# Another\n\nUnmistakable.\n"}
    build_site(extra, folder)
    assert b"Unmistakable" in content(folder)["en/search/search_index.json"]
    assert build_site(files(), folder).issues == ()
    build_site(files(), tmp_path / "whole")
    assert content(folder) == content(tmp_path / "whole")


def test_what_is_wrong_with_a_page_is_reported_again_though_another_page_is_edited(folder):
    broken = {
        **files(),
        "en/docs/index.md": b"# Hello\n\n[nobody](not-there.md) [anchor](model/index.md#not-there)\n",
    }
    assert [issue.rule.code for issue in build_site(broken, folder).issues] == ["DBEP6011"] * 2
    assert [issue.rule.code for issue in build_site(broken, folder).issues] == ["DBEP6011"] * 2
    broken[PLAN] += b"\nA word more.\n"
    with Generators() as generators:
        made = refresh_site(broken, folder, generators)
    assert [issue.rule.code for issue in made.issues] == ["DBEP6011"] * 2
    assert made.value is not None
    assert made.value.rendered["en"] == ["profiles/t-plan.html"]


def test_a_link_is_broken_by_the_page_it_leads_to(folder):
    """The page with the link is not rendered again; what it leads to is looked up all the same."""
    linked = {
        **files(),
        "en/docs/index.md": b"# Hello\n\n[there](profiles/t-plan.md#just-here)\n",
        PLAN: files()[PLAN] + b"\n## Just here\n",
    }
    assert build_site(linked, folder).issues == ()
    linked[PLAN] = files()[PLAN]
    found = build_site(linked, folder).issues
    assert [issue.rule.code for issue in found] == ["DBEP6011"]
    assert found[0].location.document.endswith("en/docs/index.md")


@pytest.mark.parametrize("damage", ["damaged", "gone"])
def test_without_the_record_of_the_pages_all_are_rendered(folder, tmp_path, damage):
    record = folder / ".stages" / "site-en.json"
    record.unlink() if damage == "gone" else record.write_bytes(record.read_bytes()[:-9])
    changed = edited(PLAN, lambda data: data + b"\nA word more.\n")
    assert build_site(changed, folder).issues == ()
    build_site(changed, tmp_path / "whole")
    assert content(folder) == content(tmp_path / "whole")


def test_a_page_that_somebody_else_changed_is_rendered_again_with_the_edit_of_another(folder, tmp_path):
    (folder / "site" / "en" / "index.html").write_text("x", encoding="utf-8")
    changed = edited(PLAN, lambda data: data + b"\nA word more.\n")
    build_site(changed, folder)
    build_site(changed, tmp_path / "whole")
    assert content(folder) == content(tmp_path / "whole")


def test_what_is_looked_at_is_rendered_first_and_the_rest_a_few_at_a_time(folder, tmp_path):
    renamed = edited("en/mkdocs.yml", lambda data: data.replace(b"site_name: ", b"site_name: New ", 1))
    with Generators() as generators:
        first = refresh_site(renamed, folder, generators, wish=Wish(("profiles/t-plan.md",), -1.0)).value
        assert first is not None
        assert (first.rendered["en"], first.left["en"] > 3) == (["profiles/t-plan.html"], True)
        assert b"New " in content(folder)["en/profiles/t-plan.html"]
        assert b"New " not in content(folder)["en/index.html"]
        more = Wish(("index.md",), -1.0, renamed, is_more=True)
        second = refresh_site(renamed, folder, generators, wish=more).value
        assert second is not None
        assert (second.rendered["en"], second.left["en"]) == (["index.html"], first.left["en"] - 1)
        last = refresh_site(renamed, folder, generators, wish=Wish((), None, renamed, is_more=True)).value
        assert last is not None
        assert last.left["en"] == 0
    build_site(renamed, tmp_path / "whole")
    assert content(folder) == content(tmp_path / "whole")
