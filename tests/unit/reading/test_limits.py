"""What is too much is refused before it costs anything: faults that cannot be shown as a page's example."""

from dbep_ig.engine.fhir.json.reading import read_json
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.xml.reading import read_xml

from .small_types import SMALL_TYPES

PATIENT = '<Patient xmlns="http://hl7.org/fhir"'


def codes(result):
    return [issue.rule.code for issue in result.issues]


def test_more_bytes_than_allowed():
    data = b'{"resourceType": "Patient"}'
    assert codes(read_json(data, "x", Limits(bytes=len(data) - 1))) == ["DBEP4002"]
    assert codes(read_json(data, "x", Limits(bytes=len(data)))) == []


def test_deeper_than_allowed():
    def nested(levels):
        return ('{"resourceType": "X", "a": ' + "[" * (levels - 1) + "]" * (levels - 1) + "}").encode()

    assert codes(read_json(nested(DEFAULT_LIMITS.depth), "x")) == []
    assert codes(read_json(nested(DEFAULT_LIMITS.depth + 1), "x")) == ["DBEP4009"]
    assert codes(read_json(nested(100_000), "x")) == ["DBEP4009"]


def test_more_attributes_than_allowed():
    def with_attributes(count):
        return (PATIENT + "".join(f' a{n}=""' for n in range(count)) + "/>").encode()

    allowed = DEFAULT_LIMITS.attributes
    assert "DBEP4039" not in codes(read_xml(with_attributes(allowed), "x", SMALL_TYPES))
    assert codes(read_xml(with_attributes(allowed + 1), "x", SMALL_TYPES)) == ["DBEP4039"]
    assert codes(read_xml(with_attributes(200_000), "x", SMALL_TYPES)) == ["DBEP4039"]


def test_more_elements_than_allowed():
    def with_elements(count):
        return (PATIENT + ">" + "<name/>" * (count - 1) + "</Patient>").encode()

    assert codes(read_xml(with_elements(100), "x", SMALL_TYPES, Limits(elements=100))) == []
    assert codes(read_xml(with_elements(101), "x", SMALL_TYPES, Limits(elements=100))) == ["DBEP4040"]


def test_a_long_string_and_many_entries_are_fine():
    long = '{"resourceType": "X", "a": "' + "x" * 5_000_000 + '"}'
    many = '{"resourceType": "X", "a": [' + ",".join(["{}"] * 300_000) + "]}"
    assert codes(read_json(long.encode(), "x")) == []
    assert codes(read_json(many.encode(), "x")) == []
