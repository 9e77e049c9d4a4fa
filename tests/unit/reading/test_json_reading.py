"""JSON and NDJSON: values exact, faults at their place."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dbep_ig.engine.diagnostics import Source
from dbep_ig.engine.fhir.json.locating import JsonLocator
from dbep_ig.engine.fhir.json.numbers import is_json_number
from dbep_ig.engine.fhir.json.reading import parse_json, read_json, read_ndjson
from dbep_ig.engine.fhir.json.scanning import scan_json
from dbep_ig.engine.fhir.limits import Limits

CASES = Path(__file__).parents[2] / "cases" / "reading"


def cases(name):
    tests = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))["tests"]
    return [pytest.param(case, id=case["desc"]) for case in tests]


def data_of(case):
    """A case's bytes: `text`, `hex`, or `text` in `encoding`; `repeat` puts `times` copies of `text` between the rest."""
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    text = case["text"]
    if "repeat" in case:
        text = text.replace("…", case["repeat"]["text"] * case["repeat"]["times"])
    return text.encode(case.get("encoding", "utf-8"), errors="surrogatepass")


def told(issue):
    """What a case says of an issue: code, line:column, and what else the case names."""
    place = issue.location.place()
    found = {"code": issue.rule.code}
    if place is not None:
        found["at"] = f"{place.span.line}:{place.span.column}"
    if issue.location.expression:
        found["expression"] = issue.location.expression
    return found


def compare(case, result_issues):
    wanted = case.get("issues", [])
    found = [told(issue) for issue in result_issues]
    shown = [
        {key: value for key, value in each.items() if key in want}
        for each, want in zip(found, wanted, strict=False)
    ]
    assert [each["code"] for each in found] == [want["code"] for want in wanted]
    assert shown == wanted
    for issue in result_issues:
        assert issue.message("nb")
        assert issue.message("en")


@pytest.mark.parametrize("case", cases("json.yaml"))
def test_json(case):
    result = read_json(data_of(case), "x.json", Limits(**case.get("limits", {})))
    compare(case, result.issues)
    assert (result.value is not None) == case.get("read", True)
    if "resource" in case:
        wanted = json.loads(case["resource"], parse_float=Decimal)
        assert result.value is not None
        assert repr(result.value.resource) == repr(wanted)


@pytest.mark.parametrize("case", cases("ndjson.yaml"))
def test_ndjson(case):
    result = read_ndjson(data_of(case), "x.ndjson")
    compare(case, result.issues)
    assert [document.resource for document in result.value or []] == case["resources"]
    assert all(document.format == "ndjson" for document in result.value or [])


def test_places_in_ndjson_are_places_in_the_file():
    result = read_ndjson(b'{"resourceType":"A","id":"a"}\n{"resourceType":"B","id":"b"}\n', "x")
    place = result.value[1].locator.locate(("id",))
    assert (place.span.line, place.span.column, place.span.end_column) == (2, 26, 29)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("c0af", "overlong"),
        ("e080af", "overlong"),
        ("f08080af", "overlong"),
        ("eda080", "surrogate"),
        ("80", "continuation"),
        ("e22822", "Latin-1"),
        ("f522", "not used"),
    ],
)
def test_why_bytes_are_not_utf_8(wrong, reason):
    data = b'{"resourceType": "X' + bytes.fromhex(wrong) + b'"}'
    assert reason in read_json(data, "x").issues[0].message("en")


def test_a_duplicate_names_the_first_place_too():
    issue = read_json(b'{"resourceType": "Patient", "id": "a",\n "id": "b"}', "x").issues[0]
    assert [place.place().span[:2] for place in issue.related] == [(1, 29)]
    assert issue.location.on_key


@pytest.mark.parametrize("text", ['{"a": [1}', '{"a": [1', '{"a":\n ["b'])
def test_what_is_not_closed_names_its_opening(text):
    issue = read_json(text.encode(), "x").issues[0]
    span = issue.related[0].place().span
    start = Source("x", text).line_starts[span.line - 1] + span.column - 1
    assert text[start] == "["
    assert span.end_column == span.column + 1


def test_faults_of_one_kind_are_capped():
    text = '{"resourceType":"X","a":[' + ",".join(["NaN"] * 500) + "]}"
    assert len(read_json(text.encode(), "x", Limits(faults=7)).issues) == 7


# -- the two ways agree

JSON_TEXT = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
).flatmap(lambda value: st.sampled_from([json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)]))


@given(JSON_TEXT)
def test_the_careful_scan_reads_what_c_json_reads(text):
    scan = scan_json(text)
    if any(fault.rule.code in ("DBEP4007", "DBEP4008", "DBEP4018", "DBEP4019") for fault in scan.faults):
        return  # told, though C json accepts it
    assert scan.faults == []
    expected = json.loads(text, parse_float=Decimal)
    assert repr(scan.value) == repr(expected).replace("Decimal('0.0')X", "")


@given(st.text(alphabet="{}[]\",:'\\ntrue01.-eE/*u \n#ab", max_size=40))
def test_any_text_gets_an_answer(text):
    source = Source("x", text)
    parsed = parse_json(source, 0, len(text))
    fine = True
    try:
        json.loads(text)
    except ValueError:
        fine = False
    if not fine:
        assert parsed.issues, "what is not JSON has an issue"
    for issue in parsed.issues:
        span = issue.location.place().span
        assert (span.line, span.column) <= (span.end_line, span.end_column)


@given(st.text(alphabet="0123456789-+.eE", max_size=8))
def test_numbers_as_rfc_8259_has_them(text):
    try:
        accepted = isinstance(json.loads(text), int | float)
    except ValueError:
        accepted = False
    assert is_json_number(text) == accepted


# -- places


@pytest.mark.parametrize("case", cases("json-places.yaml"))
def test_places(case):
    source = Source("x.json", case["text"])
    locator = JsonLocator(source)
    for want in case["places"]:
        place = locator.locate(tuple(want["pointer"]), key=want.get("key", False))
        span = place.span
        start = source.line_starts[span.line - 1] + span.column - 1
        end = source.line_starts[span.end_line - 1] + span.end_column - 1
        assert source.text[start:end] == want["text"], want
        if "at" in want:
            assert f"{span.line}:{span.column}" == want["at"]


@given(JSON_TEXT)
def test_every_place_holds_its_value(text):
    source = Source("x", text)
    locator = JsonLocator(source)
    seen = 0

    def walk(value, pointer):
        nonlocal seen
        seen += 1
        span = locator.locate(pointer).span
        lines = source.line_starts
        start = lines[span.line - 1] + span.column - 1
        end = lines[span.end_line - 1] + span.end_column - 1
        assert repr(json.loads(text[start:end])) == repr(value)
        steps = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for step, child in steps:
            walk(child, (*pointer, step))

    walk(json.loads(text), ())
    assert seen


def test_locating_is_linear_and_scans_once(monkeypatch):
    from dbep_ig.engine.fhir.json import scanning as json_scanning

    scans = []

    def counting(*arguments):
        scans.append(1)
        return scan_json(*arguments)

    monkeypatch.setattr(json_scanning, "scan_json", counting)
    locator = JsonLocator(Source("x", json.dumps({"a": [{"b": n} for n in range(500)]})))
    assert scans == []
    for n in range(500):
        locator.locate(("a", n, "b"))
    assert scans == [1]
