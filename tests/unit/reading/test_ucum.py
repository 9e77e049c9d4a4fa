"""UCUM: what is a unit, and exact conversion."""

from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dbep_ig.engine.fhir.ucum import units as ucum

from .test_json_reading import CASES

DATA = yaml.safe_load((CASES / "ucum.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", DATA["valid"])
def test_valid(code):
    assert ucum.is_valid(code)


@pytest.mark.parametrize("case", DATA["invalid"], ids=lambda case: case["code"])
def test_invalid(case):
    assert not ucum.is_valid(case["code"])
    with pytest.raises(ucum.UcumError) as raised:
        ucum.read(case["code"])
    assert raised.value.position == case["at"]
    assert raised.value.reason.nb


@pytest.mark.parametrize(("value", "source", "target", "result"), DATA["convert"])
def test_convert(value, source, target, result):
    assert ucum.comparable(source, target)
    assert ucum.convert(Decimal(value), source, target) == Fraction(result)
    assert ucum.convert(Fraction(result), target, source) == Fraction(value)
    assert ucum.compare_ucum(Decimal(value), source, Decimal(value) + 1, source) == -1


@pytest.mark.parametrize(("one", "other"), DATA["apart"])
def test_apart(one, other):
    assert ucum.is_valid(one)
    assert ucum.is_valid(other)
    assert not ucum.comparable(one, other)
    assert ucum.convert(1, one, other) is None
    assert ucum.compare_ucum(Decimal(1), one, Decimal(1), other) is None


def test_canonical_values_are_equal_where_quantities_are():
    assert ucum.canonical(37, "Cel") == ucum.canonical(Decimal("98.6"), "[degF]")
    assert ucum.canonical(Decimal("1.0"), "cm") == (Fraction(1, 100), (("m", 1),))
    assert ucum.canonical(1, "nonsense") is None


def test_a_scale_with_an_offset_is_special_and_a_difference_of_it_is_not():
    assert ucum.read("Cel").special
    assert not ucum.read("J/Cel").special
    assert not ucum.read("mg").special


def test_annotations_are_told():
    assert ucum.read("mg{a}/g{creat}").annotations == ("a", "creat")
    assert ucum.read("g/(8.h){shift}").annotations == ("shift",)


def test_every_atom_of_the_table_can_be_read_and_prefixed():
    for code, (_, _, flags) in ucum.table()["unit"].items():
        unit = ucum.read(code)
        assert unit.factor > 0
        if "m" in flags:
            assert ucum.read("k" + code).factor == unit.factor * 1000
            assert ucum.read("k" + code).dimension == unit.dimension


def test_a_prefix_never_hides_another_unit():
    atoms = ucum.table()["unit"]
    two_ways = {
        prefix + code
        for prefix in ucum.table()["prefix"]
        for code, (_, _, flags) in atoms.items()
        if "m" in flags and prefix + code in atoms
    }
    assert two_ways <= {"cd", "Pa", "pc", "mol", "Gy", "nar"}, "an atom wins over a prefix and an atom"


@given(st.text(alphabet="mgkL[]{}()./10*^-+%'aå ", max_size=15))
def test_any_code_is_a_unit_or_an_error_at_a_place(code):
    error = None
    try:
        ucum.read(code)
    except ucum.UcumError as raised:
        error = raised
    assert error is None or 0 <= error.position <= len(code)


CODES = st.sampled_from(["m", "kg", "mg/dL", "mm[Hg]", "[in_i]", "10*3", "/min", "U/L", "{x}", "[iU]"])


@given(CODES, CODES, st.fractions())
def test_products_and_quotients_undo_each_other(one, other, value):
    product = f"({one}).({other})/({other})"
    assert ucum.convert(value, product, one) == value
