"""Prose of the guide's own: where the menu has it, and what happens where it collides with a generated page."""

import yaml

from dbep_ig.guide.publishing import publish
from dbep_ig.guide.publishing.navigation import section_of

from .small_site import PROSE, published_guide


def both(path: str, text: str) -> dict[str, bytes]:
    return {f"{language}/{path}": text.encode() for language in ("nb", "en")}


def published(*prose: dict[str, bytes]):
    site = dict(PROSE)
    for one in prose:
        site |= one
    return publish(published_guide(site=site))


def menu(result, language: str = "en") -> dict[str, list]:
    config = yaml.safe_load(result.value[f"{language}/mkdocs.yml"])
    return {key: value for entry in config["nav"] for key, value in entry.items()}


def paths(entries: list) -> list[str]:
    """The pages directly in a section."""
    return [path for entry in entries for path in entry.values() if isinstance(path, str)]


def inner(entries: list, label: str) -> list:
    return next(entry[label] for entry in entries if label in entry)


def test_prose_in_a_folder_named_like_a_section_stands_in_it():
    result = published(both("about/index.md", "# Om\n"), both("about/x.md", "# X\n"))
    assert result.issues == ()
    assert paths(menu(result)["About the guide"]) == ["about/index.md", "about/licences.md", "about/x.md"]
    assert paths(menu(result, "nb")["Om guiden"]) == ["about/index.md", "about/licences.md", "about/x.md"]
    assert list(menu(result))[-1] == "About the guide"
    assert paths(menu(result)["Home"]) == ["index.md"]


def test_a_section_inside_another_takes_prose_as_well():
    result = published(both("profiles/guidance.md", "# Guidance\n"))
    profiles = paths(inner(menu(result)["FHIR"], "Profiles"))
    assert profiles[0] == "profiles/index.md"
    assert profiles[-1] == "profiles/guidance.md"
    assert "profiles/t-plan.md" in profiles


def test_prose_elsewhere_stands_under_the_front_page():
    result = published(both("x.md", "# X\n"), both("other/y.md", "# Y\n"), both("about.md", "# About\n"))
    assert paths(menu(result)["Home"]) == ["index.md", "about.md", "other/y.md", "x.md"]
    assert paths(menu(result)["About the guide"]) == ["about/licences.md"]  # the generated one alone


def test_the_order_and_title_of_the_front_matter():
    result = published(
        both("about/index.md", "---\norder: 9\n---\n\n# Om\n"),
        both("about/a.md", '---\ntitle: "Last: a"\norder: 20\n---\n\n# A\n'),
        both("about/b.md", "---\ntitle: First\norder: 3\n---\n\n# B\n"),
        both("about/c.md", "# None\n\ntitle: not front matter\norder: 1\n"),
        both("about/d.md", "---\norder: soon\n---\n\n# D\n"),
        both("model/first.md", "---\norder: 1\n---\n\n# First\n"),
    )
    assert result.issues == ()
    section = menu(result)["About the guide"]
    assert section == [
        {"Om": "about/index.md"},
        {"First": "about/b.md"},
        {"Last: a": "about/a.md"},
        {"Rights and licences": "about/licences.md"},
        {"None": "about/c.md"},
        {"D": "about/d.md"},
    ]
    assert paths(menu(result)["Information model"])[:2] == ["model/index.md", "model/first.md"]


def test_sections_by_folder():
    assert section_of("about/x.md") == ("about",)
    assert section_of("about/deep/x.md") == ("about",)
    assert section_of("terminology/x.md") == ("fhir", "terminology")
    assert section_of("decisions/x.md") == ("developers", "decisions")
    assert section_of("about") == ()
    assert section_of("x.md") == ()


def test_prose_at_the_address_of_a_generated_page():
    """DBEP6005, at each file; the generated page is kept, and the menu has it once."""
    result = published(both("model/Plan.md", "# Min egen\n"), both("developers/files/x.txt", "x"))
    assert [(issue.rule.code, issue.location.document) for issue in result.issues] == [
        ("DBEP6005", "site/nb/model/Plan.md"),
        ("DBEP6005", "site/en/model/Plan.md"),
    ]
    assert b"Min egen" not in result.value["nb/docs/model/Plan.md"]
    assert paths(menu(result)["Information model"]).count("model/Plan.md") == 1
    assert result.value["nb/docs/developers/files/x.txt"] == b"x"


def test_a_file_at_the_address_of_a_generated_download():
    result = published(both("profiles/StructureDefinition-t-plan.json", "{}"))
    assert {issue.rule.code for issue in result.issues} == {"DBEP6005"}
    assert result.value["en/docs/profiles/StructureDefinition-t-plan.json"] != b"{}"
