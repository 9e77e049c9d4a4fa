"""Under a profile with every kind of discriminator and of rule, no payload makes validation fall: it answers with issues.

Through the library's own door: bytes in, a report out, never an exception and never DBEP9001.
"""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.validation import Settings
from dbep_ig.validator import Validator
from tests.unit.validation import profile

from .test_validation_never_falls import places

BASE = "http://example.org/StructureDefinition/"
KIND = "http://example.org/StructureDefinition/kind"


def definition(name: str, type_name: str, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return profile(type_name, *elements, url=BASE + name, id=name, name=name, fhirVersion="4.0.1", **more)


def sliced(
    path: str, kind: str, by: str, *slices: dict[str, Any], rules: str = "open", **slicing: Any
) -> list[Any]:
    """An element with slices; each of `slices` holds its first element and what else is said of it by path."""
    found: list[dict[str, Any]] = [
        {"id": path, "slicing": {"discriminator": [{"type": kind, "path": by}], "rules": rules, **slicing}}
    ]
    for number, one in enumerate(slices):
        name = one.get("sliceName", f"s{number}")
        own = {key: value for key, value in one.items() if not key.startswith(".")}
        within = {key[1:]: value for key, value in one.items() if key.startswith(".")}
        found.append({"id": f"{path}:{name}", **own, "sliceName": name})
        found += [{"id": f"{path}:{name}.{key}", **value} for key, value in within.items()]
    return found


def refers(*names: str) -> list[dict[str, Any]]:
    return [{"code": "Reference", "targetProfile": [BASE + name for name in names]}]


def invariant(key: str, expression: str) -> dict[str, Any]:
    return {"key": key, "severity": "error", "human": key, "expression": expression}


DEFINITIONS = [
    definition(
        "kind",
        "Extension",
        {"id": "Extension.url", "fixedUri": KIND},
        {"id": "Extension.value[x]", "type": [{"code": "code"}]},
        kind="complex-type",
        context=[{"type": "element", "expression": "Element"}],
    ),
    definition("name", "HumanName", {"id": "HumanName.family", "min": 1, "maxLength": 5}, kind="complex-type"),
    definition("text", "HumanName", {"id": "HumanName.text", "min": 1}, kind="complex-type"),
    definition(
        "patient",
        "Patient",
        {
            "id": "Patient",
            "constraint": [
                invariant("t-1", f"link.other.resolve().conformsTo('{BASE}patient')"),
                invariant("t-2", "contained.all(id.exists()) and name.given.first().length() < 9"),
                invariant("t-3", f"extension('{KIND}').value.memberOf('http://hl7.org/fhir/ValueSet/name-use')"),
                invariant("t-4", "generalPractitioner.resolve().ofType(Practitioner).name.family.exists()"),
            ],
        },
        *sliced(
            "Patient.identifier",
            "value",
            f"extension('{KIND}').value",
            {"min": 1, ".extension": {"min": 1}, ".extension:kind": {"sliceName": "kind", "min": 1, "type": [{"code": "Extension", "profile": [KIND]}]}, ".extension:kind.value[x]": {"fixedCode": "usual"}},
            rules="openAtEnd",
            ordered=True,
        ),
        *sliced("Patient.name", "value", "use", {"max": "1", ".use": {"fixedCode": "official"}}, rules="closed"),
        {"id": "Patient.name.given", "max": "2"},
        *sliced("Patient.telecom", "exists", "period", {".period": {"min": 1}}, {".period": {"max": "0"}}),
        *sliced("Patient.address", "pattern", "$this", {"patternAddress": {"use": "home", "country": "NO"}}),
        {"id": "Patient.birthDate", "minValueDate": "1900-01-01", "maxValueDate": "2030-01-01"},
        *sliced("Patient.contact", "pattern", "relationship", {".relationship": {"min": 1, "patternCodeableConcept": {"coding": [{"code": "N"}]}}}),
        *sliced("Patient.communication", "value", "language", {".language": {"binding": {"strength": "required", "valueSet": "http://hl7.org/fhir/ValueSet/languages"}}}),
        *sliced("Patient.generalPractitioner", "type", "resolve()", {"min": 1, "type": refers("practitioner")}),
        *sliced("Patient.link", "profile", "other.resolve()", {".other": {"type": refers("patient")}}),
        {"id": "Patient.managingOrganization", "type": [{"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Organization"], "aggregation": ["contained"]}]},
    ),
    definition("practitioner", "Practitioner", {"id": "Practitioner.name", "min": 1, "type": [{"code": "HumanName", "profile": [BASE + "name", BASE + "text"]}]}),
    definition(
        "observation",
        "Observation",
        {"id": "Observation.subject", "min": 1, "type": refers("patient")},
        {"id": "Observation.hasMember", "type": refers("observation")},
        *sliced("Observation.value[x]", "type", "$this", {"sliceName": "valueQuantity", "type": [{"code": "Quantity"}]}),
        *sliced("Observation.component", "value", "value.ofType(Quantity).code", {".value[x]": {"type": [{"code": "Quantity"}]}, ".value[x].code": {"fixedCode": "mm"}}),
        {"id": "Observation.interpretation", "binding": {"strength": "extensible", "valueSet": "http://hl7.org/fhir/ValueSet/observation-interpretation"}},
        {"id": "Observation.code", "patternCodeableConcept": {"coding": [{"system": "http://loinc.org"}]}},
    ),
    definition(
        "bundle",
        "Bundle",
        {"id": "Bundle", "constraint": [invariant("t-6", "entry.resource.ofType(Observation).subject.resolve().exists()")]},
        {"id": "Bundle.entry", "slicing": {"discriminator": [{"type": "profile", "path": "resource"}, {"type": "type", "path": "resource"}], "rules": "open"}},
        {"id": "Bundle.entry:p", "sliceName": "p", "min": 1},
        {"id": "Bundle.entry:p.resource", "type": [{"code": "Patient", "profile": [BASE + "patient"]}]},
        {"id": "Bundle.entry:o", "sliceName": "o", "max": "3"},
        {"id": "Bundle.entry:o.resource", "type": [{"code": "Observation", "profile": [BASE + "observation"]}]},
    ),
]  # fmt: skip


