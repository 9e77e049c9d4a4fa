"""JSON written: the same bytes, and read again the same value."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbep_ig.engine.diagnostics import Source
from dbep_ig.engine.fhir.json.reading import parse_json
from dbep_ig.engine.fhir.json.writing import json_bytes, write_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(VALUES, st.sampled_from([None, 0, 2, 4]))
def test_what_is_written_is_read_again(value, indent):
    text = write_json(value, indent=indent)
    parsed = parse_json(Source("x", text), 0, len(text))
    assert [issue for issue in parsed.issues if issue.is_error] == []
    assert repr(parsed.value) == repr(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_digit_of_a_decimal_is_kept(value):
    text = write_json(value)
    read = json.loads(text, parse_float=Decimal)
    assert Decimal(read) == value
    assert write_json(read) == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=12,
    ),
    st.sampled_from([None, 2]),
)
def test_layout_is_that_of_the_standard_library(value, indent):
    separators = (",", ":") if indent is None else (",", ": ")
    expected = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n"
    assert write_json(value, indent=indent) == expected


@pytest.mark.parametrize(
    "text",
    ["1.10", "0.00", "-0.0", "-0", "100", "1E+3", "0.00000001", "123456789012345678901234567890.5", "1E-90"],
)
def test_numbers_stay_as_written(text):
    parsed = parse_json(Source("x", text), 0, len(text))
    assert write_json(parsed.value) == text + "\n"


def test_keys_in_order_and_sorted():
    assert write_json({"b": 1, "a": 2}, indent=None) == '{"b":1,"a":2}\n'
    assert write_json({"b": 1, "a": 2}, indent=None, sort_keys=True) == '{"a":2,"b":1}\n'


def test_half_characters_are_escaped_so_that_the_bytes_are_utf_8():
    assert json_bytes("å\ud800", indent=None) == b'"\\u00e5\\ud800"\n'
    assert json_bytes("å", indent=None) == '"å"\n'.encode()


def test_depth_is_no_matter():
    value = []
    for _ in range(5_000):
        value = [value]
    assert write_json(value, indent=None) == "[" * 5_001 + "]" * 5_001 + "\n"


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), Decimal("Infinity"), {1, 2}, b"x"])
def test_what_is_not_json_is_our_own_fault(value):
    with pytest.raises((TypeError, ValueError)):
        write_json({"a": [value]})
