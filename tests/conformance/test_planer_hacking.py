"""A real Norwegian care-plan guide made with another tool: its twelve examples, and twelve of them with one defect each."""

import copy
import json
import tarfile
from decimal import Decimal

import pytest

from tests.unit.validation import document, errors, validator

pytestmark = pytest.mark.conformance

PACKAGE = "hl7.fhir.no.planer-hacking-0.2.0.tgz"


@pytest.fixture(scope="module")
def files(shared):
    """Path inside the package -> resource."""
    with tarfile.open(shared / "packages" / PACKAGE) as archive:
        return {
            member.name: json.loads(archive.extractfile(member).read(), parse_float=Decimal)
            for member in archive
            if member.isfile() and member.name.endswith(".json")
        }


@pytest.fixture(scope="module")
def examples(files):
    return {
        f"{one['resourceType']}/{one['id']}": one
        for name, one in files.items()
        if name.startswith("package/example/")
    }


def test_all_twelve_are_r4(examples):
    assert len(examples) == 12
    checker = validator()
    for name, resource in examples.items():
        issues, _ = checker.validate(document(resource), profiles="none")
        assert errors(issues) == [], name


PATIENT, PLAN, ZONE = (
    "Patient/Pasient-1",
    "CarePlan/CarePlan-Oddfrid-Green-V2",
    "Condition/ZoneCondition-Red-Oddfrid",
)

# what is done to which example -> the code and place of the one error it gives
DEFECTS = {
    "misspelled element": (
        PATIENT,
        lambda one: one.update(birthdate=one.pop("birthDate")),
        ("DBEP4101", "Patient.birthdate"),
    ),
    "no such day": (
        PATIENT,
        lambda one: one.update(birthDate="1990-02-30"),
        ("DBEP4114", "Patient.birthDate"),
    ),
    "gender in Norwegian": (PATIENT, lambda one: one.update(gender="kvinne"), ("DBEP5001", "Patient.gender")),
    "a name that is not a list": (
        PATIENT,
        lambda one: one.update(name=one["name"][0]),
        ("DBEP4103", "Patient.name"),
    ),
    "a contact point without system (cpt-2)": (
        PATIENT,
        lambda one: one["telecom"][1].pop("system"),
        ("DBEP4301", "Patient.telecom[1]"),
    ),
    "status missing": (PLAN, lambda one: one.pop("status"), ("DBEP4201", "CarePlan")),
    "a plan for a practitioner": (
        PLAN,
        lambda one: one["subject"].update(reference="Practitioner/1"),
        ("DBEP4402", "CarePlan.subject"),
    ),
    "detail and reference at once (cpl-3)": (
        PLAN,
        lambda one: one["activity"][0].update(reference={"reference": "ServiceRequest/1"}),
        ("DBEP4301", "CarePlan.activity[0]"),
    ),
    "a status that activities do not have": (
        PLAN,
        lambda one: one["activity"][0]["detail"].update(status="active"),
        ("DBEP5001", "CarePlan.activity[0].detail.status"),
    ),
    "text for a number in a list": (
        PLAN,
        lambda one: one["addresses"].append("Condition/1"),
        ("DBEP4102", "CarePlan.addresses[1]"),
    ),
    "a code that its system does not have": (
        ZONE,
        lambda one: one["clinicalStatus"]["coding"][0].update(code="aktiv"),
        ("DBEP5201", "Condition.clinicalStatus.coding[0].code"),
    ),
    "an empty note": (
        ZONE,
        lambda one: one["note"][0].update(text=""),
        ("DBEP4110", "Condition.note[0].text"),
    ),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_one_defect_is_reported_where_it_is(examples, defect):
    name, break_it, wanted = DEFECTS[defect]
    resource = copy.deepcopy(examples[name])
    break_it(resource)
    issues, _ = validator().validate(document(resource), profiles="none")
    assert errors(issues) == [wanted]


def test_there_are_twelve_defects():
    assert len(DEFECTS) == 12
