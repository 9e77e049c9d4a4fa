"""YAML values as FHIR JSON, once the FHIR type they must fit is known.

A code may be written `system#code`; a system may be the id of a code system of the model. What an id names has its canonical
written `CodeSystem(id)`, `ValueSet(id)` or `StructureDefinition(id)`.
Source: https://hl7.org/fhir/R4/datatypes.html and https://hl7.org/fhir/R4/json.html
"""

import re
from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Rule, Text
from dbep_ig.engine.diagnostics.slips import asked
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhir.uris import is_absolute

from . import meant_forms
from .expressions import KINDS
from .model import Model
from .model_rules import UNKNOWN_CODE, UNKNOWN_CODE_SYSTEM, UNKNOWN_SHORT_FORM
from .names import CANONICAL_TYPES, Names, canonical_form
from .shapes import wrong_shape
from .suggestions import did_you_mean
from .yaml_nodes import Where, YamlMapping, YamlNode, YamlScalar, YamlSequence

VALUE_OF_WRONG_TYPE = Rule(
    code="DBEP2030",
    name="value-of-wrong-type",
    issue_type="value",
    nb="«{value}» er ikke en gyldig verdi av typen {type}{hint}",
    en="`{value}` is not a valid value of type {type}{hint}",
    spec="https://hl7.org/fhir/R4/datatypes.html",
)
UNKNOWN_MEMBER = Rule(
    code="DBEP2031",
    name="unknown-element-in-value",
    issue_type="structure",
    nb="{type} har ikke noe element «{name}»{hint}",
    en="{type} has no element `{name}`{hint}",
    spec="https://hl7.org/fhir/R4/datatypes.html",
)

_MOST_MEMBERS = 5  # of a choice, in a message

# The forms that decide how a value is written in JSON, and those whose mistakes would otherwise first show in a
# user's validator. https://hl7.org/fhir/R4/datatypes.html#primitive
_FORMS = {
    "boolean": r"true|false",
    "integer": r"-?(?:0|[1-9][0-9]*)",
    "unsignedInt": r"0|[1-9][0-9]*",
    "positiveInt": r"[1-9][0-9]*",
    "decimal": r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?",
    "code": r"[^\s]+(?:\s[^\s]+)*",
    "id": r"[A-Za-z0-9\-.]{1,64}",
    "date": r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?",
    "dateTime": r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9]))?)?)?",
    "time": r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?",
    "uri": r"\S+",
    "url": r"\S+",
    "canonical": r"\S+",
}


def unknown_canonical(resource_type: str, name: str, at: Where, names: Names) -> Issue:
    """DBEP2048 for `CodeSystem(name)` and the like in a value."""
    start = len(resource_type) + 1
    hint = did_you_mean(name, names.of_type(resource_type))
    kind = KINDS.get(resource_type, Text(f"en {resource_type} her", f"a {resource_type} here"))
    params = {"name": name, "kind": kind, "hint": hint}
    return Issue(UNKNOWN_SHORT_FORM, at.range(start, start + len(name)), params)


def member_meant(types: TypeModel, type_name: str, key: str) -> Text:
    """Completes DBEP2031: of a choice without its type the members that say one, else the nearest."""
    elements = types.elements(type_name)
    choice = elements.get(key.removesuffix("[x]"))
    if choice is not None and choice.is_choice:
        shown = [f"{{}}{one}{{}}" for one in list(choice.keys)[:_MOST_MEMBERS]]
        more = ", …" if len(choice.keys) > _MOST_MEMBERS else ""
        nb, en = (", ".join(one.format(*quotes) for one in shown) for quotes in ("«»", "``"))
        return Text(f"; skriv typen med: {nb}{more}", f"; write it with its type: {en}{more}")
    return did_you_mean(key, [one for info in elements.values() for one in info.keys])


