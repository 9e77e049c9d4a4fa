"""Snapshots: each made once, those that came with a package checked, circles cut."""

import copy

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.engine.snapshots import Snapshots, check_snapshot, generate_snapshot

from .made import URL, core, definition, elements_by_id


def test_r4s_own_are_taken_as_they_are():
    snapshots = Snapshots(core())
    patient = core_canonical("Patient")
    assert snapshots.find(patient) is core().find(patient)


def test_other_resources_are_passed_on():
    value_set = {"resourceType": "ValueSet", "url": "http://example.org/vs"}
    assert Snapshots(DefinitionMap([value_set])).find("http://example.org/vs", "ValueSet") is value_set


def test_a_definition_that_cannot_have_a_snapshot_is_not_found():
    bad = {**definition({"name": "bad"}), "type": "Observation"}
    snapshots = Snapshots(DefinitionMap([bad], core()))
    assert snapshots.find(URL + "bad") is None
    assert [issue.rule.code for issue in snapshots.snapshot_of(bad).issues] == ["DBEP3105"]


def test_a_definition_with_a_fault_is_found_without_it():
    bad = definition(
        {"name": "bad", "differential": [{"path": "Patient.nope"}, {"path": "Patient.name", "min": 1}]}
    )
    child = definition({"name": "child", "base": "bad"})
    snapshots = Snapshots(DefinitionMap([bad, child], core()))
    found = snapshots.find(URL + "bad")
    assert elements_by_id(found)["Patient.name"]["min"] == 1
    assert [issue.rule.code for issue in snapshots.faults_of(found)] == ["DBEP3111"]
    assert generate_snapshot(bad, snapshots).value is None, "its author is told, and gets nothing"
    made = snapshots.find(URL + "child")
    assert elements_by_id(made)["Patient.name"]["min"] == 1
    assert [issue.rule.code for issue in snapshots.faults_of(made)] == ["DBEP3104"]
    assert generate_snapshot(child, snapshots).value is None


def test_the_package_of_what_was_made_is_that_of_the_original():
    class OnePackage(DefinitionMap):
        def package_of(self, resource):
            return "guide#1" if resource is profile else super().package_of(resource)

    profile = definition({"name": "profile"})
    snapshots = Snapshots(OnePackage([profile], core()))
    made = snapshots.find(URL + "profile")
    assert made is not profile
    assert snapshots.package_of(made) == "guide#1"


def test_references_are_asked_for_within_the_package():
    asked = []

    class Recording(DefinitionMap):
        def package_of(self, resource):
            return "guide#1" if resource is profile else None

        def find(self, canonical, resource_type=None, *, within=None):
            asked.append(within)
            return super().find(canonical, resource_type, within=within)

    profile = definition({"differential": [{"path": "Patient.name.family", "min": 1}]})
    assert generate_snapshot(profile, Recording([profile], core())).ok
    assert set(asked) == {"guide#1"}


def test_an_extension_that_holds_itself():
    """The circle is cut: the inner one is an extension whose definition is not known yet."""
    profile = definition(
        {
            "name": "selv",
            "type": "Extension",
            "kind": "complex-type",
            "differential": [
                {"path": "Extension", "max": "1"},
                {
                    "path": "Extension.extension",
                    "sliceName": "igjen",
                    "type": [{"code": "Extension", "profile": [URL + "selv"]}],
                },
            ],
        }
    )
    result = generate_snapshot(profile, DefinitionMap([profile], core()))
    assert result.ok
    assert elements_by_id(result.value)["Extension.extension:igjen"]["max"] == "*"


def test_profiles_that_need_each_other_are_the_same_in_any_order():
    def extension(name, other):
        return definition(
            {
                "name": name,
                "type": "Extension",
                "kind": "complex-type",
                "differential": [
                    {"path": "Extension", "max": "1", "short": name},
                    {
                        "path": "Extension.extension",
                        "sliceName": other,
                        "type": [{"code": "Extension", "profile": [URL + other]}],
                    },
                ],
            }
        )

    both = [extension("a", "b"), extension("b", "a")]
    first = Snapshots(DefinitionMap(both, core()))
    made = {name: first.find(URL + name) for name in ("a", "b")}
    second = Snapshots(DefinitionMap(both, core()))
    again = {name: second.find(URL + name) for name in ("b", "a")}
    assert made == again


def _made(name="parent", **written):
    result = generate_snapshot(definition({"name": name, **written}), core())
    assert result.value is not None
    return copy.deepcopy(result.value)


def test_a_good_snapshot_is_trusted():
    parent = _made(differential=[{"path": "Patient.name", "max": "1"}])
    elements_by_id(parent)["Patient.name"]["short"] = "only in the snapshot"
    child = generate_snapshot(definition({"base": "parent"}), DefinitionMap([parent], core()))
    assert elements_by_id(child.value)["Patient.name"]["short"] == "only in the snapshot"


