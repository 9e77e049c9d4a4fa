"""The same guide with its own package and its parent's: twelve examples fit its profiles, and what breaks a profile is found.

HL7's validator gives the same verdicts on the same bytes; asked where Java and the referee are available.
"""

import copy
import json
import shutil
import sys
import tarfile

import pytest

from dbep_ig.validator import Validator

pytestmark = pytest.mark.conformance
PACKAGES = ("hl7.fhir.no.planer-hacking-0.2.0.tgz", "hl7.fhir.no.basis-2.2.2.tgz")
PLAN = "CarePlan-CarePlan-Oddfrid-Green-V2"
ZONE = "Condition-ZoneCondition-Red-Oddfrid-V2"
PATIENT = "Patient-Pasient-1"

# what is done to which example -> (code, expression) of the one error
DEFECTS = {
    "a fixed value that is another": (
        PLAN,
        lambda one: one.update(intent="order"),
        ("DBEP4204", "CarePlan.intent"),
    ),
    "a mandatory element that is missing": (PLAN, lambda one: one.pop("partOf"), ("DBEP4201", "CarePlan")),
    "more than the profile allows": (
        PLAN,
        lambda one: one["addresses"].append({"reference": "Condition/2"}),
        ("DBEP4202", "CarePlan"),
    ),
    "a mandatory element inside one that is optional": (
        PLAN,
        lambda one: one["activity"][0]["detail"].pop("description"),
        ("DBEP4201", "CarePlan.activity[0].detail"),
    ),
    "a mandatory slice that nothing matches": (
        ZONE,
        lambda one: one["severity"]["coding"][0].update(system="http://example.org/other"),
        ("DBEP4207", "Condition.severity"),
    ),
    "a slice that matches and lacks its code": (
        ZONE,
        lambda one: one["severity"]["coding"][0].pop("code"),
        ("DBEP4201", "Condition.severity.coding[0]"),
    ),
}


@pytest.fixture(scope="module")
def examples(shared):
    with tarfile.open(shared / "packages" / PACKAGES[0]) as archive:
        return {
            member.name.rpartition("/")[2].removesuffix(".json"): json.loads(
                archive.extractfile(member).read()
            )
            for member in archive
            if member.isfile() and member.name.startswith("package/example/")
        }


@pytest.fixture(scope="module")
def validator(shared):
    return Validator.open([str(shared / "packages" / name) for name in PACKAGES], without_guide=True)


def broken(examples, defect):
    name, break_it, _ = DEFECTS[defect]
    resource = copy.deepcopy(examples[name])
    break_it(resource)
    return resource


def errors(validator, resource):
    report = validator.check("x.json", json.dumps(resource).encode())
    return [(one.rule.code, one.location.expression) for one in report.issues if one.is_error], report.held


def test_all_twelve_fit_the_profiles_they_claim(examples, validator):
    assert len(examples) == 12
    for name, resource in examples.items():
        found, held = errors(validator, resource)
        assert found == [], name
        assert held[0].profiles[0].partition("|")[0] == resource["meta"]["profile"][0]


@pytest.mark.parametrize("defect", DEFECTS)
def test_what_breaks_a_profile_is_found(examples, validator, defect):
    found, _ = errors(validator, broken(examples, defect))
    assert found == [DEFECTS[defect][2]]


def test_hl7s_validator_gives_the_same_verdicts(examples, shared, tmp_path):
    if shutil.which("java") is None:
        pytest.skip("HL7's validator needs Java, which is not on this machine")
    sys.path.insert(0, str(shared / "referee"))
    try:
        import referee
    finally:
        sys.path.remove(str(shared / "referee"))
    if not (referee.HOME / "classes" / "Referee.class").is_file():
        pytest.skip("the referee is not set up (run setup in ../shared/referee once)")
    resources = {**examples, **{defect: broken(examples, defect) for defect in DEFECTS}}
    verdicts = {}
    with referee.Referee(heap="2g") as hl7:
        for number, (name, resource) in enumerate(resources.items()):
            file = tmp_path / f"{number}.json"
            file.write_text(json.dumps(resource), encoding="utf-8")
            answer = hl7.validate(file, load=[shared / "packages" / package for package in PACKAGES])
            verdicts[name] = any(one["severity"] in ("error", "fatal") for one in answer["outcome"]["issue"])
    assert verdicts == {name: name in DEFECTS for name in resources}
