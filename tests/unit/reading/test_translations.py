"""A definition's words in both languages."""

import pytest

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.translations import TRANSLATION, translated


def words(own: str, **languages: str) -> dict:
    extensions = [
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": lang.replace("_", "-")},
                {"url": "content", "valueString": said},
            ],
        }
        for lang, said in languages.items()
    ]
    return {"human": own, "_human": {"extension": [{"url": "http://x/other"}, *extensions]}}


@pytest.mark.parametrize(
    ("holder", "text"),
    [
        ({}, Text("", "")),
        ({"human": "a"}, Text("a", "a")),
        (words("norsk", en="english"), Text("norsk", "english")),
        (words("norsk", en_GB="english"), Text("norsk", "english")),
        (words("english", nb="norsk"), Text("norsk", "english")),
        (words("nederlands", nb="norsk", en="english", de="deutsch"), Text("norsk", "english")),
    ],
)
def test_translated(holder, text):
    assert translated(holder, "human") == text
