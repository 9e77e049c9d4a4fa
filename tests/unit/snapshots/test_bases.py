"""What a profile is derived from: missing, unknown, circular, refused, too far away."""

from dbep_ig.engine.diagnostics import Location, Place, Source, Span
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.snapshots import Snapshots, generate_snapshot

from .made import URL, core, definition


def _codes(profile, *given):
    result = generate_snapshot(profile, DefinitionMap([*given, profile], core()))
    assert (result.value is None) == any(issue.is_error for issue in result.issues)
    return [issue.rule.code for issue in result.issues]


def test_a_base_is_needed():
    profile = definition({})
    del profile["baseDefinition"]
    assert _codes(profile) == ["DBEP3101"]


def test_the_base_must_be_known():
    assert _codes(definition({"base": "unknown"})) == ["DBEP3102"]


def test_a_profile_is_not_its_own_base():
    assert _codes(definition({"name": "profile", "base": "profile"})) == ["DBEP3103"]


def test_nor_through_others():
    a, b, c = (
        definition({"name": name, "base": base}) for name, base in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    result = generate_snapshot(a, DefinitionMap([a, b, c], core()))
    assert result.value is None
    [issue] = result.issues
    assert issue.rule.code == "DBEP3104"
    inner = issue.detail[0].detail[0]
    assert inner.rule.code == "DBEP3103"
    assert str(inner.params["chain"]).count(" -> ") == 3


def test_a_base_with_faults_is_named_with_them():
    base = definition({"name": "parent", "differential": [{"path": "Patient.nope"}]})
    result = generate_snapshot(definition({"base": "parent"}), DefinitionMap([base], core()))
    [issue] = result.issues
    assert issue.rule.code == "DBEP3104"
    assert [detail.rule.code for detail in issue.detail] == ["DBEP3111"]


def test_the_type_is_that_of_the_base():
    assert _codes(definition({"type": "Patient", "base": "Person"})) == ["DBEP3105"]


def test_a_chain_of_bases_has_an_end():
    long = [definition({"name": "p0", "base": "Patient"})]
    long += [definition({"name": f"p{number}", "base": f"p{number - 1}"}) for number in range(1, 80)]
    result = generate_snapshot(long[-1], DefinitionMap(long, core()))
    assert result.value is None
    issue = result.issues[0]
    while issue.detail:
        issue = issue.detail[0]
    assert issue.rule.code == "DBEP3106"


def test_a_chain_of_reasonable_length_is_made_once_each():
    chain = [definition({"name": "p0", "base": "Patient"})]
    chain += [definition({"name": f"p{number}", "base": f"p{number - 1}"}) for number in range(1, 30)]
    snapshots = Snapshots(DefinitionMap(chain, core()))
    last = snapshots.find(URL + "p29")
    assert last is not None
    assert snapshots.find(URL + "p29") is last
    assert snapshots.find(URL + "p28") is snapshots.find(URL + "p28")


def test_issues_are_placed_where_the_locator_says():
    class Lines:
        def locate(self, pointer, *, key=False):
            assert pointer == ("differential", "element", 0, "max")
            return Place(Source("plan.yaml", "max: 2"), Span(1, 6, 1, 7))

    profile = definition({"differential": [{"path": "Patient.active", "max": "2"}]})
    result = generate_snapshot(profile, core(), document="plan.yaml", locator=Lines())
    location = result.issues[0].location
    assert isinstance(location, Location)
    assert location.document == "plan.yaml"
    assert location.expression == "StructureDefinition.differential.element[0]"
    place = location.place()
    assert place is not None
    assert place.span == Span(1, 6, 1, 7)
