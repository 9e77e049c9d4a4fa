"""`feedback` in guide.yaml: what is filled in, and what is refused, shown at its characters."""

import re

import pytest

from dbep_ig.guide.authoring import read_model
from dbep_ig.guide.authoring.feedback import filled
from dbep_ig.guide.authoring.lint import check_model
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE

VALUES = {"page": "profiles/å b.html", "language": "nb", "version": "1.0.0-rc.1"}


def faults(line: str) -> list[tuple[str, tuple[int, ...] | None]]:
    read = read_model({"guide.yaml": GUIDE + line.encode()})
    core = open_core().value
    assert read.value is not None
    assert core is not None
    return [
        (issue.rule.code, tuple(issue.location.place().span))
        for issue in (*read.issues, *check_model(read.value, core, core))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "feedback: https://example.org/new?title=«{side}»",
        'feedback: "https://example.org/new?title={page}&x=«{Page}»"',
        "feedback: 'https://example.org/«{}»'",
        "feedback: https://example.org/«}»{language}",
        "feedback: mailto:a@example.org?subject={page}«{»",
        "feedback: https://example.org/«{»{version}}",
    ],
)
def test_an_unknown_placeholder_is_shown_where_it_is(line):
    before, inside, _ = re.split("[«»]", line)
    row = GUIDE.count(b"\n") + 1
    expected = ("DBEP2054", (row, len(before) + 1, row, len(before) + 1 + len(inside)))
    assert faults(line.replace("«", "").replace("»", ""))[0] == expected


def test_each_unknown_placeholder_is_reported():
    assert [code for code, _ in faults("feedback: https://example.org/{a}/{page}/{b}")] == ["DBEP2054"] * 2


def test_known_placeholders_give_no_finding():
    assert faults("feedback: https://example.org/{page}/{language}/{version}/{page}") == []


def test_a_near_miss_is_told():
    read = read_model({"guide.yaml": GUIDE + b"feedback: https://example.org/{pages}"})
    core = open_core().value
    (issue,) = check_model(read.value, core, core)
    assert "did you mean `{page}`?" in issue.message("en")
    assert "mente du «{page}»?" in issue.message("nb")


def test_values_are_percent_encoded_whole():
    address = "https://example.org/new?title={page}&l={language}&v={version}&p={page}#{page}"
    page = "profiles%2F%C3%A5%20b.html"
    assert (
        filled(address, VALUES) == f"https://example.org/new?title={page}&l=nb&v=1.0.0-rc.1&p={page}#{page}"
    )


def test_a_value_with_a_placeholder_in_it_is_filled_in_once():
    assert filled("https://example.org/{version}", {"version": "{page}", "page": "x"}).endswith("/%7Bpage%7D")


def test_what_has_no_value_yet_stays():
    assert filled("https://example.org/{page}/{version}", {"version": "1"}) == "https://example.org/{page}/1"