def test_one_made_for_another_version_is_made_anew():
    parent = _made(differential=[{"path": "Patient.name", "max": "1"}])
    parent["snapshot"]["element"].append(
        {"id": "Patient.animal", "path": "Patient.animal", "min": 0, "max": "1"}
    )
    snapshots = Snapshots(DefinitionMap([parent], core()))
    result = snapshots.snapshot_of(parent)
    assert [(issue.rule.code, issue.is_error) for issue in result.issues] == [("DBEP3163", False)]
    elements = elements_by_id(result.value)
    assert "Patient.animal" not in elements
    assert elements["Patient.name"]["max"] == "1"


def test_what_cannot_be_made_anew_is_refused_if_it_cannot_be_read():
    broken = definition({"name": "broken", "snapshot": [{"path": "Patient"}]})
    snapshots = Snapshots(DefinitionMap([broken], core()))
    assert snapshots.find(URL + "broken") is None
    assert {issue.rule.code for issue in snapshots.snapshot_of(broken).issues} == {"DBEP3160"}


def test_a_fault_that_does_no_harm_leaves_it_usable():
    parent = _made()
    del parent["snapshot"]["element"][-1]
    parent.pop("differential", None)
    snapshots = Snapshots(DefinitionMap([parent], core()))
    assert snapshots.find(URL + "parent") is parent
    assert [issue.rule.code for issue in snapshots.snapshot_of(parent).issues] == ["DBEP3164"]


def test_each_fault_of_shape_has_its_rule():
    base = core().find(core_canonical("Patient"))

    def codes(change):
        made = _made()
        change(made["snapshot"]["element"])
        return [issue.rule.code for issue in check_snapshot(made, base)]

    assert codes(lambda elements: None) == []
    assert codes(lambda elements: elements.clear()) == ["DBEP3160"]
    assert codes(lambda elements: elements[3].pop("max")) == ["DBEP3160"]
    assert codes(lambda elements: elements[3].update(min="0")) == ["DBEP3160"]
    assert codes(lambda elements: elements.append("x")) == ["DBEP3160"]
    stray = {"id": "x", "path": "Patient.nope.deep", "min": 0, "max": "1"}
    assert codes(lambda elements: elements.append(stray)) == ["DBEP3161"]
    assert codes(lambda elements: elements[3].update(id="Patient")) == ["DBEP3162"]
    assert codes(lambda elements: elements[3].update(path="Patient.implicit")) == ["DBEP3163", "DBEP3164"]
    assert codes(lambda elements: elements[1].update(max="2")) == ["DBEP3165"]


def _with_slices(*most: str) -> dict:
    """A profile with the slices a, b … of extension, whose own extensions are allowed so often."""
    elements = [{"id": "Patient", "path": "Patient", "min": 0, "max": "*"}]
    for name, allowed in zip("ab", most, strict=True):
        of_slice = {"id": f"Patient.extension:{name}", "path": "Patient.extension", "sliceName": name}
        below = {"id": f"Patient.extension:{name}.extension", "path": "Patient.extension.extension"}
        elements += [{**of_slice, "min": 0, "max": "1"}, {**below, "min": 0, "max": allowed}]
    return {"url": URL + "sliced", "derivation": "constraint", "snapshot": {"element": elements}}


def test_what_is_below_a_slice_is_compared_with_the_same_slice():
    """Each slice has its own limits: a part without parts says nothing of the part beside it."""

    def codes(child, base):
        return [issue.rule.code for issue in check_snapshot(_with_slices(*child), _with_slices(*base))]

    assert codes(("0", "*"), ("0", "*")) == []
    assert codes(("0", "*"), ("0", "1")) == ["DBEP3165"]
    assert codes(("*", "1"), ("0", "*")) == ["DBEP3165"]


def test_a_profile_on_another_type_is_an_error_of_its_author_and_still_of_use():
    """DBEP3124: refused when it is made for itself; whoever validates with it gets what it demands."""
    profile = {
        "resourceType": "StructureDefinition",
        "url": "http://example.org/StructureDefinition/bundle-of-patients",
        "type": "Bundle",
        "kind": "resource",
        "derivation": "constraint",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Bundle",
        "differential": {
            "element": [
                {
                    "path": "Bundle.entry.resource",
                    "type": [
                        {"code": "Resource", "profile": ["http://hl7.org/fhir/StructureDefinition/Patient"]}
                    ],
                }
            ]
        },
    }
    strict = generate_snapshot(profile, core())
    assert (strict.value, [issue.rule.code for issue in strict.issues]) == (None, ["DBEP3124"])
    kept = Snapshots(core()).snapshot_of(profile)
    assert [issue.rule.code for issue in kept.issues] == ["DBEP3124"]
    assert kept.value["snapshot"]["element"]
