"""Sets of codes against a model: three-valued truth, code by code."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.diagnostics import Remark, Rule, Severity
from dbep_ig.engine.terminology.code_sets import Enumerated, Grammar, contains_code, unknown
from dbep_ig.engine.terminology.set_algebra import Difference, Intersection, Union

WHY = Remark(Rule(code="DBEP5999", name="a-test", severity=Severity.INFORMATION, issue_type="not-found", nb="n", en="e"))  # fmt: skip
SYSTEMS = ("s", "t", "u")
CODES = ("a", "b", "c")


def either(one, other):
    return True if one or other else None if one is None or other is None else False


def both(one, other):
    return False if one is False or other is False else None if one is None or other is None else True


def less(one, other):
    return both(one, None if other is None else not other)


@st.composite
def leaf(draw):
    """(set, the model: (system, code) -> truth)."""
    kind = draw(st.sampled_from(("listed", "grammar", "unknown", "all unknown")))
    system = draw(st.sampled_from(SYSTEMS[:2]))
    if kind == "listed":
        codes = draw(st.lists(st.sampled_from(CODES)))
        return Enumerated({system: codes}), lambda s, c: s == system and c in codes
    if kind == "grammar":
        letter = draw(st.sampled_from(CODES))
        return Grammar(system, lambda c: c == letter), lambda s, c: s == system and c == letter
    if kind == "unknown":
        return unknown(WHY, system), lambda s, c: None if s == system else False
    return unknown(WHY), lambda s, c: None


def combined(children):
    def union(pair):
        (one, first), (other, second) = pair
        return Union((one, other)), lambda s, c: either(first(s, c), second(s, c))

    def intersection(pair):
        (one, first), (other, second) = pair
        return Intersection((one, other)), lambda s, c: both(first(s, c), second(s, c))

    def difference(pair):
        (one, first), (other, second) = pair
        return Difference(one, other), lambda s, c: less(first(s, c), second(s, c))

    pairs = st.tuples(children, children)
    return st.one_of(pairs.map(union), pairs.map(intersection), pairs.map(difference))


SETS = st.recursive(leaf(), combined, max_leaves=8)


@settings(max_examples=400, deadline=None)
@given(SETS)
def test_every_answer_is_the_model_s(made):
    codes, model = made
    everywhere = [(system, code) for system in SYSTEMS for code in CODES]
    for system, code in everywhere:
        assert codes.contains(system, code) is model(system, code)
    for code in CODES:
        truths = [model(system, code) for system in SYSTEMS]
        answer = contains_code(codes, code)
        if answer is not None:  # a code of some system that nobody named may always be in
            assert answer is any(truths)
    for system, held in codes.exact().items():
        assert all(model(system, code) is True for code in held)
    listing = codes.enumerate()
    if listing is not None:
        assert all(model(s, c) is not None for s, c in everywhere)
        assert {(s, c) for s, listed in listing.items() for c in listed} == {
            (s, c) for s, c in everywhere if model(s, c)
        }
    if any(model(s, c) is None for s, c in everywhere):
        assert codes.gaps()
