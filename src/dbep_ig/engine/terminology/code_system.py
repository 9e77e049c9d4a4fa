"""A code system made ready for look-ups: its codes, their hierarchy, what of it is available.

Source: https://hl7.org/fhir/R4/codesystem.html
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.translations import own_name

from .concept import Concept, PropertyCodes
from .shapes import coded, text_of

_OPEN_END = "xxx"


class Content(Enum):
    """How much of the code system its resource holds: https://hl7.org/fhir/R4/valueset-codesystem-content-mode.html."""

    NOT_PRESENT = "not-present"
    EXAMPLE = "example"
    FRAGMENT = "fragment"
    COMPLETE = "complete"
    SUPPLEMENT = "supplement"


class CodeSystem:
    """One CodeSystem resource, with the supplements that were asked for. Immutable once made.

    case_sensitive  None where the resource does not say: then any case is accepted (Postel's law, says R4)
    """

    def __init__(self, resource: Resource, supplements: Iterable[Resource] = ()) -> None:
        self.url = str(resource.get("url", ""))
        self.version = text_of(resource.get("version"))
        self.title = own_name(resource)
        self.language = text_of(resource.get("language"))
        self.content = _content(resource.get("content"))
        sensitive = resource.get("caseSensitive")
        self.case_sensitive = sensitive if isinstance(sensitive, bool) else None
        self.resource = resource
        self.property_codes = PropertyCodes(resource.get("property"))
        self.concepts: Mapping[str, Concept] = self._read_concepts()
        for supplement in supplements:
            self._add(supplement)

    def _read_concepts(self) -> dict[str, Concept]:
        found: dict[str, Concept] = {}
        for source, parent in _nested(self.resource.get("concept"), None):
            code = source["code"]
            concept = found.get(code)
            if concept is None:
                found[code] = Concept(code, source, [] if parent is None else [parent])
            elif parent is not None and parent not in concept.parents:
                concept.parents.append(parent)
        self._read_parent_properties(found)
        return found

    def _read_parent_properties(self, found: dict[str, Concept]) -> None:
        for concept in tuple(found.values()):
            if "property" not in concept.source:
                continue
            for item in concept.properties():
                meaning = self.property_codes.meaning(item.code)
                if meaning in ("parent", "subsumedBy"):
                    above, below = item.text, concept
                elif meaning == "child" and item.text in found:
                    above, below = concept.code, found[item.text]
                else:
                    continue
                if above in found and above not in below.parents:
                    below.parents.append(above)

    def _add(self, supplement: Resource) -> None:
        for source, _ in _nested(supplement.get("concept"), None):
            concept = self.concepts.get(source["code"])
            if concept is not None:
                concept.additions = (*concept.additions, source)

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {code.casefold(): code for code in reversed(tuple(self.concepts))}

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        below: dict[str, list[str]] = {}
        for code, concept in self.concepts.items():
            for parent in concept.parents:
                below.setdefault(parent, []).append(code)
        return {code: tuple(children) for code, children in below.items()}

    @cached_property
    def inactive(self) -> frozenset[str]:
        """Codes not to be used any more."""
        return frozenset(
            code for code, concept in self.concepts.items() if self.property_codes.is_inactive(concept)
        )

    @cached_property
    def abstract(self) -> frozenset[str]:
        """Codes that are only there to select others by."""
        return frozenset(
            code for code, concept in self.concepts.items() if self.property_codes.is_abstract(concept)
        )

    @property
    def canonical(self) -> str:
        """`url|version`, or `url`."""
        return f"{self.url}|{self.version}" if self.version else self.url

    @property
    def is_complete(self) -> bool:
        """Every code of the system is available."""
        return self.content is Content.COMPLETE

    def find(self, code: str) -> Concept | None:
        """The concept, by its exact code; in another case where the system does not forbid that."""
        concept = self.concepts.get(code)
        if concept is not None:
            return concept
        if not self.case_sensitive:
            spelled = self._folded.get(code.casefold())
            if spelled is not None:
                return self.concepts[spelled]
        return self._made_from_template(code)

    @cached_property
    def _templates(self) -> tuple[str, ...]:
        return tuple(
            code for code in self.concepts if code.endswith(_OPEN_END) and len(code) > len(_OPEN_END)
        )

    @property
    def has_open_ends(self) -> bool:
        """Some of its codes stand for many."""
        return bool(self._templates)

    def is_open_ended(self, code: str) -> bool:
        """Whether the code is one of the many that a code with an open end stands for."""
        return self._made_from_template(code) is not None

    def _made_from_template(self, code: str) -> Concept | None:
        """HL7 v2 has codes with an open end: `NNxxx` is NNNOR, NNFIN…; `PRNxxx` is PRNQ6H…"""
        for template in self._templates:
            prefix = template.removesuffix(_OPEN_END)
            if code.startswith(prefix) and len(code) > len(prefix) and code.isalnum():
                return Concept(code, {"code": code}, [template])
        return None

    def has_property(self, code: str) -> bool:
        """The code system defines this property, or a concept has it without being asked."""
        if any(item["code"] == code for item in coded(self.resource.get("property"))):
            return True
        return any(item.code == code for concept in self.concepts.values() for item in concept.properties())

    def property_types(self) -> Mapping[str, str]:
        """Code -> type of the properties (and filters, which have no type) that the code system defines."""
        types = {item["code"]: str(item.get("type", "")) for item in coded(self.resource.get("property"))}
        return {**{item["code"]: "" for item in coded(self.resource.get("filter"))}, **types}

    def children(self, code: str) -> tuple[str, ...]:
        """Codes directly below."""
        return self._children.get(code, ())

    def descendants(self, code: str) -> dict[str, None]:
        """All codes below, each once, in order of depth first; `code` itself is among them only in a cycle."""
        return _reachable(code, self.children)

    def ancestors(self, code: str) -> dict[str, None]:
        """All codes above, each once."""
        return _reachable(code, lambda step: self.concepts[step].parents if step in self.concepts else ())


def _reachable(start: str, neighbours: Any) -> dict[str, None]:
    found: dict[str, None] = {}
    waiting = list(reversed(neighbours(start)))
    while waiting:
        code = waiting.pop()
        if code not in found:
            found[code] = None
            waiting.extend(reversed(neighbours(code)))
    return found


def _nested(concepts: object, parent: str | None) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    """(concept, code of the concept it stands in), outermost first, without recursion: input may be deep."""
    waiting = [(concept, parent) for concept in coded(concepts)]
    waiting.reverse()
    while waiting:
        concept, above = waiting.pop()
        yield concept, above
        if "concept" in concept:
            waiting.extend((child, concept["code"]) for child in reversed(coded(concept["concept"])))


def _content(value: object) -> Content:
    """What says nothing of its content promises nothing: some codes may be missing."""
    return next((mode for mode in Content if mode.value == value), Content.FRAGMENT)
