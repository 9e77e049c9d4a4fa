"""One concept of a code system, as its resource writes it.

Source: https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.concept
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from .shapes import coded, mappings, text_of

_CONCEPT_PROPERTIES = "http://hl7.org/fhir/concept-properties#"
# `status` has no fixed codes in R4; these are its "typical values" that mean no longer in use.
_INACTIVE_STATUS = frozenset(("retired", "inactive", "withdrawn"))


class Designation(NamedTuple):
    """Another name of a concept."""

    value: str
    language: str | None
    use: str | None  # the code of Coding `use`


class PropertyValue(NamedTuple):
    """A property of a concept. `value` is what stands in the resource; `text` is how filters write it."""

    code: str
    type: str  # code, Coding, string, integer, boolean, dateTime, decimal
    value: Any
    text: str


class Concept:
    """A concept read on demand from its JSON.

    parents  codes directly above it, from nesting and from `parent`, `child` and `subsumedBy` properties
    source   the concept's JSON; `additions` are the same concept's JSON in supplements
    """

    __slots__ = ("additions", "code", "parents", "source")

    def __init__(self, code: str, source: Mapping[str, Any], parents: list[str]) -> None:
        self.code = code
        self.source = source
        self.parents = parents
        self.additions: tuple[Mapping[str, Any], ...] = ()

    @property
    def display(self) -> str | None:
        """The preferred display of the code system."""
        return text_of(self.source.get("display"))

    @property
    def definition(self) -> str | None:
        """What it means."""
        return text_of(self.source.get("definition"))

    def designations(self) -> Iterator[Designation]:
        """All other names, those of supplements last."""
        for source in (self.source, *self.additions):
            for item in mappings(source.get("designation")):
                if isinstance(item.get("value"), str):
                    use = item.get("use")
                    use_code = text_of(use.get("code")) if isinstance(use, Mapping) else None
                    yield Designation(item["value"], text_of(item.get("language")), use_code)

    def properties(self) -> Iterator[PropertyValue]:
        """All properties, those of supplements last."""
        for source in (self.source, *self.additions):
            for item in coded(source.get("property")):
                for key, value in item.items():
                    if key.startswith("value") and value is not None:
                        kind = key.removeprefix("value")
                        kind = kind if kind == "Coding" else kind[:1].lower() + kind[1:]
                        yield PropertyValue(item["code"], kind, value, _text(value))


class PropertyCodes:
    """The codes that a code system uses for the properties with a meaning of their own.

    By the property's `uri` where the code system defines it, else by FHIR's own code for it.
    Source: https://hl7.org/fhir/R4/codesystem-concept-properties.html
    """

    __slots__ = ("_by_code",)

    def __init__(self, definitions: object) -> None:
        self._by_code: dict[str, str] = {}
        for definition in coded(definitions):
            uri = definition.get("uri")
            if isinstance(uri, str) and uri.startswith(_CONCEPT_PROPERTIES):
                self._by_code[definition["code"]] = uri.removeprefix(_CONCEPT_PROPERTIES)
            elif not isinstance(uri, str):
                self._by_code[definition["code"]] = definition["code"]

    def meaning(self, code: str) -> str:
        """FHIR's code for this property, or the code itself."""
        return self._by_code.get(code, code)

    def is_inactive(self, concept: Concept) -> bool:
        """Not to be used any more."""
        for item in concept.properties():
            meaning = self.meaning(item.code)
            if meaning == "inactive" and _is_true(item.value):
                return True
            if meaning == "status" and item.text in _INACTIVE_STATUS:
                return True
        return False

    def is_abstract(self, concept: Concept) -> bool:
        """Only there to select others by: not to be chosen itself."""
        return any(
            self.meaning(item.code) in ("notSelectable", "abstract") and _is_true(item.value)
            for item in concept.properties()
        )


def _is_true(value: object) -> bool:
    return value is True or value == "true"


def _text(value: object) -> str:
    """A value as `ValueSet.compose.include.filter.value` writes it; a Coding is `system#code`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return f"{value.get('system', '')}#{value.get('code', '')}"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
