"""A resource as the text of a file: see `engine/fhir/json_writing.py`, which writes all JSON."""

from dbep_ig.engine.fhir.json_types import Json
from dbep_ig.engine.fhir.json_writing import write_json


def json_text(value: Json) -> str:
    """Two spaces a level, members as they come, every digit of decimals, a newline at the end.

    Raises TypeError for what is not JSON (a float too: its digits are not the author's) and ValueError for NaN.
    """
    return write_json(value)
