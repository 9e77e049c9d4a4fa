"""A value as an author writes it -> the JSON of a FHIR data type.

Short forms, where FHIR is longer than what is meant:

    CodeableConcept   Grønn stær                      text
                      plantype#behandlingsplan        a code of the guide's own system, with its display
                      urn:oid:…7170#F93               a code of another system
    Coding            system#code
    canonical, uri    CodeSystem(plantype)            the canonical of what an id of the guide names
    Identifier        14835130194                     value alone (the profile's slice knows the system)
                      urn:oid:…4.1|14835130194        system and value
                      urn:uuid:5b0c6e9a-…             a URI, which is its own system (urn:ietf:rfc:3986)
    Quantity          92 %   2.5 mg                   a UCUM unit
    Timing            1/a    2/d    1/2wk             how often in which period (UCUM units of time)
    HumanName, Annotation                             text

Source: https://hl7.org/fhir/R4/datatypes.html
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from dbep_ig.engine.diagnostics import Pointer, Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.fhir_values import unknown_canonical
from dbep_ig.guide.authoring.names import CANONICAL_TYPES, canonical_form
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .datatype_words import fhir_part, words_of
from .draft import ExampleDraft, ResourceDraft
from .given import Given
from .references import reference
from .rules import CODE_AS_TEXT, UNKNOWN_CODE, UNKNOWN_ELEMENT, WRONG_VALUE

_INTEGERS = frozenset({"integer", "positiveInt", "unsignedInt"})
_CODE = re.compile(r"(?P<system>[A-Za-z0-9.\-]+|[a-z]+:\S+)#(?P<code>[^\s#]+)")
_QUANTITY = re.compile(r"(?P<value>-?\d+(?:\.\d+)?)\s*(?P<unit>\S+)?")
_TIMING = re.compile(r"(?P<times>\d+)/(?P<period>\d*)(?P<unit>s|min|h|d|wk|mo|a)")
_URI = "urn:ietf:rfc:3986"  # identifiers that are URIs: https://hl7.org/fhir/R4/datatypes.html#Identifier
_UCUM = "http://unitsofmeasure.org"


class MisfitError(Exception):
    """A value does not have the form of its type; caught where the author's value began."""

    def __init__(self, given: Given, type_name: str) -> None:
        self.given = given
        self.type_name = type_name


def value_of(given: Given, type_name: str, at: Pointer, example: ExampleDraft, draft: ResourceDraft) -> Json:
    """The value, its parts noted in `draft.places`. None after an issue (DBEP2902, DBEP2903, DBEP2905, DBEP2916)."""
    try:
        return _value(given, type_name, at, example, draft)
    except MisfitError as misfit:
        example.report(WRONG_VALUE, misfit.given.where, value=misfit.given.shown, type=misfit.type_name)
        return None


def fits(given: Given, type_name: str, example: ExampleDraft) -> bool:
    """Whether the value has the form of the type, for choosing among a choice element's types."""
    trial = ExampleDraft(example.model, example.types, example.definitions, example.instances)
    try:
        _value(given, type_name, (), trial, ResourceDraft({}))
    except MisfitError:
        return False
    return not any(issue.is_error for issue in trial.issues)


def _value(given: Given, type_name: str, at: Pointer, example: ExampleDraft, draft: ResourceDraft) -> Json:
    draft.places[at] = given.where
    if type_name == "Reference":
        return reference(given, example, lambda part, name: _value(part, name, at, example, draft))
    if given.text is not None:
        if example.types.kind(type_name) == "primitive-type":
            return _canonical(given, type_name, example) or primitive(given, type_name)
        return _short(given, type_name, example)
    if given.fields is None or example.types.kind(type_name) == "primitive-type":
        raise MisfitError(given, type_name)
    return _parts(given, type_name, at, example, draft)


def _canonical(given: Given, type_name: str, example: ExampleDraft) -> str | None:
    """The canonical in a value written `CodeSystem(id)`; as written, after DBEP2048, when the guide defines no such thing."""
    form = canonical_form(given.text or "") if type_name in CANONICAL_TYPES else None
    if form is None:
        return None
    found = example.model.names.canonical_of(*form)
    if found is None:
        example.issues.append(unknown_canonical(*form, given.where, example.model.names))
    return found or given.text


def primitive(given: Given, type_name: str) -> Json:
    """Text as a FHIR primitive; its format is the validator's business, but JSON's own kind must be right."""
    text = given.text
    if text is None or given.is_null:
        raise MisfitError(given, type_name)
    if type_name == "boolean":
        if text not in ("true", "false"):
            raise MisfitError(given, type_name)
        return text == "true"
    if type_name in _INTEGERS:
        if re.fullmatch(r"-?\d+", text) is None:
            raise MisfitError(given, type_name)
        return int(text)
    if type_name == "decimal":
        if re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text) is None:
            raise MisfitError(given, type_name)
        return Decimal(text)
    if type_name in _DATES and _DATES[type_name].fullmatch(text) is None:
        raise MisfitError(given, type_name)
    return text.strip() if type_name not in ("string", "markdown") else text


