"""Whether an ElementDefinition has the JSON types it must have, so that nothing after needs to ask.

Source: https://hl7.org/fhir/R4/elementdefinition.html#resource
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Rule, Text

WRONG_JSON_TYPE = Rule(
    code="DBEP3116",
    name="element-property-malformed",
    issue_type="structure",
    nb="{key} i {where} er ikke {expected}",
    en="{key} in {where} is not {expected}",
    spec="https://hl7.org/fhir/R4/elementdefinition.html#resource",
)

_LIMIT, _TEXT, _WHOLE, _FLAG, _OBJECT, _TEXTS, _OBJECTS = (
    "limit",
    "string",
    "integer",
    "boolean",
    "object",
    "strings",
    "objects",
)
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    _LIMIT: str,
    _TEXT: str,
    _WHOLE: int,
    _FLAG: bool,
    _OBJECT: dict,
    _TEXTS: list,
    _OBJECTS: list,
}

EXPECTED: Mapping[str, Text] = {
    _LIMIT: Text("et heltall fra 0 som tekst, eller *", "an integer from 0 as a string, or *"),
    _TEXT: Text("en tekst", "a string"),
    _WHOLE: Text("et heltall fra 0", "an integer from 0"),
    _FLAG: Text("true eller false", "true or false"),
    _OBJECT: Text("et objekt", "an object"),
    _TEXTS: Text("en liste av tekster", "a list of strings"),
    _OBJECTS: Text("en liste av objekter", "a list of objects"),
}


def _table(**kinds: str) -> dict[str, str]:
    return {name: kind for kind, names in kinds.items() for name in names.split()}


_ELEMENT = _table(
    limit="max",
    string="id path sliceName label short definition comment requirements contentReference meaningWhenMissing "
    "orderMeaning isModifierReason",
    integer="min maxLength",
    boolean="sliceIsConstraining mustSupport isModifier isSummary",
    object="slicing base binding",
    strings="representation alias condition",
    objects="code type example constraint mapping extension modifierExtension",
)
_PARTS: Mapping[str, Mapping[str, str]] = {
    "type": _table(string="code", strings="profile targetProfile aggregation", objects="extension"),
    "slicing": _table(string="rules", boolean="ordered", objects="discriminator"),
    "base": _table(string="path", limit="max", integer="min"),
    "binding": _table(string="strength description valueSet", objects="extension"),
    "constraint": _table(string="key expression source"),
    "mapping": _table(string="identity map"),
    "extension": _table(string="url"),
}


def shape_faults(element: object) -> Iterator[tuple[Pointer, str, str]]:
    """(pointer inside the element, property, what it should be) for each property of another JSON type than FHIR's."""
    if not isinstance(element, dict):
        yield (), "element", _OBJECT
        return
    if not isinstance(element.get("path"), str):
        yield ("path",), "path", _TEXT
    yield from _check(element, _ELEMENT, ())
    for key, table in _PARTS.items():
        value = element.get(key)
        parts = value if isinstance(value, list) else [value]
        for place, part in enumerate(parts):
            if isinstance(part, dict):
                yield from _check(part, table, (key, place) if isinstance(value, list) else (key,))


def _check(
    holder: Mapping[str, Any], table: Mapping[str, str], where: Pointer
) -> Iterator[tuple[Pointer, str, str]]:
    for key, value in holder.items():
        kind = table.get(key)
        if kind == _TEXT and type(value) is str:
            continue  # most members, by far
        if kind is None or (key == "path" and not where and not isinstance(value, str)):
            continue
        if not isinstance(value, _TYPES[kind]) or not _inside(value, kind):
            yield (*where, key), key, kind


def _inside(value: Any, kind: str) -> bool:
    """What the JSON type alone does not say."""
    if kind == _WHOLE:
        return not isinstance(value, bool) and int(value) >= 0
    if kind == _LIMIT:
        return value == "*" or str(value).isdecimal()
    if kind == _TEXTS:
        return all(isinstance(one, str) for one in value)
    return kind != _OBJECTS or all(isinstance(one, dict) for one in value)
