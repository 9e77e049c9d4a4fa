"""Primitive formats: a table by hand, and the specification's own regular expressions on random text."""

import re
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dbep_ig.engine.fhir.primitives.checking import JSON_KINDS, check, check_text

from .test_json_reading import CASES


class _Loader(yaml.SafeLoader):
    pass


_Loader.add_constructor("!decimal", lambda loader, node: Decimal(loader.construct_scalar(node)))
TABLE = yaml.load((CASES / "primitives.yaml").read_text(encoding="utf-8"), _Loader)

# https://hl7.org/fhir/R4/datatypes.html#primitive
YEAR = "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)"
ZONED = (
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?(Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
)
SPECIFIED = {
    "code": r"[^\s]+(\s[^\s]+)*",
    "date": YEAR + "(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1]))?)?",
    "dateTime": YEAR + f"(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1])({ZONED})?)?)?",
    "id": r"[A-Za-z0-9\-\.]{1,64}",
    "instant": YEAR + f"-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1]){ZONED}",
    "oid": r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+",
    "time": r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?",
    "uri": r"\S*",
    "uuid": "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
}


def test_the_table_has_every_type():
    assert set(TABLE) == set(JSON_KINDS) - {"xhtml"}


@pytest.mark.parametrize("type_name", sorted(TABLE))
def test_table(type_name):
    right, wrong = TABLE[type_name]
    for value in right:
        assert check(type_name, value) is None, repr(value)
    for value in wrong:
        assert check(type_name, value) is not None, repr(value)


@pytest.mark.parametrize("type_name", sorted(SPECIFIED))
def test_the_specification_agrees_with_the_table(type_name):
    right, wrong = TABLE[type_name]
    pattern = re.compile(SPECIFIED[type_name], re.ASCII)
    for value in right:
        assert pattern.fullmatch(value)
    stricter = [value for value in wrong if isinstance(value, str) and pattern.fullmatch(value)]
    allowed = {
        "",
        "2026-04-31",
        "2026-06-31",
        "2026-02-30",
        "2023-02-29",
        "1900-02-29",
        "2026-02-30T10:00:00Z",
        "a\tb",
        "a\nb",
    }
    assert set(stricter) <= allowed, "only what the text beside the expression adds"


@pytest.mark.parametrize("type_name", sorted(SPECIFIED))
def test_what_is_accepted_the_specification_accepts(type_name):
    pattern = re.compile(SPECIFIED[type_name], re.ASCII)
    pieces = st.lists(
        st.sampled_from(
            [
                "2026",
                "0000",
                "-",
                ":",
                "11",
                "02",
                "30",
                "T",
                "Z",
                "+01:00",
                ".5",
                "60",
                "24",
                "urn:oid:",
                "2",
                "a",
                " ",
                "urn:uuid:",
                "c757873d",
                "-ec9a",
                "-4326",
                "-a141",
                "-556f43239520",
                "\t",
                "å",
                "10:00:00",
                "2026-11-22",
            ]
        ),
        max_size=9,
    )

    @given(pieces.map("".join))
    def compare(text):
        if check(type_name, text) is None:
            assert pattern.fullmatch(text)

    compare()


def test_a_string_longer_than_a_megabyte():
    assert check("string", "x" * (1024 * 1024)) is None
    assert check("string", "x" * (1024 * 1024 + 1)) is not None


def test_a_type_that_is_not_primitive_is_not_judged():
    assert check("HumanName", {}) is None


@pytest.mark.parametrize(
    ("type_name", "text", "value", "right"),
    [
        ("boolean", "true", True, True),
        ("boolean", "1", "1", False),
        ("integer", "-5", -5, True),
        ("integer", "05", "05", False),
        ("integer", "1.0", "1.0", False),
        ("integer", "99999999999", 99999999999, False),
        ("decimal", "1.10", Decimal("1.10"), True),
        ("decimal", "7", 7, True),
        ("decimal", "1,5", "1,5", False),
        ("decimal", "1e999999999", "1e999999999", False),
        ("string", "true", "true", True),
        ("date", "2026-02-30", "2026-02-30", False),
    ],
)
def test_text_from_xml(type_name, text, value, right):
    found, reason = check_text(type_name, text)
    assert repr(found) == repr(value)
    assert (reason is None) == right