class FhirValues:
    """Converts values for one model; faults go to `issues`."""

    def __init__(self, model: Model, types: TypeModel, issues: list[Issue]) -> None:
        self.model = model
        self.types = types
        self.issues = issues

    def value(self, node: YamlNode, type_name: str, at: Where) -> Json:
        """The node as a value of this type, or None after an issue."""
        if self.types.kind(type_name) == "primitive-type":
            return self._primitive(node, type_name, at)
        if isinstance(node, YamlScalar):
            return self._coded(node, type_name, at)
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, self.issues, "mapping")
            return None
        found: dict[str, Any] = {}
        for entry in node:
            key = entry.key.text
            member = self.types.member(type_name, key)
            if member is None:
                params = {"type": type_name, "name": key, "hint": member_meant(self.types, type_name, key)}
                self.issues.append(Issue(UNKNOWN_MEMBER, (at / key).location(on_key=True), params))
                continue
            info, member_type = member
            value = self._member(entry.value, member_type, at / key, is_list=info.is_list)
            if type_name == "Coding" and key == "system" and isinstance(value, str):
                value = self.system(value, at / key)
            elif isinstance(value, str):
                value = self.model.names.member(type_name, key, value) or value
            if value is not None:
                found[key] = value
        return found

    def _member(self, node: YamlNode, type_name: str, at: Where, *, is_list: bool) -> Json:
        if not is_list:
            return self.value(node, type_name, at)
        if not isinstance(node, YamlSequence):
            wrong_shape(node, at, self.issues, "sequence")
            return None
        items = [self.value(item, type_name, at / index) for index, item in enumerate(node)]
        return [item for item in items if item is not None]

    def _primitive(self, node: YamlNode, type_name: str, at: Where) -> Json:
        if not isinstance(node, YamlScalar):
            wrong_shape(node, at, self.issues, "scalar")
            return None
        text = node.text
        form = _FORMS.get(type_name, r"[\s\S]+")
        if re.fullmatch(form, text) is None:
            self._wrong(text, type_name, at)
            return None
        if type_name == "boolean":
            return text == "true"
        if type_name in ("integer", "unsignedInt", "positiveInt"):
            return int(text)
        if type_name in CANONICAL_TYPES and (named := canonical_form(text)) is not None:
            return self._canonical(*named, at)
        return Decimal(text) if type_name == "decimal" else text

    def _canonical(self, resource_type: str, name: str, at: Where) -> str | None:
        """The canonical of what an id here names."""
        found = self.model.names.canonical_of(resource_type, name)
        if found is None:
            self.issues.append(unknown_canonical(resource_type, name, at, self.model.names))
        return found

    def _coded(self, node: YamlScalar, type_name: str, at: Where) -> Json:
        """`system#code` for the types that hold a code."""
        system, separator, code = node.text.rpartition("#")
        if type_name not in ("Coding", "CodeableConcept") or not separator or not system or not code:
            self._wrong(node.text, type_name, at)
            return None
        url = self.system(system, at)
        if url is None:
            return None
        own = self.model.code_systems.get(self.model.names.code_systems.get(system, ""))
        if own is not None and own.concepts and code not in own.concepts:
            params = {"code": code, "system": system, "hint": did_you_mean(code, own.concepts)}
            self.issues.append(Issue(UNKNOWN_CODE, at.location(), params))
            return None
        coding = {"system": url, "code": code}
        return coding if type_name == "Coding" else {"coding": [coding]}

    def system(self, name: str, at: Where) -> str | None:
        """A code system's address, from its id here or as written."""
        found = self.model.names.canonical_of("CodeSystem", name)
        if found is not None or is_absolute(name):
            return found or name
        params = {"name": name, "hint": did_you_mean(name, self.model.names.code_systems)}
        self.issues.append(Issue(UNKNOWN_CODE_SYSTEM, at.location(), params))
        return None

    def _wrong(self, value: str, type_name: str, at: Where) -> None:
        said = Text(f"{type_name} (system#kode)", f"{type_name} (system#code)")
        coded = type_name in ("Coding", "CodeableConcept")
        meant = meant_forms.boolean(value) if type_name == "boolean" else None
        hint = Text("", "") if meant is None else asked(meant)
        params = {"value": value, "type": said if coded else type_name, "hint": hint}
        self.issues.append(Issue(VALUE_OF_WRONG_TYPE, at.location(), params))
