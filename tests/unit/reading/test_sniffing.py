"""Which reader a document gets."""

import pytest

from dbep_ig.engine.fhir.sniffing import format_of, read_document

from .small_types import SMALL_TYPES

XML = '<Patient xmlns="http://hl7.org/fhir"/>'
JSON = '{"resourceType": "Patient"}'


@pytest.mark.parametrize(
    ("text", "name", "form", "count", "codes"),
    [
        (JSON, "a.json", "json", 1, []),
        (JSON, "-", "json", 1, []),
        (JSON, "a.xml", "json", 1, []),
        ("\n " + JSON, "a", "json", 1, []),
        ('{"resourceType":\n"Patient"}', "a", "json", 1, []),
        ("\ufeff" + JSON, "a", "json", 1, ["DBEP4005"]),
        (XML, "a.xml", "xml", 1, []),
        ("<!-- a -->" + XML, "a.json", "xml", 1, []),
        ("\ufeff" + XML, "-", "xml", 1, []),
        (f"{JSON}\n{JSON}\n", "a.ndjson", "ndjson", 2, []),
        (f"{JSON}\n{JSON}\n", "-", "ndjson", 2, []),
        (f"{JSON}\n\n{JSON}", "a", "ndjson", 2, ["DBEP4023"]),
        (JSON, "a.ndjson", "ndjson", 1, []),
        (f"{JSON}\n{JSON}\n", "a.json", "json", 0, ["DBEP4016"]),
        ("[1]", "a", "json", 0, ["DBEP4021"]),
        ("hello: there", "a.yaml", None, 0, ["DBEP4045"]),
        ("hello", "a.json", "json", 0, ["DBEP4010"]),
        ("hello", "a.xml", "xml", 0, ["DBEP4030"]),
        ("", "a.json", None, 0, ["DBEP4001"]),
        ("\x00\x01\x02\x03", "a.json", None, 0, ["DBEP4006"]),
        ("PK\x03\x04", "a.json", None, 0, ["DBEP4006"]),
    ],
)
def test_read_document(text, name, form, count, codes):  # DBEP4045 among them
    data = text.encode()
    assert format_of(data, name) == form
    result = read_document(data, name, SMALL_TYPES)
    assert len(result.value) == count
    assert [issue.rule.code for issue in result.issues] == codes
    assert all(document.format == form for document in result.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_seen_through(encoding):
    assert format_of(JSON.encode(encoding), "a") == "json"
    assert format_of(XML.encode(encoding), "a") == "xml"


def test_where_an_unknown_format_begins():
    place = read_document(b"\n  hello", "a", SMALL_TYPES).issues[0].location.place()
    assert (place.span.line, place.span.column) == (2, 3)
