"""What follows from a fault that is reported is its detail, or left out; what does not follow stays a finding of its own."""

from typing import Any

import pytest

from dbep_ig.engine.diagnostics import Issue

from . import document, patient, profile, validator

BASE = "http://example.org/fhir"
SYSTEM = "http://example.org/identifiers"
CODES = {
    "resourceType": "CodeSystem",
    "url": "http://example.org/codes",
    "status": "active",
    "content": "complete",
    "concept": [{"code": "a", "display": "A"}],
}
EXTENSION = {
    **profile("Extension", {"id": "Extension.url", "fixedUri": f"{BASE}/sign"}, url=f"{BASE}/sign"),
    "kind": "complex-type",
    "context": [{"type": "element", "expression": "Patient"}],
}
NAMED = profile(
    "Patient",
    {
        "id": "Patient",
        "constraint": [
            {"key": "t-1", "severity": "error", "human": "t-1", "expression": "name.given.exists() or active = false"},
            {"key": "t-2", "severity": "error", "human": "t-2", "expression": f"extension('{BASE}/sign').exists()"},
        ],
    },
    {"id": "Patient.name", "min": 1},
)  # fmt: skip
SLICED = profile(
    "Patient",
    {
        "id": "Patient.identifier",
        "min": 2,
        "slicing": {"discriminator": [{"type": "value", "path": "system"}], "rules": "open"},
    },
    {"id": "Patient.identifier:a", "sliceName": "a", "min": 1, "max": "1"},
    {"id": "Patient.identifier:a.system", "min": 1, "fixedUri": SYSTEM},
    {"id": "Patient.identifier:b", "sliceName": "b", "min": 1, "max": "1"},
    {"id": "Patient.identifier:b.system", "min": 1, "fixedUri": f"{SYSTEM}/b"},
)
CLOSED = profile(
    "Patient",
    {
        "id": "Patient.identifier",
        "max": "2",
        "slicing": {"discriminator": [{"type": "value", "path": "system"}], "rules": "closed"},
    },
    {"id": "Patient.identifier:a", "sliceName": "a", "min": 1, "max": "1"},
    {"id": "Patient.identifier:a.system", "min": 1, "fixedUri": SYSTEM},
)
WITH_SIGN = profile(
    "Patient",
    {
        "id": "Patient.extension",
        "slicing": {"discriminator": [{"type": "value", "path": "url"}], "rules": "open"},
    },
    {
        "id": "Patient.extension:sign",
        "sliceName": "sign",
        "min": 1,
        "type": [{"code": "Extension", "profile": [f"{BASE}/sign"]}],
    },
)
PART = profile(
    "Patient",
    {"id": "Patient.contact.name", "min": 1},
    {"id": "Patient.contact.organization", "max": "0"},
    {"id": "Patient.gender", "min": 1},
    {"id": "Patient.birthDate", "max": "0"},
)
TO_PATIENT = profile(
    "Observation",
    {
        "id": "Observation.subject",
        "type": [{"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Patient"]}],
    },
    {"id": "Observation.code", "patternCodeableConcept": {"coding": [{"system": CODES["url"], "code": "a"}]}},
)


def told(issues: list[Issue]) -> list[tuple[Any, ...]]:
    """(code, place, details) of each error; the details without when there are none."""
    found: list[tuple[Any, ...]] = []
    for one in issues:
        if one.is_error:
            detail = tuple(each.rule.code for each in one.detail)
            found.append((one.rule.code, one.location.expression, *([detail] if detail else [])))
    return found


def errors(resource: dict[str, Any], *definitions: dict[str, Any]) -> list[tuple[Any, ...]]:
    return told(validator(*definitions).validate(document(resource))[0])


def sign(url: str = f"{BASE}/sign") -> dict[str, Any]:
    return {"url": url, "valueString": "x"}


def observation(**members: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "meta": {"profile": ["http://example.org/p"]},
        "status": "final",
        "code": {"coding": [{"system": CODES["url"], "code": "a"}]},
        **members,
    }


