"""The properties of a CodeSystem: how they are defined, and the values that concepts give them.

A property is what its `uri` says; its `code` is only a name for it. FHIR's own properties have types of their own.

Sources: https://hl7.org/fhir/R4/codesystem-concept-properties.html,
https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.property
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Remark, Rule, Severity
from dbep_ig.engine.fhir.uris import is_absolute

from .faults import numbered

_OWN = "http://hl7.org/fhir/concept-properties#"
_SPEC = "https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem."
_KNOWN_SPEC = "https://hl7.org/fhir/R4/codesystem-concept-properties.html"

# R4's own, and those that later releases added under the same address.
KNOWN_TYPES = {
    "inactive": "boolean",
    "deprecated": "dateTime",
    "notSelectable": "boolean",
    "parent": "code",
    "child": "code",
    "partOf": "code",
    "synonym": "code",
    "status": "code",
    "effectiveDate": "dateTime",
    "deprecationDate": "dateTime",
    "retirementDate": "dateTime",
    "comment": "string",
    "itemWeight": "decimal",
}
_CODES_OF_THE_SYSTEM = ("parent", "child", "partOf")

DEFINED_TWICE = Rule(
    code="DBEP4870",
    name="property-defined-twice",
    issue_type="business-rule",
    nb="En egenskap med {what} {value} er allerede definert",
    en="A property with the {what} {value} is already defined",
    spec=_SPEC + "property.code",
)
WRONG_TYPE_FOR_URI = Rule(
    code="DBEP4871",
    name="property-type-contradicts-uri",
    issue_type="business-rule",
    nb="Typen er {actual}, men egenskapen {uri} har typen {expected}",
    en="The type is {actual}, but the property {uri} has the type {expected}",
    spec=_KNOWN_SPEC,
)
WRONG_TYPE_FOR_CODE = Rule(
    code="DBEP4872",
    name="property-type-unlike-code",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Typen er {actual}, men FHIRs egen egenskap `{code}` har typen {expected}",
    en="The type is {actual}, but FHIR's own property `{code}` has the type {expected}",
    spec=_KNOWN_SPEC,
)
OTHER_CODE_FOR_URI = Rule(
    code="DBEP4873",
    name="property-code-contradicts-uri",
    issue_type="business-rule",
    nb="Koden `{code}` er FHIRs navn på en annen egenskap; {uri} har koden `{expected}`",
    en="The code `{code}` is FHIR's name for another property; {uri} has the code `{expected}`",
    spec=_KNOWN_SPEC,
)
URI_MISSING = Rule(
    code="DBEP4874",
    name="property-uri-missing",
    severity=Severity.INFORMATION,
    issue_type="business-rule",
    nb="Egenskapen `{code}` har ingen uri, så betydningen er ikke fastlagt{hint}",
    en="The property `{code}` has no uri, so its meaning is not defined{hint}",
    spec=_SPEC + "property.uri",
)
URI_UNKNOWN = Rule(
    code="DBEP4875",
    name="property-uri-unknown",
    issue_type="business-rule",
    nb="FHIR har ingen egenskap {uri}; egne egenskaper skal ha en egen URI",
    en="FHIR has no property {uri}; your own properties must have URIs of your own",
    spec=_KNOWN_SPEC,
)
NOT_DEFINED = Rule(
    code="DBEP4876",
    name="concept-property-not-defined",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Egenskapen `{code}` er ikke definert i CodeSystem.property",
    en="The property `{code}` is not defined in CodeSystem.property",
    spec=_SPEC + "concept.property.code",
)
WRONG_VALUE_TYPE = Rule(
    code="DBEP4877",
    name="concept-property-type-wrong",
    issue_type="business-rule",
    nb="Verdien har typen {actual}, men egenskapen `{code}` er definert med typen {expected}",
    en="The value has the type {actual}, but the property `{code}` is defined with the type {expected}",
    spec=_SPEC + "concept.property.value[x]",
)
CODE_UNKNOWN = Rule(
    code="DBEP4878",
    name="concept-property-code-unknown",
    issue_type="invalid",
    nb="Egenskapen `{code}` viser til koden `{value}`, som ikke finnes i dette kodeverket",
    en="The property `{code}` refers to the code `{value}`, which this code system does not have",
    spec=_KNOWN_SPEC,
)

Concepts = list[tuple[Pointer, Mapping[str, Any]]]


def property_faults(resource: Mapping[str, Any], concepts: Concepts) -> Iterator[Remark]:
    """The faults of `CodeSystem.property` and of the properties of concepts."""
    types: dict[str, str] = {}
    meanings: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for index, definition in numbered(resource.get("property")):
        yield from _definition(index, definition, seen)
        code, type_, uri = (definition.get(key) for key in ("code", "type", "uri"))
        if isinstance(code, str):
            types.setdefault(code, str(type_))
            known = uri.removeprefix(_OWN) if isinstance(uri, str) and uri.startswith(_OWN) else None
            meanings.setdefault(code, known or (code if uri is None else ""))
    codes = {code for _, concept in concepts if isinstance(code := concept.get("code"), str)}
    is_complete = resource.get("content") == "complete"
    for pointer, concept in concepts:
        for index, item in numbered(concept.get("property")):
            where = (*pointer, "property", index)
            yield from _value(where, item, types)
            if is_complete:
                yield from _reference(where, item, meanings, codes)


def _definition(index: int, definition: Mapping[str, Any], seen: set[tuple[str, str]]) -> Iterator[Remark]:
    where: Pointer = ("property", index)
    code, uri, type_ = (definition.get(key) for key in ("code", "uri", "type"))
    given = {(what, value) for what, value in (("code", code), ("uri", uri)) if isinstance(value, str)}
    for what, value in sorted(given & seen):
        yield Remark(DEFINED_TWICE, {"what": what, "value": value}, where)
    is_known = any(what == "uri" for what, _ in given & seen)
    seen |= given
    if is_known:
        return  # what the uri says has been checked against its first definition
    if isinstance(uri, str):
        yield from _by_uri(where, uri, code, type_)
    elif isinstance(code, str) and code in KNOWN_TYPES:
        hint = f" ({_OWN}{code})"
        yield Remark(URI_MISSING, {"code": code, "hint": hint}, where, Severity.WARNING)
        if type_ != KNOWN_TYPES[code]:
            params = {"code": code, "actual": type_, "expected": KNOWN_TYPES[code]}
            yield Remark(WRONG_TYPE_FOR_CODE, params, where)
    elif isinstance(code, str):
        yield Remark(URI_MISSING, {"code": code, "hint": ""}, where)


def _by_uri(where: Pointer, uri: str, code: object, type_: object) -> Iterator[Remark]:
    if not is_absolute(uri):
        yield Remark(URI_UNKNOWN, {"uri": uri}, where)
    if not uri.startswith(_OWN):
        return
    expected = uri.removeprefix(_OWN)
    if expected not in KNOWN_TYPES:
        yield Remark(URI_UNKNOWN, {"uri": uri}, where)
        return
    # any code is a fine name for a property, except the name that FHIR gave to another one
    if isinstance(code, str) and code != expected and code in KNOWN_TYPES:
        yield Remark(OTHER_CODE_FOR_URI, {"code": code, "uri": uri, "expected": expected}, where)
    if type_ != KNOWN_TYPES[expected]:
        params = {"uri": uri, "actual": type_, "expected": KNOWN_TYPES[expected]}
        yield Remark(WRONG_TYPE_FOR_URI, params, where)


def _value(where: Pointer, item: Mapping[str, Any], types: Mapping[str, str]) -> Iterator[Remark]:
    code, actual = item.get("code"), _type_of(item)
    if not isinstance(code, str):
        return
    expected = types.get(code)
    if expected is None:
        yield Remark(NOT_DEFINED, {"code": code}, where)
    elif actual is not None and actual != expected:
        yield Remark(WRONG_VALUE_TYPE, {"code": code, "actual": actual, "expected": expected}, where)


def _reference(
    where: Pointer, item: Mapping[str, Any], meanings: Mapping[str, str], codes: set[Any]
) -> Iterator[Remark]:
    """A synonym elsewhere is only a warning: R4 does not say that it must be a code of this system."""
    code = item.get("code")
    meaning = meanings.get(code) if isinstance(code, str) else None
    value = next((item[key] for key in item if key.startswith("value")), None)
    if meaning == "synonym":
        severity = Severity.WARNING
    elif meaning in _CODES_OF_THE_SYSTEM:
        severity = Severity.ERROR
    else:
        return
    if not isinstance(value, dict | list) and str(value) not in codes:
        yield Remark(CODE_UNKNOWN, {"code": code, "value": value}, where, severity)


def _type_of(item: Mapping[str, Any]) -> str | None:
    for key in item:
        if key.startswith("value") and len(key) > len("value"):
            name = key.removeprefix("value")
            return name if name == "Coding" else name[0].lower() + name[1:]
    return None
