"""Coding and CodeableConcept: `system#code`, where the system is an id of the guide or an address; a concept may be text alone.

A text that has a mark of something else (`#`, the name of a code system here before a separator, a code of the bound value
set) is none: whoever means it writes `{text: …}`.
Source: https://hl7.org/fhir/R4/datatypes.html#CodeableConcept
"""

import re

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.suggestions import did_you_mean, nearest
from dbep_ig.guide.scenarios.bound_codes import bound_codes
from dbep_ig.guide.scenarios.rules import UNKNOWN_CODE, UNKNOWN_CODE_SYSTEM

from .form import Form, Forms, NotOfFormError, Setting

_CODE = re.compile(r"(?P<system>[^\s#|:/]+|[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+)#(?P<code>[^\s#]+)")
_SEPARATED = re.compile(r"(?P<system>[^\s#|:/,]+|[a-z]+:[^\s#|]+)\s*[#|:/,]\s*(?P<code>[^\s#|:/,]+)")


def _coding(text: str, setting: Setting) -> dict[str, Json] | None:
    """`system#code`; None when the text is not of that form."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    example, where = setting.example, setting.given.where
    system = example.code_system(found["system"])
    if system is None:
        coding: dict[str, Json] = {"system": found["system"], "code": found["code"]}
        if not is_absolute(found["system"]):
            hint = did_you_mean(found["system"], example.model.names.code_systems)
            ended = Text(hint.nb or ".", hint.en or ".")
            example.report(UNKNOWN_CODE_SYSTEM, where, system=found["system"], hint=ended)
        return coding
    concept = system.concepts.get(found["code"])
    url = example.model.guide.url("CodeSystem", system.id)
    if concept is None:
        hint = did_you_mean(found["code"], system.concepts)
        ended = Text(hint.nb or ".", hint.en or ".")
        example.report(UNKNOWN_CODE, where, system=found["system"], code=found["code"], hint=ended)
        return {"system": url, "code": found["code"]}
    return {"system": url, "code": concept.code, "display": example.say(concept.display)}


def _read_coding(text: str, setting: Setting) -> Json:
    found = _coding(text, setting)
    if found is None:
        raise NotOfFormError
    return found


def _read_concept(text: str, setting: Setting) -> Json:
    found = _coding(text, setting)
    if found is not None:
        return {"coding": [found]}
    if not _may_be_text(text, setting):
        raise NotOfFormError
    return {"text": setting.given.text or ""}


def _may_be_text(text: str, setting: Setting) -> bool:
    if "#" in text or (setting.binding is not None and setting.binding.strength == "required"):
        return False
    return _meant(text, setting) is None


def _meant(text: str, setting: Setting) -> str | None:
    """`tiltakstype|kort`, `kort` and `Kort` (its display) -> `tiltakstype#kort`."""
    names = setting.example.model.names
    found = _SEPARATED.fullmatch(text)
    if found is not None:
        named = found["system"]
        system = named if named in names.code_systems or is_absolute(named) else None
        own = setting.example.code_system(named)
        if system is not None and (own is None or found["code"] in own.concepts) and "#" not in found["code"]:
            meant = f"{system}#{found['code']}"
            is_sure = own is not None or "#" in text or "|" in text
            return meant if meant != text and is_sure else None
    codes = bound_codes(setting.binding, setting.example.model)
    if setting.binding is None or setting.binding.strength in ("example", "preferred"):
        return None
    if text in codes:
        return codes[text].written
    if setting.binding.strength != "required":
        return None
    shown = {one.display.casefold(): one.written for one in codes.values()}
    near = shown.get(text.casefold())
    if near is not None:
        return near
    code = nearest(text, codes)
    return None if code is None else codes[code].written


_SYSTEM_CODE = Text("«system#kode»", "`system#code`")
FORMS: Forms = {
    "Coding": Form(_SYSTEM_CODE, _read_coding, _meant),
    "CodeableConcept": Form(
        Text("«system#kode», eller {tekst: …}", "`system#code`, or {text: …}"),
        _read_concept,
        _meant,
        is_text=True,
    ),
}
