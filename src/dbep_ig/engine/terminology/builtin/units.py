"""UCUM: a code is a unit when it can be read; the table of units is `engine/fhir/ucum`, for everyone.

Source: https://ucum.org/ucum
"""


def is_unit(code: str) -> bool:
    """Whether the code is a UCUM unit (case-sensitive form)."""
    from dbep_ig.engine.fhir import ucum

    return ucum.parse(code) is not None
