"""A right payload gives no warning: the guide's own examples and its package, also with resources that the guide does not profile."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from dbep_ig import build
from dbep_ig.engine.diagnostics import Severity
from dbep_ig.host.packages import PackageSettings
from dbep_ig.validator import Validator

ROOT = Path(__file__).parents[3]
NARRATIVE = {
    "status": "generated",
    "div": '<div xmlns="http://www.w3.org/1999/xhtml" lang="nb" xml:lang="nb">a</div>',
}
COMPANIONS = [
    {
        "resourceType": "Practitioner",
        "id": "p1",
        "identifier": [{"system": "urn:oid:2.16.578.1.12.4.4.1.4", "value": "144400001"}],
        "name": [{"family": "Lind", "given": ["Grønn"]}],
        "communication": [{"coding": [{"system": "urn:ietf:bcp:47", "code": "nb"}]}],
    },
    {
        "resourceType": "Organization",
        "id": "o1",
        "name": "Legesenteret",
        "type": [
            {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov"}
                ]
            }
        ],
    },
    {
        "resourceType": "Device",
        "id": "d1",
        "status": "active",
        "deviceName": [{"name": "Pulsoksymeter", "type": "user-friendly-name"}],
    },
    {
        "resourceType": "RelatedPerson",
        "id": "r1",
        "patient": {"display": "Pasienten"},
        "relationship": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "SPS"}]}
        ],
        "name": [{"text": "Ektefellen"}],
    },
    {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "questionnaire": "http://example.com/Questionnaire/egenvurdering|1.0",
        "status": "completed",
        "authored": "2026-09-02T08:00:00+02:00",
        "item": [{"linkId": "1", "text": "Hvordan er pusten?", "answer": [{"valueString": "Som vanlig"}]}],
    },
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The project's own guide, built."""
    folder = tmp_path_factory.mktemp("guide")
    for name in ("model", "profiles", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "guide.yaml", folder / "guide.yaml")
    return build.guide(
        folder, into=folder / "build", site=False, package_settings=PackageSettings(folder / "no-cache")
    )


@pytest.fixture(scope="module")
def validator(built):
    return Validator.open(folder=built.folder.parent)


def loud(issues):
    """Errors and warnings, in words."""
    return [
        f"{issue.rule.code} {issue.location.expression}: {issue.message('en')}"
        for issue in issues
        if issue.severity <= Severity.WARNING
    ]


def bundles(built):
    files = sorted((built.folder / "examples" / "valid").glob("*.json"))
    assert len(files) >= 3
    return [json.loads(file.read_bytes()) for file in files]


def test_the_build_gives_no_warning(built):
    assert loud(built.report.issues) == []


def test_the_examples_give_no_warning(built, validator):
    for bundle in bundles(built):
        assert loud(validator.check("plan.json", json.dumps(bundle).encode()).issues) == []


@pytest.mark.parametrize("companion", COMPANIONS, ids=lambda one: one["resourceType"])
def test_nor_with_a_resource_that_the_guide_does_not_profile(companion, built, validator):
    resource = {**companion, "language": "nb", "text": NARRATIVE}
    for bundle in bundles(built):
        base = bundle["entry"][0]["fullUrl"].rpartition("/")[0].rpartition("/")[0]
        full_url = f"{base}/{resource['resourceType']}/{resource['id']}"
        entry = {**bundle["entry"][0], "fullUrl": full_url, "resource": resource}
        bundle["entry"].append(entry)
        assert loud(validator.check("plan.json", json.dumps(bundle).encode()).issues) == []


def test_the_package_gives_no_warning(built, validator):
    files = sorted((built.folder / "package").rglob("*.json"))
    definitions = [file for file in files if "resourceType" in json.loads(file.read_bytes())]
    assert len(definitions) > 40
    report = validator.check_all([(file.name, file.read_bytes()) for file in definitions])
    assert loud(report.issues) == []


def test_what_cannot_be_checked_is_one_issue_a_system_in_a_document(built, validator):
    for bundle in bundles(built):
        issues = validator.check("plan.json", json.dumps(bundle).encode()).issues
        systems = Counter(issue.params["system"] for issue in issues if issue.rule.code == "DBEP5102")
        assert set(systems.values()) <= {1}
