"""R4's own demand on vital signs: an Observation of one of these concepts follows the profile of that concept.

"If implementations use this Resource when expressing the profile-specific concepts as structured data, they SHALL
conform to the following profiles": the one obligation of R4 that needs no claim in meta.profile. The first code of each
is the one that the profile demands; the others are LOINC and SNOMED CT codes of the same measurement.

Source: https://hl7.org/fhir/R4/observation.html#core, https://hl7.org/fhir/R4/observation-vitalsigns.html#vitals-table
"""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.fhir.uris import CORE_BASE

_LOINC = {
    "vitalspanel": "85353-1",
    "resprate": "9279-1 19840-8",
    "heartrate": "8867-4 8889-8 60978-4 76477-9",
    "oxygensat": "2708-6 59408-5 20564-1 51733-4",
    "bodytemp": "8310-5 8331-1 8332-9",
    "bodyheight": "8302-2 3137-7 3138-5 8306-3 8308-9",
    "headcircum": "9843-4 8287-5",
    "bodyweight": "29463-7 3141-9 3142-7 8350-1",
    "bmi": "39156-5 89270-3",
    "bp": "85354-9 55284-4 8480-6 76534-7",
}
_SNOMED_CT = {
    "resprate": "86290005",
    "oxygensat": "431314004",
    "bodytemp": "386725007 276885007",
    "bodyheight": "50373000",
    "headcircum": "363812007",
    "bmi": "60621009",
    "bp": "271649006",
}
_PROFILES = {
    (system, code): CORE_BASE + profile
    for system, table in (("http://loinc.org", _LOINC), ("http://snomed.info/sct", _SNOMED_CT))
    for profile, codes in table.items()
    for code in codes.split()
}


def vital_signs_of(observation: dict[str, Any]) -> Iterator[str]:
    """The canonicals of the vital signs profiles that an Observation falls under."""
    code = observation.get("code")
    codings = code.get("coding") if type(code) is dict else None
    for coding in codings if type(codings) is list else ():
        if type(coding) is dict and type(coding.get("code")) is str and type(coding.get("system")) is str:
            profile = _PROFILES.get((coding["system"], coding["code"]))
            if profile is not None:
                yield profile
