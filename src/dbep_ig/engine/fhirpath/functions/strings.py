"""String manipulation, by Unicode code points.

Source: http://hl7.org/fhirpath/N1/#string-manipulation
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.fhirpath.converting import one_integer, one_string
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.errors import EvaluationError
from dbep_ig.engine.fhirpath.node import Collection
from dbep_ig.engine.fhirpath.operators import LONGEST_STRING, bounded
from dbep_ig.engine.fhirpath.rules import INVALID_PATTERN, TOO_MUCH_WORK

from .function import Function

if TYPE_CHECKING:
    from dbep_ig.engine.fhir.regex import pattern as regex


def _with_one_argument(
    name: str, compute: Callable[[str, str], str | int | bool], gives: str, documentation: str
) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        text = one_string(items, name)
        argument = one_string(arguments[0], name)
        return [] if text is None or argument is None else [compute(text, argument)]

    run.__doc__ = documentation
    return Function(name, run, (1, 1), takes="string", single=True, gives=gives)


def _without_argument(
    name: str, compute: Callable[[str], str | int], gives: str, documentation: str
) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        text = one_string(items, name)
        computed = None if text is None else compute(text)
        if isinstance(computed, str):
            computed = bounded(computed, name, env)
        return [] if computed is None else [computed]

    run.__doc__ = documentation
    return Function(name, run, takes="string", single=True, gives=gives)


def substring(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#substringstart-integer-length-integer-string"""
    text = one_string(items, "substring")
    start = one_integer(arguments[0], "substring")
    length = one_integer(arguments[1], "substring") if len(arguments) > 1 else None
    if text is None or start is None or not 0 <= start < len(text):
        return []
    return [text[start:] if length is None else text[start : start + max(length, 0)]]


def replace(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#replacepattern-string-substitution-string-string"""
    text = one_string(items, "replace")
    pattern = one_string(arguments[0], "replace")
    substitution = one_string(arguments[1], "replace")
    if text is None or pattern is None or substitution is None:
        return []
    places = text.count(pattern)
    if places * len(substitution) > LONGEST_STRING:
        raise EvaluationError(TOO_MUCH_WORK, {"operation": "replace", "allowed": LONGEST_STRING})
    return [bounded(text.replace(pattern, substitution), "replace", env)]


@lru_cache(maxsize=512)
def compiled_pattern(pattern: str) -> "regex.Pattern":
    """A regular expression in linear time, `.` matching line ends too. Raises EvaluationError if it is not usable."""
    from dbep_ig.engine.fhir.regex import pattern as regex  # needed by few expressions

    try:
        return regex.compile_pattern(pattern, dot_all=True)
    except regex.PatternError as error:
        raise EvaluationError(INVALID_PATTERN, {"pattern": pattern, "reason": error.reason}) from error


def replace_matches(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#replacematchesregex-string-substitution-string-string

    The substitution refers to groups as `$1` and `${name}`. An empty pattern changes nothing.
    """
    text = one_string(items, "replaceMatches")
    pattern = one_string(arguments[0], "replaceMatches")
    substitution = one_string(arguments[1], "replaceMatches")
    if text is None or pattern is None or substitution is None:
        return []
    if not pattern:
        return [text]
    from dbep_ig.engine.fhir.regex.pattern import PatternError  # start-up time

    compiled = compiled_pattern(pattern)
    try:
        replaced = compiled.replace(text, substitution)
    except PatternError as error:
        raise EvaluationError(INVALID_PATTERN, {"pattern": substitution, "reason": error.reason}) from error
    return [bounded(replaced, "replaceMatches", env)]


def to_chars(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#tochars-collection"""
    text = one_string(items, "toChars")
    return [] if text is None else list(text)


_BOOLEAN, _STRING, _INTEGER = "System.Boolean", "System.String", "System.Integer"

FUNCTIONS = (
    _with_one_argument(
        "indexOf",
        lambda text, part: text.find(part),
        _INTEGER,
        "http://hl7.org/fhirpath/N1/#indexofsubstring-string-integer",
    ),
    _with_one_argument(
        "lastIndexOf",
        lambda text, part: text.rfind(part) if part else 0,
        _INTEGER,
        "https://build.fhir.org/ig/HL7/FHIRPath/#lastindexofsubstring--string--integer",
    ),
    Function("substring", substring, (1, 2), takes="string", single=True, gives=_STRING),
    _with_one_argument(
        "startsWith",
        lambda text, part: text.startswith(part),
        _BOOLEAN,
        "http://hl7.org/fhirpath/N1/#startswithprefix-string-boolean",
    ),
    _with_one_argument(
        "endsWith",
        lambda text, part: text.endswith(part),
        _BOOLEAN,
        "http://hl7.org/fhirpath/N1/#endswithsuffix-string-boolean",
    ),
    _with_one_argument(
        "contains",
        lambda text, part: part in text,
        _BOOLEAN,
        "http://hl7.org/fhirpath/N1/#containssubstring-string-boolean",
    ),
    _without_argument(
        "upper", lambda text: text.upper(), _STRING, "http://hl7.org/fhirpath/N1/#upper-string"
    ),
    _without_argument(
        "lower", lambda text: text.lower(), _STRING, "http://hl7.org/fhirpath/N1/#lower-string"
    ),
    Function("replace", replace, (2, 2), takes="string", single=True, gives=_STRING),
    _with_one_argument(
        "matches",
        lambda text, pattern: compiled_pattern(pattern).search(text),
        _BOOLEAN,
        "http://hl7.org/fhirpath/N1/#matchesregex-string-boolean: a part of the text matches",
    ),
    _with_one_argument(
        "matchesFull",
        lambda text, pattern: compiled_pattern(pattern).fullmatch(text),
        _BOOLEAN,
        "https://build.fhir.org/ig/HL7/FHIRPath/#matchesfullregex--string--boolean: the whole text matches",
    ),
    Function("replaceMatches", replace_matches, (2, 2), takes="string", single=True, gives=_STRING),
    _without_argument("length", len, _INTEGER, "http://hl7.org/fhirpath/N1/#length-integer"),
    Function("toChars", to_chars, takes="string", single=True, gives=_STRING),
)
