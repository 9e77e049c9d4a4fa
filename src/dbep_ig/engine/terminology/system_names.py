"""What people call code systems that most packages have no resource of, by their address.

Sources: https://hl7.org/fhir/R4/terminologies-systems.html, and Volven, the catalogue of Norwegian code systems
"""

_NAMES = {
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://loinc.org": "LOINC",
    "http://snomed.info/sct": "SNOMED CT",
    "http://unitsofmeasure.org": "UCUM",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://www.whocc.no/atc": "ATC",
    "urn:oid:2.16.578.1.12.4.1.1.7170": "ICPC-2",
}
_VOLVEN = "urn:oid:2.16.578.1.12.4.1.1."


def system_name(system: str) -> str:
    """The name of a code system, or its number in Volven; "" where only its address is known."""
    found = _NAMES.get(system, "")
    number = system.removeprefix(_VOLVEN)
    return f"Volven {number}" if not found and number != system and number.isdecimal() else found