A, B = {"system": SYSTEM, "value": "1"}, {"system": f"{SYSTEM}/b", "value": "1"}
OTHER = {"system": f"{SYSTEM}/c", "value": "1"}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, [("DBEP4201", "Patient")]),
        ({"identifier": [A]}, [("DBEP4207", "Patient")]),  # which one is missing says more than that one is
        ({"identifier": [A, OTHER]}, [("DBEP4207", "Patient")]),
        ({"identifier": [OTHER]}, [("DBEP4207", "Patient"), ("DBEP4207", "Patient")]),
        ({"identifier": [A, A, B]}, [("DBEP4208", "Patient")]),
        ({"identifier": "1"}, [("DBEP4103", "Patient.identifier", ("DBEP4102", "DBEP4207", "DBEP4207"))]),
        # each wrong value stands for one slice that is missing
        (
            {"identifier": [OTHER, "1"]},
            [("DBEP4102", "Patient.identifier[1]", ("DBEP4207",)), ("DBEP4207", "Patient")],
        ),
        (
            {"identifier": [A, {"sistem": f"{SYSTEM}/b"}]},
            [("DBEP4101", "Patient.identifier[1].sistem", ("DBEP4207",))],
        ),
        (
            {"identifier": [A, {"system": f"{SYSTEM} b"}]},
            [("DBEP4114", "Patient.identifier[1].system", ("DBEP4207",))],
        ),
        (
            {"identifier": [A, {**OTHER, "valeu": "1"}]},
            [("DBEP4101", "Patient.identifier[1].valeu"), ("DBEP4207", "Patient")],
        ),
    ],
)
def test_slices_of_what_is_missing_or_wrong(given, wanted):
    assert sorted(errors(patient(**given), SLICED), key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"identifier": [OTHER]}, [("DBEP4205", "Patient.identifier[0]", ("DBEP4207",))]),
        ({"identifier": [A, OTHER]}, [("DBEP4205", "Patient.identifier[1]")]),
        ({"identifier": [A, A, A]}, [("DBEP4208", "Patient")]),  # with one of them there are not too many
        ({"identifier": [A, A]}, [("DBEP4208", "Patient")]),
    ],
)
def test_slices_that_are_closed(given, wanted):
    assert errors(patient(**given), CLOSED) == wanted


RESLICED = profile(
    "Patient",
    {
        "id": "Patient.identifier",
        "max": "3",
        "slicing": {"discriminator": [{"type": "value", "path": "system"}], "rules": "open"},
    },
    {
        "id": "Patient.identifier:a",
        "sliceName": "a",
        "max": "1",
        "slicing": {"discriminator": [{"type": "value", "path": "use"}], "rules": "open"},
    },
    {"id": "Patient.identifier:a.system", "min": 1, "fixedUri": SYSTEM},
    {"id": "Patient.identifier:a/old", "sliceName": "a/old", "max": "1"},
    {"id": "Patient.identifier:a/old.use", "min": 1, "fixedCode": "old"},
)
OLD = {**A, "use": "old"}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([A, A, OTHER, OTHER], ["DBEP4208"]),
        # one identifier fewer of the slice is not enough, nor are two fewer of the others
        ([A, A, OTHER, OTHER, OTHER], ["DBEP4202", "DBEP4208"]),
        ([OTHER, OTHER, OTHER, OTHER], ["DBEP4202"]),
        # what is in a slice of a slice is not counted twice
        ([OLD, OLD, OTHER, OTHER, OTHER], ["DBEP4202", "DBEP4208", "DBEP4208"]),
    ],
)
def test_too_many_in_all_and_in_slices(given, wanted):
    assert sorted(code for code, *_ in errors(patient(identifier=given), RESLICED)) == wanted


def test_what_two_profiles_slice_alike_is_missing_once():
    """Both slices are right when one identifier more is there, and then there is still one too few."""
    one, two = (
        profile(
            "Patient",
            {
                "id": "Patient.identifier",
                "min": least,
                "slicing": {"discriminator": [{"type": "value", "path": "system"}], "rules": "open"},
            },
            {"id": f"Patient.identifier:{name}", "sliceName": name, "min": 1},
            {"id": f"Patient.identifier:{name}.system", "min": 1, "fixedUri": SYSTEM},
            url=f"http://example.org/{name}",
        )
        for name, least in (("one", 3), ("two", 0))
    )
    given = {"resourceType": "Patient", "meta": {"profile": [one["url"], two["url"]]}, "identifier": [OTHER]}
    assert sorted(code for code, *_ in errors(given, one, two)) == ["DBEP4201", "DBEP4207", "DBEP4207"]


