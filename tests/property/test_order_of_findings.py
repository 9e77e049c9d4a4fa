"""Findings are in the order of their places, which are not found to put them in that order."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig import Validator
from dbep_ig.engine.diagnostics import Issue, Location, Severity, most_helpful_first
from dbep_ig.engine.fhir.json.locating import JsonLocator
from dbep_ig.engine.fhir.json.reading import read_json, read_line, read_ndjson
from dbep_ig.engine.fhir.json.rules import DUPLICATE_PROPERTY
from dbep_ig.engine.fhir.xml.locating import XmlLocator

NAMES = st.sampled_from(
    ["a", "b", "_a", "_b", "item", "name", "_name", "æ", "a b", "id", "c", "d", "e", "f", "g", "h", "10", "2"]
)
SPACE = st.sampled_from(["", " ", "\n", "\r\n", "\t", "\r", "  \n\n "])
VALUE = st.recursive(
    st.sampled_from(['""', '"å\\n"', "1", "1.50", "true", "null", '"𝄞"']),
    lambda inner: st.one_of(
        st.lists(st.tuples(SPACE, inner, SPACE), max_size=4).map(
            lambda items: "[" + ",".join("".join(one) for one in items) + "]"
        ),
        st.lists(
            st.tuples(SPACE, NAMES, SPACE, SPACE, inner, SPACE), max_size=6, unique_by=lambda one: one[1]
        ).map(
            lambda members: (
                "{" + ",".join(f"{a}{json.dumps(n)}{b}:{c}{v}{d}" for a, n, b, c, v, d in members) + "}"
            )
        ),
    ),
    max_leaves=25,
)
OBJECT = st.lists(
    st.tuples(SPACE, NAMES, VALUE, SPACE), min_size=1, max_size=6, unique_by=lambda one: one[1]
).map(
    lambda members: (
        '{"resourceType":"X",' + ",".join(f"{a}{json.dumps(n)}:{v}{b}" for a, n, v, b in members) + "}"
    )
)
POINTER = st.lists(st.one_of(NAMES, st.integers(0, 4)), max_size=4).map(tuple)
VALIDATOR = Validator.open(without_guide=True)


def pointers(value, below=()):
    """All of a document."""
    yield below
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield from pointers(child, (*below, step))


@given(OBJECT, st.lists(POINTER, max_size=10))
@settings(max_examples=300, deadline=None)
def test_order_of_pointers_is_order_of_places(text, others):
    document = read_json(text.encode(), "x").value
    assert document is not None
    locator = document.locator
    assert isinstance(locator, JsonLocator)
    asked = [*pointers(document.resource), *others]
    pairs = []
    for pointer in asked:
        for key in (False, True):
            span = locator.locate(pointer, key=key).span
            pairs.append((locator.order(pointer, key=key), (span.line, span.column)))
    assert all(order is not None for order, _ in pairs)
    by_order = sorted(pairs)
    assert [place for _, place in by_order] == sorted(place for _, place in pairs)
    for one, other in pairwise(by_order):
        assert (one[0] == other[0]) is (one[1] == other[1])


def in_order_of_places(issues):
    """The same, by finding every place."""

    def key(issue):
        place = issue.location.place()
        at = (
            ((0, place.span.line), (0, place.span.column))
            if place is not None
            else tuple(
                (0, step) if isinstance(step, int) else (1, step.lstrip("_"))
                for step in issue.location.pointer
            )
        )
        return issue.severity, not issue.code.startswith("DBEP40"), at, issue.code

    return sorted(issues, key=key)


@given(
    st.lists(OBJECT.map(lambda text: text.replace("\n", " ").replace("\r", " ")), min_size=1, max_size=4),
    st.data(),
)
@settings(max_examples=100, deadline=None)
def test_lines_of_one_file(lines, data):
    together = read_ndjson("\n".join(lines).encode(), "x").value
    apart = [
        read_line(line.encode(), "x", number, number).value for number, line in enumerate(lines, start=1)
    ]
    for documents in (together, apart, [apart[0], read_json(lines[-1].encode(), "x").value]):
        issues = [
            Issue(
                DUPLICATE_PROPERTY,
                Location(
                    "x",
                    data.draw(POINTER),
                    on_key=data.draw(st.booleans()),
                    locator=data.draw(st.sampled_from(documents)).locator,
                ),
                {"name": "a"},
                override=data.draw(st.sampled_from([Severity.ERROR, Severity.WARNING])),
            )
            for _ in range(data.draw(st.integers(0, 8)))
        ]
        assert most_helpful_first(issues) == in_order_of_places(issues)


SEEDS = [
    b'{"resourceType": "Patient", "name": [{"family": 1, "given": ["a", null], "_given": [null, {"id": 2}], "x": 3}], "gender": "q", '
    b'"_birthDate": {"extension": [{"url": "u"}]}, "birthDate": "x", "active": "yes", "contact": [{"gender": "male"}, {}], "text": {}}',
    b'{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Observation", "status": "q", '
    b'"valueQuantity": {"value": "1", "code": "mg"}}}, {"fullUrl": "a", "resource": {"resourceType": "X"}}], "total": 1}',
    b'<Patient xmlns="http://hl7.org/fhir"><id value="a b"/><active value="ja"/><name><family value=""/><use value="q"/></name>'
    b'<gender value="x"/><birthDate value="y"/><contact><gender value="male"/></contact></Patient>',
    b'{"resourceType":"Patient","gender":"q","active":1}\n{"resourceType":"Patient","birthDate":"x","_gender":3}\n'
    b'{"resourceType":"Patient","id":"a b","id":"c","x":1}\n',
]
CUTS = [
    b"",
    b" ",
    b"\n",
    b"\r",
    b",",
    b'"',
    b"{",
    b"}",
    b'"id": 1,',
    b'"gender": "q", ',
    b'"_gender": {}, ',
    b"\xc3\xa5",
    b"\\u2028",
]


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.sampled_from(CUTS)), max_size=3),
    st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_a_report_is_in_the_order_of_its_places(seed, changes, spread):
    data = seed.replace(b", ", b",\r\n  " if spread else b",")
    for at, cut, new in changes:
        at %= len(data) + 1
        data = data[:at] + new + data[at + cut :]
    issues = list(VALIDATOR.check(data, profiles="none").issues)
    assert issues == in_order_of_places(issues)


def test_places_are_not_found_before_they_are_asked_for(monkeypatch):
    located = []
    for kind in (JsonLocator, XmlLocator):
        real = kind.locate

        def locate(self, pointer, *, key=False, real=real):
            located.append(pointer)
            return real(self, pointer, key=key)

        monkeypatch.setattr(kind, "locate", locate)
    report = VALIDATOR.check(SEEDS[0], profiles="none")
    assert len(report.issues) > 10
    assert located == []
    assert report.issues[0].line == 1
    assert len(located) == 1


@pytest.mark.parametrize("name", [None, "same"])
def test_documents_under_one_name_are_in_one_order(name):
    report = VALIDATOR.check_all([(name, SEEDS[0]), (name, SEEDS[1])] if name else SEEDS[:2], profiles="none")
    for document in {issue.document for issue in report.issues}:
        issues = [issue for issue in report.issues if issue.document == document]
        assert issues == in_order_of_places(issues)