_DAY = r"\d{4}-\d\d-\d\d"
_TIME = r"T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
_DATES = {
    "date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?"),
    "dateTime": re.compile(rf"\d{{4}}(-\d\d)?|{_DAY}({_TIME})?"),
    "instant": re.compile(rf"{_DAY}{_TIME}"),
    "time": re.compile(r"\d\d:\d\d:\d\d(\.\d+)?"),
}


def _short(given: Given, type_name: str, example: ExampleDraft) -> Json:
    text = given.text or ""
    if not text.strip() or given.is_null:
        raise MisfitError(given, type_name)
    if type_name in ("CodeableConcept", "Coding"):
        coding = _coding(given, text, example)
        if type_name == "Coding":
            if coding is None:
                raise MisfitError(given, type_name)
            return coding
        return {"text": text} if coding is None else {"coding": [coding]}
    if type_name == "Identifier":
        system, bar, value = text.partition("|")
        if not bar and text.startswith(("urn:uuid:", "urn:oid:")):
            return {"system": _URI, "value": text}
        return {"system": system, "value": value} if bar else {"value": text}
    if type_name in ("Quantity", "SimpleQuantity", "Duration", "Age"):
        found = _QUANTITY.fullmatch(text.strip())
        if found is None:
            raise MisfitError(given, type_name)
        number: dict[str, Json] = {"value": Decimal(found["value"])}
        if found["unit"]:
            number |= {"unit": found["unit"], "system": _UCUM, "code": found["unit"]}
        return number
    if type_name == "Timing":
        rhythm = timing(text)
        if rhythm is None:
            raise MisfitError(given, type_name)
        return rhythm
    if type_name in ("HumanName", "Annotation", "Address"):
        return {"text": text}
    raise MisfitError(given, type_name)


def timing(text: str) -> dict[str, Json] | None:
    """`2/d` -> a Timing that repeats twice a day; None for text of another form."""
    found = _TIMING.fullmatch(text.strip())
    if found is None:
        return None
    repeat: dict[str, Json] = {
        "frequency": int(found["times"]),
        "period": int(found["period"] or 1),
        "periodUnit": found["unit"],
    }
    return {"repeat": repeat}


def _coding(given: Given, text: str, example: ExampleDraft) -> dict[str, Json] | None:
    """`system#code`, or None when the text is not of that form or names no system."""
    found = _CODE.fullmatch(text.strip())
    if found is None:
        return None
    system = example.code_system(found["system"])
    if system is None:
        if is_absolute(found["system"]):
            return {"system": found["system"], "code": found["code"]}
        hint = did_you_mean(found["system"], example.model.names.code_systems)
        example.report(CODE_AS_TEXT, given.where, system=found["system"], text=text.strip(), hint=hint)
        return None
    concept = system.concepts.get(found["code"])
    if concept is None:
        hint = did_you_mean(found["code"], system.concepts)
        ended = Text(hint.nb or ".", hint.en or ".")
        example.report(UNKNOWN_CODE, given.where, system=found["system"], code=found["code"], hint=ended)
        return {"system": example.model.guide.url("CodeSystem", system.id), "code": found["code"]}
    return {
        "system": example.model.guide.url("CodeSystem", system.id),
        "code": concept.code,
        "display": concept.display.main,
    }


def _parts(given: Given, type_name: str, at: Pointer, example: ExampleDraft, draft: ResourceDraft) -> Json:
    """A data type written part by part, in FHIR's names or the Norwegian ones."""
    elements = example.types.elements(type_name)
    written: dict[str, Json] = {}
    assert given.fields is not None
    for word, part in given.fields.items():
        name = fhir_part(type_name, word)
        info = elements.get(name)
        known = example.types.member(type_name, name)
        if info is None and known is not None:
            info = known[0]
        if info is None:
            hint = did_you_mean(word, [*elements, *words_of(type_name)])
            ended = Text(hint.nb or ".", hint.en or ".")
            example.report(UNKNOWN_ELEMENT, part.where, on_key=True, holder=type_name, name=word, hint=ended)
            continue
        if known is not None and info.is_choice:
            member, part_type = name, known[1]
        else:
            member, part_type = choose(part, info.keys, example)
        if info.is_list:
            items = part.items if part.items is not None else [part]
            written[member] = [
                _value(item, part_type, (*at, member, n), example, draft) for n, item in enumerate(items)
            ]
        else:
            value = _value(part, part_type, (*at, member), example, draft)
            named = example.model.names.member(type_name, member, value) if isinstance(value, str) else None
            written[member] = named or value
    return {key: value for key, value in written.items() if value is not None}


def choose(given: Given, keys: Mapping[str, str], example: ExampleDraft) -> tuple[str, str]:
    """The (member name, type) of an element that fits the value; of several the first, of none the first as well."""
    options = list(keys.items())
    sample = given.items[0] if given.items else given
    if len(options) == 1:
        return options[0]
    return next((option for option in options if fits(sample, option[1], example)), options[0])
