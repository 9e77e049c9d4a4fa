"""An input read part by part gives what it gives when it is read whole."""

import io

import pytest

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.limits import Limits
from dbep_ig.engine.fhir.parts import part_at, parts_of, read_part
from dbep_ig.engine.fhir.sniffing import read_document
from tests.unit.validation import core

ONE = b'{"resourceType": "Patient", "id": "a"}'


def told(documents, issues):
    return (
        [(one.resource, one.format, one.locator.locate(("id",)).span) for one in documents],
        [(one.rule.code, one.location.exact and one.location.exact.span, dict(one.params)) for one in issues],
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", ONE),
        ("a.json", ONE + b"\n" + ONE),
        ("a.ndjson", ONE + b"\n" + ONE + b"\n"),
        ("a.ndjson", ONE),
        ("a.ndjson", ONE + b"\r\n" + ONE + b"\r\n\r\n"),
        ("a.ndjson", ONE + b"\n\n  \n" + ONE + b"\n\n"),
        ("a.ndjson", b"\n" + ONE),
        ("a.ndjson", ONE + b"\n{\n" + ONE),
        ("a.ndjson", ONE + b"\n[1]\nx\n" + ONE),
        ("a.ndjson", ONE + b'\n{"resourceType": "Patient", "id": "\xff"}\n' + ONE),
        ("a.ndjson", ONE + b" \r " + b"\n" + ONE),
        ("a.ndjson", b"\xef\xbb\xbf" + ONE + b"\n" + ONE),
        ("a.ndjson", "\ufeff".encode("utf-16-le") + (ONE + b"\n" + ONE).decode().encode("utf-16-le")),
        ("a.ndjson", b""),
        ("a.ndjson", b"\n\n"),
        ("a.ndjson", b"x\n" + ONE),
        ("-", ONE + b"\n" + ONE),
        ("-", b'{"resourceType": "Patient",\n "id": "a"}'),
        ("-", b'{"resourceType": "Patient", "id": "a", "x": "' + b"y" * 9000 + b'"}\n' + ONE),
        ("-", b"<Patient xmlns='http://hl7.org/fhir'><id value='a'/></Patient>"),
        ("-", b"%PDF-"),
        ("-", b""),
    ],
)  # fmt: skip
def test_parts_give_what_the_whole_gives(name, data):
    whole = read_document(data, name, core())
    documents, issues = [], []
    for part in parts_of(io.BytesIO(data), name):
        again = part_at(io.BytesIO(data), part._replace(data=b""))
        assert again == part
        read = read_part(part, name, core())
        documents += read.value
        issues += read.issues
    assert told(documents, issues) == told(whole.value, whole.issues)


def test_each_line_may_be_as_long_as_a_document():
    small = Limits(bytes=len(ONE) + 1)
    data = ONE + b"\n" + b'{"resourceType": "Patient", "id": "' + b"b" * 200_000 + b'"}\n' + ONE + b"\n"
    read = [
        read_part(part, "a.ndjson", core(), small) for part in parts_of(io.BytesIO(data), "a.ndjson", small)
    ]
    assert [len(one.value) for one in read] == [1, 0, 1]
    assert [[issue.rule.code for issue in one.issues] for one in read] == [[], ["DBEP4002"], []]
    assert read[2].value[0].locator.locate(("id",)).span.line == 3


def test_a_line_without_end_stops_the_reading(monkeypatch):
    monkeypatch.setattr("dbep_ig.engine.fhir.parts._SKIPPED", 300_000)
    small = Limits(bytes=100)
    for length, told in (
        (250_000, ["resource", "DBEP4002", "resource"]),
        (500_000, ["resource", "DBEP4002", "DBEP4099"]),
    ):
        data = ONE + b'\n{"resourceType": "Patient", "id": "' + b"b" * length + b'"}\n' + ONE + b"\n"
        found = []
        for part in parts_of(io.BytesIO(data), "a.ndjson", small):
            if isinstance(part, Issue):
                found.append(part.rule.code)
            else:
                read = read_part(part, "a.ndjson", core(), small)
                found += [issue.rule.code for issue in read.issues] + ["resource"] * len(read.value or ())
        assert found == told


def test_of_a_document_that_is_too_large_no_more_is_read_than_shows_it():
    class Endless(io.BytesIO):
        taken = 0

        def read(self, size=-1, /):
            assert size >= 0
            self.taken += size
            return b" " * size

    small = Limits(bytes=3_000_000)
    stream = Endless()
    (part,) = parts_of(stream, "a.json", small)
    assert [issue.rule.code for issue in read_part(part, "a.json", core(), small).issues] == ["DBEP4002"]
    assert len(part.data) == small.bytes + 1
    assert stream.taken < small.bytes + 10_000