def test_a_misspelt_member_stands_for_one_that_is_missing_and_not_for_two():
    two = profile(
        "Patient", {"id": "Patient.contact.name", "min": 1}, {"id": "Patient.contact.telecom", "min": 1}
    )
    given = patient(contact=[{"nameTelecom": [{"system": "phone", "value": "1"}]}])
    found = [one for one in validator(two).validate(document(given))[0] if one.is_error]
    assert [one.rule.code for one in found if one.rule.code != "DBEP4301"] == ["DBEP4101", "DBEP4201"]
    assert found[0].params["hint"].en == "; did you mean `telecom`, which is missing?"
    assert found[-1].params["element"] == "Patient.contact.name"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"name": [{"given": ["x"]}]}, []),
        ({}, [("DBEP4201", "Patient", ("DBEP4301",))]),
        ({"name": [{"family": "x"}]}, [("DBEP4301", "Patient")]),
        ({"nmae": [{"given": ["x"]}]}, [("DBEP4101", "Patient.nmae", ("DBEP4301",))]),
        ({"nothing": 1}, [("DBEP4101", "Patient.nothing"), ("DBEP4201", "Patient", ("DBEP4301",))]),
        ({"name": [{"gvien": ["x"]}]}, [("DBEP4101", "Patient.name[0].gvien", ("DBEP4301",))]),
        ({"name": [{"given": "x", "family": "y"}]}, [("DBEP4103", "Patient.name[0].given")]),
    ],
)
def test_invariants_about_what_is_missing_or_misspelt(given, wanted):
    assert errors(patient(extension=[sign()], **given), NAMED, EXTENSION) == wanted


@pytest.mark.parametrize(
    "wrong", ["https://example.org/fhir/sign", f"{BASE}/sgn", f"{BASE}/Sign", f"{BASE}/sing"]
)
def test_an_extension_that_is_nearly_the_one_that_is_missing(wrong, monkeypatch):  # fmt: skip
    name = [{"given": ["x"]}]
    wanted = [("DBEP4501", "Patient.extension[0]", ("DBEP4301",))]
    strict = {"example_urls": False}

    def found(extension: dict[str, Any], *definitions: dict[str, Any]) -> list[tuple[Any, ...]]:
        given = patient(name=name, extension=[extension])
        return [
            one
            for one in told(validator(*definitions, **strict).validate(document(given))[0])
            if one[0] != "DBEP4514"
        ]

    assert found(sign(wrong), NAMED, EXTENSION) == wanted
    assert found(sign(wrong), WITH_SIGN, EXTENSION) == [("DBEP4501", "Patient.extension[0]", ("DBEP4207",))]
    other = [("DBEP4301", "Patient"), ("DBEP4501", "Patient.extension[0]")]
    assert sorted(found(sign(f"{BASE}/design"), NAMED, EXTENSION)) == other


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        # in place of the name, inside an element
        (
            {"gender": "male", "contact": [{"organization": {"display": "x"}}]},
            [("DBEP4214", "Patient.contact[0]", ("DBEP4201",))],
        ),
        # two things that have nothing to do with each other
        ({"birthDate": "1951-03-14"}, [("DBEP4201", "Patient"), ("DBEP4214", "Patient")]),
    ],
)
def test_one_part_in_place_of_another(given, wanted):
    found = errors(patient(**given), PART)
    assert sorted(one for one in found if one[0] != "DBEP4301") == wanted


def test_a_reference_and_a_code_that_type_and_profile_refuse_are_one_finding():
    group = observation(subject={"reference": "Medication/1"})
    (found,) = [one for one in validator(TO_PATIENT, CODES).validate(document(group))[0] if one.is_error]
    assert (found.rule.code, found.params["allowed"]) == ("DBEP4402", ["Patient"])
    assert found.params["sources"] == ["http://example.org/p"]
    coded = observation(code={"coding": [{"system": CODES["url"], "code": "b"}]})
    assert errors(coded, TO_PATIENT, CODES) == [("DBEP4204", "Observation.code", ("DBEP5201",))]


def test_of_two_profiles_the_strictest_demand_is_reported_and_both_are_named():
    one = profile("Patient", {"id": "Patient.name", "min": 1}, url="http://example.org/one")
    two = profile("Patient", {"id": "Patient.name", "min": 2}, url="http://example.org/two")
    given = {"resourceType": "Patient", "meta": {"profile": [one["url"], two["url"]]}}
    (found,) = [each for each in validator(one, two).validate(document(given))[0] if each.is_error]
    assert (found.params["least"], found.params["sources"]) == (2, [one["url"], two["url"]])


def test_a_whole_resource_in_place_of_a_reference_is_one_finding():
    given = observation(subject={"resourceType": "Patient", "active": True, "gender": "male", "name": []})
    (found,) = errors(given, TO_PATIENT, CODES)
    assert found[:2] == ("DBEP4101", "Observation.subject.resourceType")
    given = observation(subject={"reference": "Patient/1", "x": 1, "y": 2})
    assert [code for code, *_ in errors(given, TO_PATIENT, CODES)] == ["DBEP4101", "DBEP4101"]


