"""A filter of a ValueSet over a property, or with a value, that the code system does not have.

Source: https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.filter
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import Pointer, Remark, Rule, Severity, Text
from dbep_ig.engine.fhir.uris import is_absolute

from .code_system_properties import KNOWN_TYPES

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Terminology

_SPEC = "https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.filter."

PROPERTY_UNKNOWN = Rule(
    code="DBEP4890",
    name="filter-property-unknown",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="{system} har ingen egenskap `{property}`; det har {known}",
    en="{system} has no property `{property}`; it has {known}",
    spec=_SPEC + "property",
)
VALUE_OF_WRONG_FORM = Rule(
    code="DBEP4891",
    name="filter-value-malformed",
    issue_type="invalid",
    nb="Verdien `{value}` for egenskapen `{property}` skal være {expected}",
    en="The value `{value}` for the property `{property}` must be {expected}",
    spec=_SPEC + "value",
)
CODE_UNKNOWN = Rule(
    code="DBEP4892",
    name="filter-value-unknown-code",
    issue_type="invalid",
    nb="Verdien for egenskapen `{property}` viser til koden `{code}`, som ikke finnes i {system}",
    en="The value for the property `{property}` refers to the code `{code}`, which does not exist in {system}",
    spec=_SPEC + "value",
)

_TRUE_OR_FALSE = Text("true eller false", "true or false")
_CODING = Text("på formen system(|versjon)#kode", "of the form system(|version)#code")
_PATTERN = Text("et mønster som kan leses: {}", "a pattern that can be read: {}")
_LISTS = ("in", "not-in")
_OF_EVERY_SYSTEM = frozenset(("concept", "code", "display", "definition", "designation", "parent", "child"))
_OWN_CODES = frozenset(("concept", "code", "parent", "child"))


def filter_faults(
    where: Pointer, system: str, version: str | None, item: Mapping[str, Any], terminology: "Terminology"
) -> Iterator[Remark]:
    """The faults of one filter; none of a code system that is not available."""
    name, op, value = (item.get(key) for key in ("property", "op", "value"))
    types = terminology.property_types(system, version)
    if types is None or not isinstance(name, str) or not isinstance(value, str):
        return
    if name not in types and name not in _OF_EVERY_SYSTEM and name not in KNOWN_TYPES:
        yield Remark(
            PROPERTY_UNKNOWN, {"property": name, "system": system, "known": sorted(types) or "—"}, where
        )
        return
    if op == "regex":
        yield from _pattern(where, name, value)
        return
    values = [each.strip() for each in value.split(",")] if op in _LISTS else [value]
    type_ = (
        "boolean"
        if op == "exists"
        else "own code"
        if name in _OWN_CODES
        else types.get(name) or KNOWN_TYPES.get(name)
    )
    for each in values:
        yield from _value(where, name, each, type_, system, version, terminology)


def _value(
    where: Pointer,
    name: str,
    value: str,
    type_: str | None,
    system: str,
    version: str | None,
    terminology: "Terminology",
) -> Iterator[Remark]:
    if type_ == "boolean":
        if value not in ("true", "false"):
            yield Remark(
                VALUE_OF_WRONG_FORM, {"property": name, "value": value, "expected": _TRUE_OR_FALSE}, where
            )
        return
    code = value
    if type_ == "Coding":
        canonical, hash_, code = value.partition("#")
        system, _, named = canonical.partition("|")
        version = named or None
        if not hash_ or not is_absolute(system) or not code:
            yield Remark(VALUE_OF_WRONG_FORM, {"property": name, "value": value, "expected": _CODING}, where)
            return
    elif type_ != "own code":
        return
    if terminology.validate_code(system, code, version=version).is_outside:
        yield Remark(CODE_UNKNOWN, {"property": name, "code": code, "system": system}, where)


def _pattern(where: Pointer, name: str, value: str) -> Iterator[Remark]:
    from dbep_ig.engine.fhir.regex.pattern import PatternError, compile_pattern  # start-up time

    try:
        compile_pattern(value)
    except PatternError as error:
        expected = Text(_PATTERN.nb.format(error.reason.nb), _PATTERN.en.format(error.reason.en))
        yield Remark(VALUE_OF_WRONG_FORM, {"property": name, "value": value, "expected": expected}, where)
