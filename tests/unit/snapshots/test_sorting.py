"""sort_differential: the base's order, slices in the order given, nothing lost, nothing changed."""

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.snapshots import generate_snapshot, sort_differential

from .made import core, definition


def _sorted(differential, of="Patient"):
    profile = definition({"type": of, "differential": differential})
    before = repr(profile)
    result = sort_differential(profile, core())
    assert repr(profile) == before
    assert result.issues == ()
    return [
        element.get("id") or (element["path"], element.get("sliceName"))
        for element in result.value["differential"]["element"]
    ]


def test_siblings_follow_the_base():
    assert _sorted(
        [{"path": "Patient.gender"}, {"path": "Patient.name.given"}, {"path": "Patient.name.family"}]
    ) == [
        ("Patient.name.family", None),
        ("Patient.name.given", None),
        ("Patient.gender", None),
    ]


def test_children_stay_with_their_slice_and_the_element_comes_first():
    slicing = {"discriminator": [{"type": "value", "path": "gender"}], "rules": "open"}
    assert _sorted(
        [
            {"path": "Patient.contact", "slicing": slicing},
            {"path": "Patient.contact", "sliceName": "b"},
            {"path": "Patient.contact.gender", "id": "b.gender"},
            {"path": "Patient.contact.telecom", "id": "b.telecom"},
            {"path": "Patient.contact", "sliceName": "a"},
            {"path": "Patient.active"},
        ]
    ) == [
        ("Patient.active", None),
        ("Patient.contact", None),
        ("Patient.contact", "b"),
        "b.telecom",
        "b.gender",
        ("Patient.contact", "a"),
    ]


def test_inside_a_type():
    assert _sorted(
        [{"path": "Observation.valueQuantity.code"}, {"path": "Observation.valueQuantity.value"}],
        "Observation",
    ) == [
        ("Observation.valueQuantity.value", None),
        ("Observation.valueQuantity.code", None),
    ]


def test_the_snapshot_is_the_same_and_nothing_is_out_of_order_any_more():
    profile = definition(
        {"differential": [{"path": "Patient.gender", "min": 1}, {"path": "Patient.name.family", "min": 1}]}
    )
    plain = generate_snapshot(profile, core())
    assert [issue.rule.code for issue in plain.issues] == ["DBEP3113"]
    in_order = sort_differential(profile, core()).value
    again = generate_snapshot(in_order, core())
    assert again.issues == ()
    assert again.value["snapshot"] == plain.value["snapshot"]


def test_a_differential_that_contradicts_its_base_has_no_order():
    profile = definition({"differential": [{"path": "Patient.nope"}]})
    result = sort_differential(profile, DefinitionMap([], core()))
    assert result.value is None
    assert [issue.rule.code for issue in result.issues] == ["DBEP3111"]
