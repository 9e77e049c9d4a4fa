"""All functions by name."""

from functools import cache

from . import (
    additional_strings,
    aggregates,
    combining,
    conversion,
    existence,
    fhir,
    filtering,
    math,
    moments,
    strings,
    subsetting,
    tree,
    utility,
)
from .function import Function

SECTIONS = (
    existence,
    filtering,
    subsetting,
    combining,
    conversion,
    strings,
    additional_strings,
    math,
    tree,
    utility,
    moments,
    aggregates,
    fhir,
)


@cache
def functions() -> dict[str, Function]:
    """Name -> function; `is`, `as` and `ofType` are compiled with the operators."""
    return {function.name: function for section in SECTIONS for function in section.FUNCTIONS}
