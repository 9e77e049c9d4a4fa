"""R4's own demand on vital signs: an Observation with one of these LOINC codes follows the profile of that code.

"If implementations use this Resource when expressing vital signs observations, they are required to conform to this
profile": the one obligation of R4 that needs no claim in meta.profile.

Source: https://hl7.org/fhir/R4/observation-vitalsigns.html#vitals-table
"""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.fhir.canonicals import CORE_BASE

_LOINC = "http://loinc.org"
_BY_CODE = {
    "85353-1": "vitalspanel",
    "9279-1": "resprate",
    "8867-4": "heartrate",
    "2708-6": "oxygensat",
    "8310-5": "bodytemp",
    "8302-2": "bodyheight",
    "9843-4": "headcircum",
    "29463-7": "bodyweight",
    "39156-5": "bmi",
    "85354-9": "bp",
}


def vital_signs_of(observation: dict[str, Any]) -> Iterator[str]:
    """The canonicals of the vital signs profiles that an Observation falls under."""
    code = observation.get("code")
    codings = code.get("coding") if type(code) is dict else None
    for coding in codings if type(codings) is list else ():
        if type(coding) is dict and coding.get("system") == _LOINC and coding.get("code") in _BY_CODE:
            yield CORE_BASE + _BY_CODE[coding["code"]]
