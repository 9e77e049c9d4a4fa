"""A resource in FHIR's own words as the lines of a table."""

from dbep_ig.guide.publishing.page import TRANSLATION
from dbep_ig.guide.publishing.resource_rows import resource_rows

TRANSLATED = {
    "extension": [
        {
            "url": TRANSLATION,
            "extension": [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Yellow"}],
        }
    ]
}


def rows(resource, language="nb"):
    return [tuple(row) for row in resource_rows(resource, language, "nb")]


def test_what_lies_below_is_indented_and_lists_are_numbered():
    resource = {
        "resourceType": "X",
        "id": "a",
        "group": [{"source": "s", "element": [{"code": "1"}, {"code": "2"}]}],
    }
    assert rows(resource) == [
        (0, "group", None, ""),
        (1, "source", None, "s"),
        (1, "element", 1, ""),
        (2, "code", None, "1"),
        (1, "element", 2, ""),
        (2, "code", None, "2"),
    ]


def test_texts_are_in_the_language_of_the_page():
    resource = {
        "comment": "Gul",
        "_comment": TRANSLATED,
        "alias": ["Gul", "Rød"],
        "_alias": [TRANSLATED, None],
    }
    assert [row[3] for row in rows(resource, "en")] == ["Yellow", "Yellow", "Rød"]
    assert [row[3] for row in rows(resource)] == ["Gul", "Gul", "Rød"]


def test_other_values_are_as_json_writes_them_and_the_head_is_told_above():
    resource = {"title": "x", "_title": TRANSLATED, "status": "draft", "reverse": False, "count": 3}
    assert rows(resource) == [(0, "reverse", None, "false"), (0, "count", None, "3")]
