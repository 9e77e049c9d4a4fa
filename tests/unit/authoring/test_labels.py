"""Words of languages: the tool's own files, and a guide's `site/labels/`."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from dbep_ig.guide.authoring import labels
from dbep_ig.guide.authoring.labels import read_languages
from dbep_ig.guide.languages import english, known_languages, tool_language, words_of
from dbep_ig.guide.languages.words import _file


def found(languages: list[str], **files: str):
    return read_languages(
        languages, {f"site/labels/{name}.yaml": text.encode() for name, text in files.items()}
    )


def said(result) -> list[tuple[str, str, str]]:
    return [(one.rule.code, _place(one), one.message("en")) for one in result.issues]


def _place(issue) -> str:
    place = issue.location.place()
    return (
        issue.location.document
        if place is None
        else f"{place.source.name}:{place.span.line}:{place.span.column}"
    )


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
    else:
        yield path, node


@pytest.mark.parametrize("code", known_languages())
def test_the_tool_s_own_files_have_every_word_and_no_other(code):
    own = {path: text for path, text in leaves(_file(code)) if not path.startswith(".datatypes")}
    reference = {path: text for path, text in leaves(english()) if not path.startswith(".datatypes")}
    assert set(own) == set(reference)
    for path, text in own.items():
        assert type(text) is type(reference[path]), path
        if isinstance(text, str):
            assert text.strip(), path
            assert set(re.findall(r"\{\w*\}", text)) <= set(re.findall(r"\{\w*\}", reference[path])), path


def test_norwegian_swedish_and_english_come_along():
    assert {"nb", "nn", "sv", "en"} <= set(known_languages())
    assert [words_of(code).site["search"] for code in ("nb", "nn", "sv", "en")] == [
        "Søk",
        "Søk",
        "Sök",
        "Search",
    ]


def test_a_region_has_the_words_of_its_language():
    assert words_of("sv-FI").site["search"] == "Sök"
    assert words_of("sv-FI").code == "sv-FI"
    assert words_of("no").site["home"] == "Forside"
    assert [tool_language(code) for code in ("nb", "nn-NO", "no", "sv", "de")] == [
        "nb",
        "nb",
        "nb",
        "en",
        "en",
    ]


def test_words_that_a_new_language_lacks_are_in_english_and_reported_once():
    result = found(["de"], de="name: Deutsch\nsite: {search: Suche}\n")
    assert (result.value["de"].site["search"], result.value["de"].site["home"]) == ("Suche", "Home")
    ((code, place, message),) = said(result)
    assert (code, place) == ("DBEP1100", "site/labels/de.yaml:1:1")
    assert "about" in message


def test_a_guide_s_words_take_the_place_of_the_tool_s_and_the_others_stay():
    result = found(["nb", "en"], nb="site: {prose: Planen i klartekst}\n")
    assert said(result) == []
    assert result.value["nb"].site["prose"] == "Planen i klartekst"
    assert result.value["nb"].site["search"] == "Søk"
    assert list(result.value) == ["nb", "en"]


def test_a_language_without_words_is_reported_where_guide_yaml_names_it():
    result = found(["fi"])
    assert said(result)[0][0] == "DBEP1101"
    assert "site/labels/fi.yaml" in said(result)[0][2]
    assert (result.value["fi"].name, result.value["fi"].site["search"]) == ("Suomi", "Search")


def test_a_file_of_a_language_that_the_guide_does_not_have():
    result = found(["nn-NO"], nn_NO="name: x\n")
    assert said(result)[0][::2] == (
        "DBEP1102",
        "`nn_NO` is not one of the languages of guide.yaml, so that the file is not used; did you mean `nn-NO`?",
    )


def test_a_slip_is_reported_at_its_place():
    result = found(["nb"], nb="site:\n  serach: Finn\n")
    assert said(result) == [
        ("DBEP1007", "site/labels/nb.yaml:2:3", "`serach` is not a keyword of `site`; did you mean `search`?")
    ]
    result = found(["nb"], nb="sites: {}\n")
    assert said(result)[0][2].endswith("did you mean `site`?")


def test_a_placeholder_that_english_does_not_have(monkeypatch):
    words = {"name": "English", "site": {"pages": "{count} pages", "braces": "a set"}}
    monkeypatch.setattr(labels, "english", lambda: words)
    result = found(["nb"], nb="site: {pages: '{cuont} sider', braces: '{mengde}'}\n")
    assert said(result) == [
        (
            "DBEP1103",
            "site/labels/nb.yaml:1:15",
            "`cuont` in braces is not replaced in this text; did you mean `count`?",
        )
    ]
    assert said(found(["nb"], nb="site: {pages: 'sider: {count}'}\n")) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n", "DBEP1020"),
        ("site: Suche\n", "DBEP1020"),
        ("site: {search: [a]}\n", "DBEP1020"),
        ("site: {search: }\n", "DBEP1024"),
        ("site: {search\n", "DBEP1001"),
        ("", "DBEP1010"),
    ],
)
def test_what_cannot_be_read_is_an_issue_and_english_is_shown(text, code):
    result = found(["de"], de=text)
    assert code in [one[0] for one in said(result)], said(result)
    assert result.value["de"].site["search"] == "Search"


def test_words_are_not_read_before_they_are_needed():
    """The command starts and validates without them."""
    program = "import sys, dbep_ig.apps.cli.main, dbep_ig.validator; print([m for m in sys.modules if 'languages' in m])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_list_of_another_length_than_the_english_one():
    few = "prose:\n  months: [a, b]\n"
    assert said(found(["nb"], nb=few)) == [
        ("DBEP1033", "site/labels/nb.yaml:2:11", "The list has 2 words, but 12 are needed")
    ]
    twelve = ", ".join("abcdefghijkl")
    assert said(found(["nb"], nb=f"prose:\n  months: [{twelve}]\n")) == []


def test_short_words_are_of_data_types_and_elements_that_have_some():
    good = found(["nb"], nb="datatypes: {Period: {end: [stopp, ende]}, Coding: {code: kode}}\n")
    assert said(good) == []
    assert good.value["nb"].datatypes["Period"]["end"] == ("stopp", "ende")
    assert good.value["nb"].datatypes["Quantity"]["unit"] == (
        "enhet",
    )  # the tool's own, where the guide has none
    bad = found(["nb"], nb="datatypes:\n  Perod: {end: a}\n  Period: {edn: a, end: {}}\n  Coding: kode\n")
    assert said(bad) == [
        ("DBEP1007", "site/labels/nb.yaml:2:3", "`Perod` is not a keyword of the data types with short words; did you mean `Period`?"),
        ("DBEP1007", "site/labels/nb.yaml:3:12", "`edn` is not a keyword of `Period`"),
        ("DBEP1020", "site/labels/nb.yaml:3:25", "Expected a single value, found a mapping"),
        ("DBEP1020", "site/labels/nb.yaml:4:11", "Expected a mapping, found a single value"),
    ]  # fmt: skip