def claims(name: str, type_name: str, /, **members: Any) -> dict[str, Any]:
    return {"resourceType": type_name, "id": name, "meta": {"profile": [BASE + name]}, **members}


PATIENT = claims(
    "patient",
    "Patient",
    contained=[{"resourceType": "Organization", "id": "o", "name": "x"}],
    extension=[{"url": KIND, "valueCode": "usual"}],
    identifier=[{"extension": [{"url": KIND, "valueCode": "usual"}], "value": "1", "assigner": {"reference": "#o"}}],
    name=[{"use": "official", "family": "Li", "given": ["Ola"], "_given": [{"id": "g"}]}],
    telecom=[{"system": "phone", "value": "1", "period": {"start": "2026"}}],
    address=[{"use": "home", "country": "NO", "line": ["x"]}],
    birthDate="1951-03-14",
    contact=[{"name": {"text": "x"}, "relationship": [{"coding": [{"code": "N"}]}]}],
    communication=[{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "nb"}]}}],
    generalPractitioner=[{"reference": "Practitioner/practitioner"}],
    link=[{"other": {"reference": "Patient/patient"}, "type": "refer"}],
    managingOrganization={"reference": "#o"},
)  # fmt: skip
OBSERVATION = claims(
    "observation",
    "Observation",
    status="final",
    code={"coding": [{"system": "http://loinc.org", "code": "x"}]},
    subject={"reference": "Patient/patient"},
    valueQuantity={"value": 1.5, "system": "http://unitsofmeasure.org", "code": "mm"},
    component=[{"code": {"text": "x"}, "valueQuantity": {"value": 1, "system": "http://unitsofmeasure.org", "code": "mm"}}],
    hasMember=[{"reference": "Observation/observation"}],
    interpretation=[{"coding": [{"system": "http://x.no", "code": "H"}]}],
)  # fmt: skip
PRACTITIONER = claims("practitioner", "Practitioner", name=[{"family": "Li", "text": "Li"}])
BUNDLE = claims(
    "bundle",
    "Bundle",
    type="collection",
    entry=[
        {"fullUrl": f"http://example.org/fhir/{one['resourceType']}/{one['id']}", "resource": one}
        for one in (PATIENT, OBSERVATION, PRACTITIONER)
    ],
)
ODD = st.sampled_from(
    [None, [], {}, 1, 1.5, True, "", "x", "oops", "#o", "<b>", [None], [{}], [[]], ["oops"], {"a": 1}, {"url": KIND},
     {"resourceType": "Patient"}, {"reference": "#"}, {"reference": "Patient/patient"}, {"extension": ["oops"]},
     {"coding": "oops"}, {"coding": ["oops"]}, 10**30]
)  # fmt: skip


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    folder = tmp_path_factory.mktemp("definitions")
    for one in DEFINITIONS:
        (folder / f"{one['id']}.json").write_text(json.dumps(one), encoding="utf-8")
    manifest = {"name": "t", "version": "1.0.0", "fhirVersions": ["4.0.1"]}
    (folder / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Validator.open(
        [str(folder)], folder=folder, without_guide=True, settings=Settings(best_practice="warning")
    )


def test_the_payload_is_right_and_every_profile_is_in_force(door):
    report = door.check("b.json", json.dumps(BUNDLE).encode())
    assert [issue.message("en") for issue in report.issues if issue.is_error] == []
    assert {url.partition("|")[0] for held in report.held for url in held.profiles} == {
        BASE + name for name in ("bundle", "patient", "observation", "practitioner")
    }
    assert not {"DBEP4211", "DBEP4302", "DBEP4525"} & {issue.rule.code for issue in report.issues}


@given(
    st.sampled_from([BUNDLE, PATIENT, OBSERVATION]),
    st.lists(
        st.tuples(
            st.integers(0, 10_000), ODD, st.sampled_from(["replace", "beside", "key", "add", "remove"])
        ),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=600, database=None)
def test_no_payload_makes_a_profile_fall(door, resource, changes):
    broken = copy.deepcopy(resource)
    for number, odd, how in changes:
        spots = places(broken)
        if not spots:
            break
        owner, key = spots[number % len(spots)]
        odd = copy.deepcopy(odd)
        if how == "remove":
            del owner[key]
        elif how == "beside" and isinstance(owner, dict):
            owner[f"_{key}"] = odd
        elif how == "key" and isinstance(owner, dict):
            owner["extension"] = odd
        elif how == "add" and isinstance(owner, list):
            owner.append(odd)
        else:
            owner[key] = odd
    report = door.check("x.json", json.dumps(broken).encode())
    own = [issue.message("en") for issue in report.issues if issue.rule.code == "DBEP9001"]
    assert not own, broken
    for issue in report.issues:
        assert issue.message("nb")
        assert issue.location.place() is not None
