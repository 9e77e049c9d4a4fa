"""A Bundle as a hospital would send it: plans, observations, conditions, people, prescriptions."""

from typing import Any

ENTRIES = 100


def bundle() -> dict[str, Any]:
    """A collection of ENTRIES resources as a hospital would send them: plans, observations, conditions, people."""
    makers = (_patient, _observation, _care_plan, _condition, _medication_request)
    return {
        "resourceType": "Bundle",
        "id": "hundred",
        "type": "collection",
        "timestamp": "2026-01-01T12:00:00+01:00",
        "entry": [
            {
                "fullUrl": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
                "resource": makers[number % 5](number),
            }
            for number in range(ENTRIES)
        ],
    }


def _narrative(text: str) -> dict[str, Any]:
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{text}</p></div>'}


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def _patient(number: int) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": f"patient-{number}",
        "meta": {"versionId": "1", "lastUpdated": "2026-01-01T12:00:00Z"},
        "text": _narrative("Pål Åsen"),
        "identifier": [
            {"use": "official", "system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": f"{number:011d}"}
        ],
        "active": True,
        "name": [
            {"use": "official", "family": "Åsen", "given": ["Pål", "Aksel"]},
            {"use": "usual", "given": ["Pål"]},
        ],
        "telecom": [{"system": "phone", "value": "+47 99 99 99 99", "use": "mobile", "rank": 1}],
        "gender": "male",
        "birthDate": "1951-02-03",
        "_birthDate": {
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                    "valueDateTime": "1951-02-03T10:00:00+01:00",
                }
            ]
        },
        "address": [
            {
                "use": "home",
                "line": ["Storgata 1"],
                "city": "Oslo",
                "postalCode": "0155",
                "period": {"start": "2001"},
            }
        ],
        "contact": [
            {"name": {"family": "Åsen", "given": ["Anna"]}, "telecom": [{"system": "phone", "value": "99"}]}
        ],
        "generalPractitioner": [{"reference": "Practitioner/1", "display": "Fastlegen"}],
    }


def _observation(number: int) -> dict[str, Any]:
    component = {
        "code": _concept("http://loinc.org", "8480-6", "Systolic blood pressure"),
        "valueQuantity": {
            "value": 120 + number,
            "unit": "mmHg",
            "system": "http://unitsofmeasure.org",
            "code": "mm[Hg]",
        },
    }
    return {
        "resourceType": "Observation",
        "id": f"observation-{number}",
        "text": _narrative("Blodtrykk"),
        "status": "final",
        "category": [
            _concept(
                "http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital Signs"
            )
        ],
        "code": _concept("http://loinc.org", "85354-9", "Blood pressure panel"),
        "subject": {"reference": f"Patient/patient-{number - 1}"},
        "effectiveDateTime": "2026-01-01T12:00:00+01:00",
        "performer": [{"reference": "Practitioner/1"}],
        "component": [component, component],
        "referenceRange": [
            {
                "low": {"value": 90, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"},
                "high": {
                    "value": 140,
                    "unit": "mmHg",
                    "system": "http://unitsofmeasure.org",
                    "code": "mm[Hg]",
                },
            }
        ],
    }


def _care_plan(number: int) -> dict[str, Any]:
    return {
        "resourceType": "CarePlan",
        "id": f"plan-{number}",
        "text": _narrative("Behandlingsplan"),
        "contained": [{"resourceType": "Goal", "id": "goal", "lifecycleStatus": "active",
                       "description": {"text": "Forebygge synstap"}, "subject": {"reference": "Patient/1"}}],
        "extension": [{"url": "http://example.org/phase", "valueCode": "1"}],
        "status": "active",
        "intent": "plan",
        "title": "Behandlingsplan for grønn stær",
        "subject": {"reference": f"Patient/patient-{number - 2}"},
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "addresses": [{"reference": f"Condition/condition-{number + 1}"}],
        "goal": [{"reference": "#goal"}],
        "activity": [
            {"detail": {"status": "in-progress", "description": "Øyedråper daglig",
                        "scheduledTiming": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}},
            {"reference": {"reference": "ServiceRequest/1"}},
        ],
        "note": [{"time": "2026-01-01T12:00:00+01:00", "text": "Årlig kontroll"}],
    }  # fmt: skip


def _condition(number: int) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": f"condition-{number}",
        "text": _narrative("Grønn stær"),
        "clinicalStatus": _concept(
            "http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"
        ),
        "verificationStatus": _concept(
            "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed", "Confirmed"
        ),
        "category": [
            _concept(
                "http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item", "Problem"
            )
        ],
        "code": _concept("http://hl7.org/fhir/sid/icd-10", "H40.1", "Grønn stær"),
        "subject": {"reference": "Patient/1"},
        "onsetAge": {"value": 70, "unit": "år", "system": "http://unitsofmeasure.org", "code": "a"},
        "recordedDate": "2026-01-01",
    }


def _medication_request(number: int) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": f"request-{number}",
        "text": _narrative("Timolol"),
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": _concept("http://www.whocc.no/atc", "S01ED01", "timolol"),
        "subject": {"reference": "Patient/1"},
        "authoredOn": "2026-01-01",
        "dosageInstruction": [
            {
                "text": "1 dråpe daglig",
                "timing": {
                    "repeat": {
                        "boundsPeriod": {"start": "2026-01-01"},
                        "frequency": 1,
                        "period": 1,
                        "periodUnit": "d",
                    }
                },
                "doseAndRate": [
                    {
                        "doseQuantity": {
                            "value": 1,
                            "unit": "dråpe",
                            "system": "http://unitsofmeasure.org",
                            "code": "[drp]",
                        }
                    }
                ],
            }
        ],
    }
