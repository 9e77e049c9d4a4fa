"""Stage `narrative`: the `div` of a Narrative, in a Patient that is validated."""

import json

from . import validate


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    assert not given, "a narrative needs no definitions"
    assert syntax == "html"
    patient = {"resourceType": "Patient", "text": {"status": "generated", "div": example.strip()}}
    return validate.codes([], json.dumps(patient), "json")