def bundle(*entries: dict[str, Any], kind: str = "collection") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def entry(type_name: str, identity: str, url: str | None = None, **members: Any) -> dict[str, Any]:
    resource = {"resourceType": type_name, "id": identity, "active": True, **members}
    return {"fullUrl": f"{BASE}/{url or f'{type_name}/{identity}'}", "resource": resource}


ASKS = {"managingOrganization": {"reference": "Organization/a"}}


def test_references_to_a_full_url_that_two_have():
    """DBEP4433."""
    named = {"name": "x"}
    twice = bundle(
        entry("Patient", "p", **ASKS), entry("Organization", "a", **named), entry("Organization", "a", **named)
    )  # fmt: skip
    assert errors(twice) == [("DBEP4301", "Bundle", ("DBEP4433",))]
    another = bundle(
        entry("Patient", "p", **ASKS),
        entry("Organization", "a", **named),
        entry("Organization", "b", "Organization/a", **named),
    )
    assert errors(another) == [("DBEP4412", "Bundle.entry[2]", ("DBEP4301",))]


def test_references_from_an_entry_without_full_url():
    """DBEP4436."""
    without = entry("Patient", "p", **ASKS)
    del without["fullUrl"]
    given = bundle(without, entry("Organization", "a", name="x"))
    assert errors(given) == [("DBEP4413", "Bundle.entry[0]", ("DBEP4436",))]


@pytest.mark.parametrize("wrong", [True, "", ["http://example.org/x"], {}, None])
def test_references_from_an_entry_whose_full_url_is_no_text(wrong):
    given = bundle({**entry("Patient", "p", **ASKS), "fullUrl": wrong}, entry("Organization", "a", name="x"))
    ((code, place, detail),) = errors(given)
    assert code.startswith("DBEP41")
    assert place == "Bundle.entry[0].fullUrl"
    assert "DBEP4436" in detail or detail[0] in ("DBEP4411", "DBEP4413")


VALUES = {
    "resourceType": "ValueSet",
    "url": "http://example.org/values",
    "status": "active",
    "compose": {"include": [{"system": CODES["url"]}]},
}
BOUND = profile(
    "Patient",
    {"id": "Patient.maritalStatus", "binding": {"strength": "required", "valueSet": VALUES["url"]}},
)


@pytest.mark.parametrize(
    ("coding", "wanted"),
    [
        ({"system": CODES["url"], "code": ""}, ("DBEP4110", "code", ("DBEP5201",))),
        ({"system": CODES["url"], "code": None}, ("DBEP4107", "code", ("DBEP5001",))),
        ({"system": CODES["url"], "code": ["a"]}, ("DBEP4104", "code", ("DBEP5001",))),
        ({"system": CODES["url"], "cdoe": "a"}, ("DBEP4101", "cdoe", ("DBEP5001",))),
        ({"system": "", "code": "a"}, ("DBEP4110", "system", ("DBEP5001", "DBEP5208"))),
    ],
)
def test_a_code_that_is_no_value_is_one_finding(coding, wanted):
    ((code, place, detail),) = errors(patient(maritalStatus={"coding": [coding]}), BOUND, CODES, VALUES)
    assert (code, place.rpartition(".")[2], tuple(sorted(detail))) == wanted


def test_a_code_that_is_no_value_is_not_what_is_wrong_elsewhere():
    concept = {"coding": [{"system": "http://example.org/others", "code": "b", "display": ""}]}
    found = errors(patient(maritalStatus=concept), BOUND, CODES, VALUES)
    assert sorted(found) == [
        ("DBEP4110", "Patient.maritalStatus.coding[0].display"),
        ("DBEP5001", "Patient.maritalStatus"),
    ]


def test_a_reference_to_an_entry_of_another_type():
    given = bundle(entry("Patient", "p", **ASKS), entry("Location", "a", "Organization/a"))
    del given["entry"][1]["resource"]["active"]
    assert errors(given) == [
        ("DBEP4402", "Bundle.entry[0].resource.managingOrganization", ("DBEP4435",)),
        ("DBEP4412", "Bundle.entry[1]"),
    ]
    given["entry"][1]["resource"]["resourceType"] = "Locatoin"
    assert [code for code, *_ in errors(given)] == ["DBEP4113", "DBEP4412"]
