"""Whatever a differential says: no exception, a whole snapshot or an error, nothing wider than the base, the same every time."""

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.engine.snapshots import Snapshots, check_snapshot, generate_snapshot, sort_differential
from tests.unit.snapshots.made import core, definition

TYPES = ("Patient", "Observation", "CarePlan", "Questionnaire", "Parameters", "Timing", "Extension")
SLICING = {"discriminator": [{"type": "value", "path": "$this"}], "rules": "open"}


@st.composite
def differentials(draw):
    """Paths that exist in a type and its data types, with sensible and senseless rules, in any order."""
    type_name = draw(st.sampled_from(TYPES))
    elements = []
    for _ in range(draw(st.integers(0, 8))):
        path, of = type_name, type_name
        for _ in range(draw(st.integers(1, 3))):
            known = _children(of)
            if not known:
                break
            name = draw(st.sampled_from(sorted(known)))
            path, of = f"{path}.{name}", known[name]
        element = {"path": path}
        if draw(st.booleans()):
            element["min"] = draw(st.integers(0, 2))
        if draw(st.booleans()):
            element["max"] = draw(st.sampled_from(("0", "1", "2", "*")))
        if draw(st.integers(0, 3)) == 0:
            element["sliceName"] = draw(st.sampled_from(("a", "b", "a/x", "valueQuantity")))
        elif draw(st.integers(0, 3)) == 0:
            element["slicing"] = SLICING
        if draw(st.integers(0, 4)) == 0:
            element["type"] = [
                {"code": draw(st.sampled_from(("string", "Quantity", "Extension", "Reference", "Patient")))}
            ]
        elements.append(element)
    return definition({"type": type_name, "differential": elements})


def _children(of: str) -> dict[str, str]:
    """Name as a path has it -> type, or the path of a backbone."""
    return {key: type_name for info in core().elements(of).values() for key, type_name in info.keys.items()}


@settings(max_examples=150, deadline=None)
@given(differentials())
def test_a_snapshot_is_whole_and_no_wider_than_its_base(profile):
    before = copy.deepcopy(profile)
    result = generate_snapshot(profile, core())
    assert profile == before
    assert (result.value is None) == any(issue.is_error for issue in result.issues)
    for issue in result.issues:
        assert issue.location.pointer[:2] == ("differential", "element")
        assert issue.message("nb")
        assert issue.message("en")
    if result.value is None:
        return
    base = core().find(core_canonical(profile["type"]))
    assert check_snapshot(result.value, base) == ()
    assert result.value == generate_snapshot(profile, core()).value
    assert json.loads(json.dumps(result.value)) == result.value


@settings(max_examples=80, deadline=None)
@given(differentials())
def test_sorting_changes_nothing_but_the_order(profile):
    snapshot = generate_snapshot(profile, core()).value
    in_order = sort_differential(profile, core()).value
    assert (snapshot is None) == (in_order is None)
    if in_order is None:
        return
    written = profile["differential"]["element"]
    assert sorted(map(json.dumps, in_order["differential"]["element"])) == sorted(map(json.dumps, written))
    assert sort_differential(in_order, core()).value == in_order


@settings(max_examples=60, deadline=None)
@given(differentials(), st.data())
def test_a_profile_of_a_profile_that_says_nothing_is_that_profile(profile, data):
    parent = generate_snapshot({**profile, "url": profile["url"] + "-parent"}, core()).value
    if parent is None:
        return
    child = definition({"type": profile["type"], "base": parent["url"]})
    made = generate_snapshot(child, DefinitionMap([parent], core())).value
    assert made is not None

    def rules(one):
        told = ("min", "max", "type", "slicing", "sliceName", "path", "id")
        return [
            {key: element[key] for key in told if key in element} for element in one["snapshot"]["element"]
        ]

    assert rules(made) == rules(parent)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(("", "x", "Patient", "Patient.name", "*", "a.b")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("path", "type", "element", "code", "url")), inner)
    ),
    max_leaves=6,
)
KEYS = "path id sliceName min max type slicing binding constraint mapping extension base fixedCode patternCoding alias code".split()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=5) | JUNK, max_size=4),
    st.dictionaries(
        st.sampled_from(
            ("type", "url", "baseDefinition", "kind", "derivation", "mapping", "snapshot", "differential")
        ),
        JUNK,
    ),
)
def test_any_json_is_answered(elements, members):
    profile = definition({"differential": elements}) | members
    snapshots = Snapshots(DefinitionMap([profile], core()))
    for result in (
        snapshots.snapshot_of(profile),
        generate_snapshot(profile, snapshots),
        sort_differential(profile, snapshots),
    ):
        for issue in result.issues:
            assert issue.message("nb")
    check_snapshot(profile)
