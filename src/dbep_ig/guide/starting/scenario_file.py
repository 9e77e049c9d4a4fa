"""`dbep new scenario`: an instance of a class with what it must have, and of those that it must refer to."""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.guide.authoring.fhir_elements import FhirElement, FhirElements
from dbep_ig.guide.authoring.model import Element, Model, ModelClass
from dbep_ig.guide.languages import tool_language

from .required import is_required
from .writing import local, scalar, schema_line, shown

# of the codes of a status or kind, those that ask for the least
_PREFERRED = ("active", "completed", "final", "finished", "AMB", "collection", "logical", "requirements")
# of systems whose codes R4 does not list
_CODES_OF = {
    "urn:ietf:bcp:13": "application/fhir+json",
    "urn:ietf:bcp:47": "en",
    "urn:iso:std:iso:4217": "NOK",
}
_OTHERS = Text(
    "de andre elementene i klassen skrives på samme måte",
    "the other elements of the class are written the same way",
)
_TEXT = Text("Eksempel", "Example")
_PERSON = Text("Kari Eksempel", "Kari Example")
_CODED = ("CodeableConcept", "Coding")
_GROUPS = ("BackboneElement", "Element")
_OF_ALL = ("id", "extension", "modifierExtension")
_DEPTH = 4
_VALUES = {
    "boolean": "true",
    "integer": "1",
    "positiveInt": "1",
    "unsignedInt": "1",
    "decimal": "1",
    "date": "2026-01-15",
    "dateTime": "2026-01-15",
    "instant": '"2026-01-15T09:00:00+01:00"',
    "time": '"09:00:00"',
    "uri": "https://example.org/a",
    "url": "https://example.org/a",
    "canonical": "https://example.org/a",
    "Quantity": "{value: 1}",
    "Coding": '{system: "https://example.org/codes", code: a}',
    "Money": "{value: 1, currency: NOK}",
    "Attachment": "{contentType: text/plain, title: Example, data: RXhhbXBsZQ==}",
    "Period": "{start: 2026-01-15}",
    "Identifier": '{system: "https://example.org/id", value: "1"}',
}
_WITH_TEXT = ("CodeableConcept", "HumanName", "Annotation", "Narrative")


def scenario_file(
    name: str, one: ModelClass, model: Model, definitions: Definitions, title: str
) -> dict[str, str]:
    """A scenario about one class of the model."""
    languages = model.guide.languages
    path = f"examples/{name}.yaml"
    writer = _Writer(model, definitions)
    key = one.fhir_name[:1].lower() + one.fhir_name[1:]
    writer.instance(key, one)
    lines = [
        schema_line(path, "scenario"),
        f"scenario: {name}",
        f"title: {local(title or shown(name), languages)}",
        *writer.lines(key, f"  # {_OTHERS.in_language(tool_language(languages[0]))}"),
    ]
    return {path: "\n".join(lines) + "\n"}


