"""The JSON of a node is not what its type says: names, kinds, arrays, nulls, nothing where something must be.

These need no compiled assertion: the walk itself meets them, and calls the functions here only when something is wrong.

Source: https://hl7.org/fhir/R4/json.html
"""

from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Text
from dbep_ig.engine.diagnostics.slips import did_you_mean as nearness
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

JSON_SPEC = "https://hl7.org/fhir/R4/json.html"

UNKNOWN_PROPERTY = Rule(
    code="DBEP4101",
    name="unknown-property",
    issue_type="structure",
    nb="`{name}` er ikke et element i {type}{hint}",
    en="`{name}` is not an element of {type}{hint}",
    spec=JSON_SPEC,
)
NOT_AN_OBJECT = Rule(
    code="DBEP4102",
    name="not-an-object",
    issue_type="structure",
    nb="{element} skal være et JSON-objekt ({type}), men er {actual}",
    en="{element} must be a JSON object ({type}), but is {actual}",
    spec=JSON_SPEC,
)
NOT_A_LIST = Rule(
    code="DBEP4103",
    name="not-a-list",
    issue_type="structure",
    nb="{element} kan gjentas og skal være en JSON-liste, men er {actual}",
    en="{element} can repeat and must be a JSON array, but is {actual}",
    spec=JSON_SPEC,
)
UNEXPECTED_LIST = Rule(
    code="DBEP4104",
    name="unexpected-list",
    issue_type="structure",
    nb="{element} kan ikke gjentas, men er en JSON-liste",
    en="{element} cannot repeat, but is a JSON array",
    spec=JSON_SPEC,
)
WRONG_JSON_TYPE = Rule(
    code="DBEP4106",
    name="wrong-json-type",
    issue_type="structure",
    nb="{element} er av typen {type} og skal være {expected} i JSON, men er {actual}",
    en="{element} is of type {type} and must be {expected} in JSON, but is {actual}",
    spec=JSON_SPEC + "#primitive",
)
NULL_VALUE = Rule(
    code="DBEP4107",
    name="null-value",
    issue_type="structure",
    nb="{element} er null; et element uten verdi skal utelates",
    en="{element} is null; an element without a value must be omitted",
    spec=JSON_SPEC + "#primitive",
)
EMPTY_LIST = Rule(
    code="DBEP4108",
    name="empty-list",
    issue_type="structure",
    nb="{element} er en tom liste",
    en="{element} is an empty array",
    spec=JSON_SPEC,
)
EMPTY_OBJECT = Rule(
    code="DBEP4109",
    name="empty-object",
    issue_type="structure",
    nb="{element} er et tomt objekt",
    en="{element} is an empty object",
    spec=JSON_SPEC,
)
SIBLING_MISMATCH = Rule(
    code="DBEP4111",
    name="sibling-mismatch",
    issue_type="structure",
    nb="`{name}` har {actual} plasser, men `{primary}` har {expected}",
    en="`{name}` has {actual} entries, but `{primary}` has {expected}",
    spec=JSON_SPEC + "#primitive",
)
MISSING_RESOURCE_TYPE = Rule(
    code="DBEP4112",
    name="missing-resource-type",
    issue_type="structure",
    nb="Ressursen har ingen `resourceType`",
    en="The resource has no `resourceType`",
    spec=JSON_SPEC + "#resources",
)
UNKNOWN_RESOURCE_TYPE = Rule(
    code="DBEP4113",
    name="unknown-resource-type",
    issue_type="structure",
    nb="`{name}` er ikke en ressurstype i FHIR R4{hint}",
    en="`{name}` is not a resource type of FHIR R4{hint}",
    spec="https://hl7.org/fhir/R4/resourcelist.html",
)
SEVERAL_CHOICE_VALUES = Rule(
    code="DBEP4115",
    name="several-choice-values",
    issue_type="structure",
    nb="{element} har flere verdier: {names}; bare én type er tillatt om gangen",
    en="{element} has several values: {names}; only one type is allowed at a time",
    spec="https://hl7.org/fhir/R4/formats.html#choice",
)
TOO_DEEP = Rule(
    code="DBEP4118",
    name="too-deep",
    issue_type="too-long",
    nb="{element} ligger dypere enn {allowed} nivåer og er ikke kontrollert",
    en="{element} is nested deeper than {allowed} levels and was not checked",
    spec=JSON_SPEC,
)

_KINDS = {
    dict: Text("et objekt", "an object"),
    list: Text("en liste", "an array"),
    str: Text("en streng", "a string"),
    bool: Text("true eller false", "true or false"),
    int: Text("et tall", "a number"),
    type(None): Text("null", "null"),
}
_NUMBER = _KINDS[int]


def kind_of(value: Any) -> Text:
    """What a JSON value is, in words."""
    return _KINDS.get(type(value), _NUMBER)


def report_unknown(frame: Frame, key: str, names: Iterable[str], type_name: str, run: Run) -> None:
    """`key` is no member of the type; the nearest name is suggested."""
    run.add_at(
        UNKNOWN_PROPERTY, frame, key, on_key=True, name=key, type=type_name, hint=did_you_mean(key, names)
    )


def did_you_mean(name: str, names: Iterable[str]) -> Text:
    """`; mente du x?`, or nothing when nothing is near; of a primitive's two members its value is meant."""
    return nearness(name, (one for one in names if not one.startswith("_")))
