"""A guide in a few definitions: plans and goals that their codes tell apart, and profiles for what belongs to a plan."""

import json
from pathlib import Path
from typing import Any

from dbep_ig.engine.validation import Settings
from dbep_ig.library.report import Report
from dbep_ig.validator import Validator

BASE = "http://small.example/StructureDefinition/"
PLANS = "http://small.example/CodeSystem/plans"
GOALS = "http://small.example/CodeSystem/goals"
CODES = {PLANS: ("treatment", "self-management", "other"), GOALS: ("of-treatment", "of-self-management")}


def definition(name: str, type_name: str, *elements: dict, base: str = "", **more: Any) -> dict:
    """A profile; element ids stand for paths too."""
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": BASE + name,
        "version": "1.0.0",
        "name": name.replace("-", ""),
        "status": "active",
        "kind": "resource",
        "abstract": False,
        "type": type_name,
        "baseDefinition": BASE + base if base else f"http://hl7.org/fhir/StructureDefinition/{type_name}",
        "derivation": "constraint",
        **more,
        "differential": {
            "element": [
                {"path": ".".join(step.partition(":")[0] for step in one["id"].split(".")), **one}
                for one in elements
            ]
        },
    }


def kind(type_name: str, system: str, code: str = "") -> dict:
    """The slice of `category` that says what kind of resource it is."""
    coding = {"system": system, "code": code} if code else {"system": system}
    pattern = {"patternCodeableConcept": {"coding": [coding]}}
    return {"id": f"{type_name}.category:kind", "sliceName": "kind", "min": 1, "max": "1", **pattern}


def sliced(type_name: str) -> dict:
    """`category` in slices."""
    slicing = {"discriminator": [{"type": "pattern", "path": "$this"}], "rules": "open"}
    return {"id": f"{type_name}.category", "slicing": slicing, "min": 1}


DEFINITIONS = [
    definition("plan", "CarePlan", sliced("CarePlan"), kind("CarePlan", PLANS), {"id": "CarePlan.title", "min": 1}, abstract=True),
    definition("treatment-plan", "CarePlan", kind("CarePlan", PLANS, "treatment"), base="plan"),
    definition("self-management-plan", "CarePlan", kind("CarePlan", PLANS, "self-management"), base="plan"),
    definition("goal", "Goal", sliced("Goal"), kind("Goal", GOALS), {"id": "Goal.note", "min": 1}),
    definition("self-management-goal", "Goal", kind("Goal", GOALS, "of-self-management"), base="goal"),
    definition("patient", "Patient", {"id": "Patient.name", "min": 1}),
    definition("problem", "Condition", {"id": "Condition.recordedDate", "min": 1}),
    definition(
        "consent",
        "Consent",
        {"id": "Consent.scope", "patternCodeableConcept": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]}},
    ),
]  # fmt: skip
SYSTEMS = [
    {
        "resourceType": "CodeSystem",
        "id": url.rpartition("/")[2],
        "url": url,
        "status": "active",
        "content": "complete",
        "concept": [{"code": code} for code in codes],
    }
    for url, codes in CODES.items()
]


def guide(folder: Path, *more: dict) -> Path:
    """The guide as a package in a folder."""
    package = folder / "small"
    package.mkdir()
    manifest = {"name": "small.guide", "version": "1.0.0", "fhirVersions": ["4.0.1"]}
    (package / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    for one in [*DEFINITIONS, *SYSTEMS, *more]:
        file = package / f"{one['resourceType']}-{one['id']}.json"
        file.write_text(json.dumps(one), encoding="utf-8")
    return package


def open_guide(folder: Path, *more: dict, **settings: Any) -> Validator:
    """A validator of the guide alone."""
    return Validator.open(
        [str(guide(folder, *more))], without_guide=True, settings=Settings(**settings), folder=folder
    )


def concept(system: str, code: str) -> list[dict]:
    return [{"coding": [{"system": system, "code": code}]}]


def plan(system: str = PLANS, code: str = "treatment", **more: Any) -> dict:
    """A right one."""
    return {
        "resourceType": "CarePlan",
        "id": "plan",
        "status": "active",
        "intent": "plan",
        "title": "A plan",
        "category": concept(system, code),
        "subject": {"reference": "Patient/1"},
        **more,
    }


def goal(**more: Any) -> dict:
    """A right one without a category."""
    return {
        "resourceType": "Goal",
        "id": "goal",
        "lifecycleStatus": "active",
        "description": {"text": "To see"},
        "subject": {"reference": "Patient/1"},
        "note": [{"text": "important"}],
        **more,
    }


def consent(scope: str = "patient-privacy") -> dict:
    """One in plain R4."""
    return {
        "resourceType": "Consent",
        "id": "consent",
        "status": "active",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": scope}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/1"},
        "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
    }  # fmt: skip


PATIENT = {"resourceType": "Patient", "id": "1", "name": [{"text": "Pål"}]}
CONDITION = {
    "resourceType": "Condition",
    "id": "problem",
    "clinicalStatus": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
    },
    "subject": {"reference": "Patient/1"},
}


def bundle(*resources: dict) -> dict:
    """A collection."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": f"http://small.example/fhir/{one['resourceType']}/{one['id']}", "resource": one}
            for one in resources
        ],
    }


def why(report: Report) -> dict[str, tuple[list[str], str]]:
    """Resource -> the names of its profiles, and why; carriers left out."""
    return {
        one.resource: (
            [url.rpartition("/")[2].partition("|")[0] for url in one.profiles],
            one.reason,
        )
        for one in report.held
        if not one.resource.startswith(("Bundle", "Parameters"))
    }


def errors(report: Report) -> list[tuple[str, str]]:
    """(code, expression)."""
    return [(one.rule.code, one.location.expression) for one in report.issues if one.is_error]
