"""Regular expressions: right, and linear for every pattern that is accepted."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.fhir.regex.automaton import Automaton
from dbep_ig.engine.fhir.regex.bits import BitMachine
from dbep_ig.engine.fhir.regex.pattern import Pattern, PatternError, compile_pattern
from dbep_ig.engine.fhir.regex.program import compile_program
from dbep_ig.engine.fhir.regex.syntax import escaped, parse_pattern

from .test_json_reading import CASES, cases

NO_FLAGS = {"dot_all": False, "case_insensitive": False, "multi_line": False}
REPLACEMENTS = yaml.safe_load((CASES / "regex.yaml").read_text(encoding="utf-8"))["replacements"]


def on_automaton(text, **flags):
    """The pattern with `re` kept out, so that both ways are tried on every case."""
    compiled = Pattern(text, parse_pattern(text, **{**NO_FLAGS, **flags}))
    compiled._fast = compiled._fast_search = None
    return compiled


@pytest.mark.parametrize("case", cases("regex.yaml"))
@pytest.mark.parametrize("way", [compile_pattern, on_automaton])
def test_pattern(case, way):
    if "error" in case:
        with pytest.raises(PatternError) as raised:
            way(case["pattern"])
        assert raised.value.position == case["error"]
        assert raised.value.reason.nb
        return
    pattern = way(case["pattern"], **case.get("flags", {}))
    for text in case.get("whole", []):
        assert pattern.fullmatch(text), text
        assert pattern.search(text), text
    for text in case.get("found", []):
        assert pattern.search(text), text
    for text in case.get("not", []):
        assert not pattern.search(text), text
        assert not pattern.fullmatch(text), text


@pytest.mark.parametrize("case", REPLACEMENTS, ids=lambda case: f"{case['pattern']} {case['with']}")
@pytest.mark.parametrize("way", [compile_pattern, on_automaton])
def test_replace(case, way):
    pattern = way(case["pattern"])
    if "error" in case:
        with pytest.raises(PatternError) as raised:
            pattern.replace(case["text"], case["with"])
        assert raised.value.position == case["error"]
    else:
        assert pattern.replace(case["text"], case["with"]) == case["gives"]


EVIL = [
    ("(a+)+$", "a", "b"),
    ("(a|aa)+$", "a", "b"),
    ("(a|a?)+$", "a", "b"),
    ("(a*)*b", "a", ""),
    ("(.*a){12}$", "a", "b"),
    ("(x+x+)+y", "x", ""),
    ("a*b", "a", ""),
    (".*.*.*=.*", "x", ""),
    ("(a{0,30}){0,30}b", "a", ""),
    ("^(([a-z])+.)+[A-Z]([a-z])+$", "a", ""),
    ("(?=(a+)+b)a", "a", ""),
    ("(a?){40}a{40}b", "a", ""),
    (r"(\w+\s?)+!", "ab ", ""),
    (r"(?i)(å|Å|a)*c", "åa", ""),
]


@pytest.mark.parametrize(("pattern", "text", "end"), EVIL, ids=[evil[0] for evil in EVIL])
def test_steps_grow_with_the_text_and_no_faster(pattern, text, end):
    def steps(length, whole):
        root = parse_pattern(pattern, **NO_FLAGS).root
        automaton = Automaton(compile_program(root))
        (automaton.matches_whole if whole else automaton.matches_within)(text * length + end)
        looks = sum(look[0].visits for look in automaton.looks)
        return automaton.visits + looks

    for whole in (True, False):
        short, long = steps(2_000, whole), steps(4_000, whole)
        assert long <= 2 * short + 100
    found = compile_pattern(pattern).search(text * 50_000 + end)
    assert found in (True, False)


@pytest.mark.parametrize("pattern", [evil[0] for evil in EVIL])
def test_patterns_that_backtrack_never_reach_re(pattern):
    compiled = compile_pattern(pattern)
    assert compiled._fast_search is None


@pytest.mark.parametrize(
    "pattern",
    [r"^[A-Za-z0-9\-\.]{1,64}$", r"^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$", r"^[^\s]+(\s[^\s]+)*$", "[0-9]{4}"],
)
def test_plain_patterns_run_on_re(pattern):
    assert compile_pattern(pattern)._fast_search is not None


AMBIGUOUS = [
    "^(b?){30}c",
    "^(a?|b)*c",
    "^(a*)*$",
    "^a*a*b",
    "^a?a?b",
    "^(a|ab)(c|bcd)",
    "^(ab?)*b",
    "^[a-f]*[e-h]",
    "^(|a)(|b)(a|b)",
    "^(a{1,2}){1,20}b",
    "^(?:a*|b*)c|ad",
    "^(^a|b)*c",
    r"^\p{L}+x",
    "^(?i)a+b",
]
UNBOUNDED = ["a*b", "(?:a*b|c)", "x(?:ab)+", "[0-9]{4}-[0-9]{2,}", "^a*b|c", "(?m)^a*b", "[a-z]{101}"]
BOUNDED = [
    "ab?c",
    "(?:ab|c)d{1,3}",
    "[0-9]{4}-[0-9]{2}",
    "^a*b$",
    "^(?:a+|b*)$",
    "[a-z]{100}",
    "^(a|b)*c",
    "(?:^a*b|^c)",
]


@pytest.mark.parametrize("pattern", AMBIGUOUS)
def test_what_can_be_read_in_two_ways_never_runs_on_re(pattern):
    assert compile_pattern(pattern)._fast is None


@pytest.mark.parametrize("pattern", UNBOUNDED)
def test_what_has_no_end_is_not_looked_for_by_re(pattern):
    assert compile_pattern(pattern)._fast_search is None


@pytest.mark.parametrize("pattern", BOUNDED)
def test_what_is_plain_is_looked_for_by_re(pattern):
    assert compile_pattern(pattern)._fast_search is not None


def test_a_replacement_that_is_not_linear_stops():
    with pytest.raises(PatternError):
        compile_pattern("a.*z|a").replace("a" * 3_500, "b")


def test_what_is_remembered_is_bounded():
    compiled = compile_pattern("(a|b)*a(a|b){14}c?")
    text = "".join(f"{number:b}" for number in range(1_200)).replace("0", "a").replace("1", "b")
    assert compiled.search(text)
    compiled.fullmatch(text)
    assert len(compiled.automaton._states) <= 2_001


def test_many_states_run_on_bits_and_answer_the_same():
    pattern = "(a|b)*a(a|b){14}c"
    text = "".join(f"{number:b}" for number in range(1_200)).replace("0", "a").replace("1", "b")
    right = "a" + "ab" * 7 + "c"
    for way in (compile_pattern, on_automaton):
        compiled = way(pattern)
        assert not compiled.search(text)
        assert compiled.automaton._thrashes
        assert compiled.search(text + right + text)
        assert compiled.fullmatch(text + right)
        assert not compiled.fullmatch(text + right + "a")
        assert not compiled.fullmatch("x" + text + right)


# -- the same answers as `re`, on patterns where the two mean the same

SETS = st.sampled_from(["a", "b", "[ab]", "[^a]", "c", ".", r"\d", "[a-c-[b]]"])
ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", "c", "[b-d]", r"\w", r"\b", "^", "$"])
BODIES = st.sampled_from(["a", "b", "[ab]", "[^a]", "ab", "(?:a|b)", "(?:a|ab)", "a?b", "b+", "a{1,2}"])
COUNTS = st.sampled_from(["", "*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??", "{2,}"])


@st.composite
def patterns(draw):
    def part(depth):
        kind = draw(st.integers(0, 4))
        if kind == 0 or depth == 0:
            return draw(ATOMS)
        if kind == 1:
            return f"(?:{draw(BODIES)}){draw(COUNTS)}"
        if kind == 2:
            return f"({part(depth - 1)}|{part(depth - 1)})"
        if kind == 3:
            return f"{draw(st.sampled_from(['(?=', '(?!']))}{part(depth - 1)})"
        return part(depth - 1) + part(depth - 1)

    return part(3)


@settings(max_examples=500)
@given(patterns(), st.text(alphabet="abcd\n ", max_size=12))
def test_same_answers_as_re(pattern, text):
    expected = re.compile(pattern, re.ASCII)
    ours = compile_pattern(pattern)
    automaton = Automaton(compile_program(parse_pattern(pattern, **NO_FLAGS).root))
    assert ours.search(text) == (expected.search(text) is not None)
    assert ours.fullmatch(text) == (expected.fullmatch(text) is not None)
    assert automaton.matches_within(text) == (expected.search(text) is not None)
    assert automaton.matches_whole(text) == (expected.fullmatch(text) is not None)
    if BitMachine.usable(automaton.program):
        automaton._thrashes = True
        assert automaton.matches_within(text) == (expected.search(text) is not None)
        assert automaton.matches_whole(text) == (expected.fullmatch(text) is not None)
    if any(not match[0] for match in expected.finditer(text)):
        return  # after a match of nothing Python looks again at the same place, Java (and we) one further
    assert ours._replace_slowly(text, ["<", 0, ">"]) == expected.sub(lambda match: f"<{match[0]}>", text)
    assert ours.replace(text, "<$0>") == expected.sub(lambda match: f"<{match[0]}>", text)


@given(st.text(max_size=20))
def test_escaped_text_matches_itself(text):
    assert compile_pattern(escaped(text)).fullmatch(text)


@given(st.text(alphabet="ab(|)*+?{1,2}[]^$\\d-p:=!<>", max_size=14))
def test_any_pattern_is_taken_or_refused(pattern):
    compiled = position = None
    try:
        compiled = compile_pattern(pattern)
    except PatternError as error:
        position = error.position
    if compiled is None:
        assert 0 <= position <= len(pattern)
    else:
        assert compiled.search("ab" * 200) in (True, False)
        assert compiled.fullmatch("ab" * 200) in (True, False)