class _Writer:
    """Instances by name, the lines of each."""

    def __init__(self, model: Model, definitions: Definitions) -> None:
        self.model = model
        self.definitions = definitions
        self.fhir = FhirElements(definitions)
        self.language = tool_language(model.guide.languages[0])
        self._instances: dict[str, list[str]] = {}

    def lines(self, first: str, comment: str) -> Iterator[str]:
        for key in (first, *(one for one in self._instances if one != first)):
            yield f"{key}:"
            yield from self._instances[key]
            if key == first:
                yield comment

    def instance(self, key: str, one: ModelClass, depth: int = 0) -> None:
        lines = self._instances[key] = [f"  class: {one.name}"]
        fixed = self._fixed(one)
        for element in one.elements.values():
            if element.cardinality.min == 0 or element.maps is None:
                continue
            if tuple(step.name for step in element.maps.steps) not in fixed:
                value = self._element(element, depth)
                least = element.cardinality.min
                repeated = value if least == 1 else f"[{', '.join([value] * least)}]"
                lines.append(f"  {element.name}: {repeated}")

    def _fixed(self, one: ModelClass) -> set[tuple[str, ...]]:
        profile = self.model.profile_of(one.name)
        return {
            tuple(step.name for step in rule.steps)
            for each in (self.model.ancestors(profile) if profile is not None else ())
            for rule in each.rules
            if rule.pattern is not None or rule.fixed is not None
        }

    def _element(self, element: Element, depth: int) -> str:
        if element.elements:
            inside = [
                f"{one.name}: {self._element(one, depth)}"
                for one in element.elements.values()
                if one.cardinality.min > 0
            ]
            return f"{{{', '.join(inside)}}}"
        kind = element.types[0]
        if kind.name == "Reference":
            return self._reference(kind.targets, depth)
        code = self._bound(element.binding.value_set) if element.binding is not None else None
        system, _, value = (code or "").rpartition("#")
        if kind.name == "code":
            assert element.maps is not None
            found, _ = self.fhir.along(element.maps)
            return value or self._code(found[-1])
        if code is not None and kind.name in _CODED:
            return f"{system}#{value}"
        if kind.name in _CODED and element.maps is not None:
            found, _ = self.fhir.along(element.maps)
            return self._coded(found[-1], kind.name)
        if kind.name in _GROUPS and element.maps is not None:
            found, _ = self.fhir.along(element.maps)
            return self._parts(found[-1], depth)
        return self._value(kind.name, depth)

    def _coded(self, element: FhirElement, kind: str) -> str:
        """A code of the value set that R4 asks for, else a text."""
        binding = element.definition.get("binding") or {}
        if binding.get("strength") in ("required", "extensible"):
            found = _code_of(str(binding.get("valueSet", "")).partition("|")[0], self.definitions)
            if found is not None:
                system, _, code = found.rpartition("#")
                coding = f'{{system: "{system}", code: {scalar(code)}}}'
                return coding if kind == "Coding" else f"{{coding: [{coding}]}}"
        return self._value(kind)

    def _value(self, kind: str, depth: int = 0) -> str:
        text = scalar(_TEXT.in_language(self.language))
        if kind in _WITH_TEXT:
            return f"{{text: {text}}}"
        root = self.fhir.root(kind)
        if kind not in _VALUES and root is not None and "value" not in self.fhir.children(root):
            return self._parts(root, depth)  # of a complex type; primitives have a value
        return _VALUES.get(kind, text)

    def _parts(self, above: FhirElement, depth: int) -> str:
        """A group or a value of a complex type: its required parts, or else the first that says something."""
        children = self.fhir.children(above)
        wanted = {name: one for name, one in children.items() if is_required(one)}
        if not wanted:
            wanted = dict([next((name, one) for name, one in children.items() if name not in _OF_ALL)])
        shown = ", ".join(
            f"{name.removesuffix('[x]')}: {self._r4_value(one, depth)}" for name, one in wanted.items()
        )
        return f"{{{shown}}}"

    def _bound(self, value_set: str) -> str | None:
        """`system#code` of the first code of a value set of the guide, in its short form."""
        known = self.model.value_sets.get(value_set)
        url = self.model.value_set_url(value_set)
        return _first_code(self.model, known) if known is not None else _code_of(url, self.definitions)

    def _code(self, element: FhirElement) -> str:
        binding = element.definition.get("binding") or {}
        found = _code_of(str(binding.get("valueSet", "")).partition("|")[0], self.definitions)
        return (found or "#unknown").rpartition("#")[2]

    def _reference(self, targets: tuple[str, ...], depth: int) -> str:
        classes = [self.model.classes[name] for name in targets if name in self.model.classes]
        concrete = [one for one in classes if not one.abstract and one.resource is not None]
        known = (
            concrete[0].fhir_name
            if concrete
            else "Patient"
            if {"Patient", "Resource"}.intersection(targets)
            else targets[0]
            if targets
            else "Patient"
        )
        key = known[:1].lower() + known[1:]
        if key not in self._instances and depth < _DEPTH:
            if concrete:
                self.instance(key, concrete[0], depth + 1)
            else:
                self._instances[key] = [f"  class: {known}", *self._r4(known, depth + 1)]
        return f"{{$ref: {key}}}"

    def _r4(self, resource: str, depth: int) -> Iterator[str]:
        """An R4 resource that the model leaves to R4: who it is, and what R4 requires."""
        root = self.fhir.root(resource)
        children = self.fhir.children(root) if root is not None else {}
        name = children.get("name")
        if name is not None:
            person = "HumanName" in name.type_codes
            text = scalar((_PERSON if person else _TEXT).in_language(self.language))
            yield f"  name: {f'{{text: {text}}}' if person else text}"
        for word, one in children.items():
            if is_required(one) and word != "name":
                yield f"  {word.removesuffix('[x]')}: {self._r4_value(one, depth)}"

    def _r4_value(self, one: FhirElement, depth: int) -> str:
        kind = one.type_codes[0] if one.type_codes else "BackboneElement"  # what refers to another group
        if kind == "Reference":
            return self._reference(tuple(target.rsplit("/", 1)[-1] for target in one.targets), depth)
        if kind in _CODED:
            return self._coded(one, kind)
        if kind == "code":
            return self._code(one)
        return self._parts(one, depth) if kind in _GROUPS else self._value(kind, depth)


def _first_code(model: Model, value_set: Any) -> str | None:
    for part in value_set.include:
        system = model.code_systems.get(part.system or "")
        codes = list(part.concepts) or (list(system.concepts) if system is not None else [])
        if codes:
            short = system.id.removeprefix(f"{model.guide.prefix}-") if system is not None else part.system
            return f"{short}#{codes[0]}"
    return None


def _code_of(url: str, definitions: Definitions) -> str | None:
    """`system#code` of a value set of R4."""
    found = definitions.find(url, "ValueSet")
    for part in ((found or {}).get("compose") or {}).get("include", ()):
        system = str(part.get("system", ""))
        codes = [str(one["code"]) for one in part.get("concept", ())] or list(
            _codes(definitions.find(system, "CodeSystem"))
        )
        if system in _CODES_OF:
            codes = codes or [_CODES_OF[system]]
        if codes:
            return f"{system}#{next((code for code in _PREFERRED if code in codes), codes[0])}"
    return None


def _codes(system: Mapping[str, Any] | None) -> Iterator[str]:
    for concept in (system or {}).get("concept", ()):
        yield str(concept["code"])
        yield from _codes(concept)
