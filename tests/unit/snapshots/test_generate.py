"""What the definition around the elements gets, and how it is written."""

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.snapshots import Snapshots, generate_snapshot

from .made import core, definition, elements_by_id


def test_mappings_are_declared_once_the_profiles_first():
    own = [{"identity": "eget", "name": "Eget"}, {"identity": "rim", "name": "Vår RIM"}]
    result = generate_snapshot(definition({"mapping": own}), core())
    identities = [one["identity"] for one in result.value["mapping"]]
    assert identities == ["eget", "rim", "cda", "w5", "v2", "loinc"]
    assert result.value["mapping"][1]["name"] == "Vår RIM"


def test_the_snapshot_stands_before_the_differential():
    made = generate_snapshot(
        definition({"differential": [{"path": "Patient.active", "min": 1}]}), core()
    ).value
    assert list(made)[-3:] == ["mapping", "snapshot", "differential"]
    assert made["differential"] == {"element": [{"path": "Patient.active", "min": 1}]}


def test_properties_stand_in_fhirs_order_with_their_extensions_beside_them():
    said = {
        "path": "Patient.active",
        "mapping": [{"identity": "a", "map": "b"}],
        "_short": {"extension": [{"url": "http://example.org/e", "valueString": "x"}]},
        "short": "Kort",
        "fixedBoolean": True,
        "mustSupport": True,
        "min": 1,
    }
    made = generate_snapshot(definition({"differential": [said]}), core()).value
    assert list(elements_by_id(made)["Patient.active"]) == [
        "id",
        "path",
        "short",
        "_short",
        "definition",
        "comment",
        "requirements",
        "min",
        "max",
        "base",
        "type",
        "meaningWhenMissing",
        "fixedBoolean",
        "constraint",
        "mustSupport",
        "isModifier",
        "isModifierReason",
        "isSummary",
        "mapping",
    ]


def test_a_new_text_leaves_the_old_ones_extensions_behind():
    parent = definition(
        {
            "name": "parent",
            "differential": [
                {
                    "path": "Patient.active",
                    "short": "a",
                    "_short": {"id": "x"},
                    "fixedBoolean": True,
                    "_fixedBoolean": {"id": "y"},
                }
            ],
        }
    )
    child = definition(
        {"base": "parent", "differential": [{"path": "Patient.active", "short": "b", "fixedBoolean": True}]}
    )
    element = elements_by_id(generate_snapshot(child, DefinitionMap([parent], core())).value)[
        "Patient.active"
    ]
    assert element["short"] == "b"
    assert "_short" not in element
    assert element["fixedBoolean"] is True
    assert "_fixedBoolean" not in element
    same = elements_by_id(
        generate_snapshot(definition({"base": "parent"}), DefinitionMap([parent], core())).value
    )
    assert same["Patient.active"]["_short"] == {"id": "x"}


def test_elements_nobody_spoke_of_are_shared():
    snapshots = Snapshots(core())
    one = generate_snapshot(
        definition({"differential": [{"path": "Patient.active", "min": 1}]}), snapshots
    ).value
    other = generate_snapshot(
        definition({"differential": [{"path": "Patient.gender", "min": 1}]}), snapshots
    ).value
    assert elements_by_id(one)["Patient.photo"] is elements_by_id(other)["Patient.photo"]
    assert elements_by_id(one)["Patient.active"] is not elements_by_id(other)["Patient.active"]


def test_a_snapshot_that_is_there_is_made_anew():
    profile = definition(
        {
            "differential": [{"path": "Patient.active", "min": 1}],
            "snapshot": [{"path": "Patient", "id": "Patient"}],
        }
    )
    made = generate_snapshot(profile, core()).value
    assert elements_by_id(made)["Patient.active"]["min"] == 1


def test_any_type_where_the_base_allows_any():
    given = definition(
        {
            "name": "alt",
            "type": "Alt",
            "base": "Element",
            "kind": "logical",
            "derivation": "specialization",
            "differential": [
                {"path": "Alt"},
                {"path": "Alt.verdi[x]", "min": 0, "max": "1", "type": [{"code": "*"}]},
            ],
        }
    )
    child = definition(
        {
            "type": "Alt",
            "base": "alt",
            "kind": "logical",
            "differential": [{"path": "Alt.verdi[x]", "type": [{"code": "Quantity"}]}],
        }
    )
    result = generate_snapshot(child, DefinitionMap([given], core()))
    assert result.issues == ()
    assert elements_by_id(result.value)["Alt.verdi[x]"]["type"] == [{"code": "Quantity"}]


def test_a_misspelt_element_gets_a_hint():
    [issue] = generate_snapshot(definition({"differential": [{"path": "Patient.brithDate"}]}), core()).issues
    assert issue.rule.code == "DBEP3111"
    assert "birthDate" in issue.message("nb")
    [issue] = generate_snapshot(definition({"differential": [{"path": "Patient.zzz"}]}), core()).issues
    assert issue.params["hint"] == ""
