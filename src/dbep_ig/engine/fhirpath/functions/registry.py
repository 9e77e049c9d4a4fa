"""All functions by name. A section's module is imported when one of its functions is first met."""

from functools import cache
from importlib import import_module

from .function import Function

SECTIONS: dict[str, tuple[str, ...]] = {
    "existence": (
        "empty", "exists", "all", "allTrue", "anyTrue", "allFalse", "anyFalse", "subsetOf", "supersetOf", "count",
        "distinct", "isDistinct", "not",
    ),
    "filtering": ("where", "select", "repeat", "repeatAll", "sort"),
    "subsetting": ("single", "first", "last", "tail", "skip", "take", "intersect", "exclude"),
    "combining": ("union", "combine", "coalesce"),
    "conversion": (
        "iif", "toBoolean", "toInteger", "toDecimal", "toString", "toDate", "toDateTime", "toTime", "toQuantity",
        "convertsToBoolean", "convertsToInteger", "convertsToDecimal", "convertsToString", "convertsToDate",
        "convertsToDateTime", "convertsToTime", "convertsToQuantity",
    ),
    "strings": (
        "indexOf", "lastIndexOf", "substring", "startsWith", "endsWith", "contains", "upper", "lower", "replace",
        "matches", "matchesFull", "replaceMatches", "length", "toChars",
    ),
    "additional_strings": ("encode", "decode", "escape", "unescape", "trim", "split", "join"),
    "math": ("abs", "ceiling", "exp", "floor", "ln", "log", "power", "round", "sqrt", "truncate"),
    "tree": ("children", "descendants"),
    "utility": ("trace", "now", "today", "timeOfDay", "defineVariable", "type"),
    "moments": (
        "lowBoundary", "highBoundary", "precision", "comparable", "yearOf", "monthOf", "dayOf", "hourOf", "minuteOf",
        "secondOf", "millisecondOf", "timezoneOffsetOf", "dateOf", "timeOf",
    ),
    "aggregates": ("aggregate", "sum", "min", "max", "avg"),
    "fhir": (
        "extension", "hasValue", "getValue", "resolve", "memberOf", "conformsTo", "subsumes", "subsumedBy",
        "htmlChecks", "elementDefinition", "slice", "checkModifiers",
    ),
}  # fmt: skip
"""Module -> the functions it defines. `is`, `as` and `ofType` are compiled with the operators."""

_SECTION_OF = {name: section for section, names in SECTIONS.items() for name in names}
NAMES = (*_SECTION_OF, "is", "as", "ofType")
"""Every function's name."""


def find_function(name: str) -> Function | None:
    """The function of that name; None if there is none."""
    section = _SECTION_OF.get(name)
    return None if section is None else _section(section)[name]


@cache
def _section(section: str) -> dict[str, Function]:
    module = import_module(f"dbep_ig.engine.fhirpath.functions.{section}")
    return {function.name: function for function in module.FUNCTIONS}
