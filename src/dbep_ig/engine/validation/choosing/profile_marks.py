"""What tells the resources of a profile from others: the codings that it demands, read off its StructureDefinition.

A mark is a system and a code, or a system alone, which an element of the resource must have: by fixed or pattern value of
a CodeableConcept or Coding, of its `system` and `code`, or of an element that is a plain code; on the element or on a slice
that must be there. A snapshot has all of them; of a differential, those of the base profiles come besides.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

Mark = tuple[
    str, str
]  # system, code; "" for a code: any of the system; "" for a system: the element is a plain code
Find = Callable[[str], Resource | None]

_MOST_BASES = 50
_VALUES = ("patternCodeableConcept", "fixedCodeableConcept", "patternCoding", "fixedCoding")
_CODES = ("patternCode", "fixedCode")
_TEXTS = ("patternUri", "fixedUri", "patternCode", "fixedCode", "patternString", "fixedString")


class ProfileMarks:
    """A profile of a guide.

    ancestors  urls of the profiles it is derived from, nearest first; the type's own definition is none
    marks      element name -> what must be there; several where several slices must
    single     the elements that have one value at most
    """

    __slots__ = ("ancestors", "is_abstract", "marks", "single", "url")

    def __init__(self, profile: Resource, find: Find) -> None:
        self.url = str(profile.get("url", ""))
        self.is_abstract = profile.get("abstract") is True
        line = [profile, *_bases(profile, find)]
        self.ancestors = tuple(str(one.get("url", "")) for one in line[1:])
        elements: dict[str, dict[str, Any]] = {}
        for definition in reversed(_needed(line)):
            for element in _elements(definition):
                name = element.get("id") or element.get("path")
                if isinstance(name, str):
                    elements[name] = {**elements.get(name, {}), **element}
        self.single = frozenset(
            name.partition(".")[2]
            for name, element in elements.items()
            if name.count(".") == 1 and _most(element) == "1"
        )
        self.marks: dict[str, frozenset[Mark]] = {}
        for name, mark in _marks(elements):
            self.marks[name] = self.marks.get(name, frozenset()) | {mark}


def _bases(profile: Resource, find: Find) -> Iterator[Resource]:
    seen = {profile.get("url")}
    at = profile
    for _ in range(_MOST_BASES):
        base = at.get("baseDefinition")
        found = find(base) if isinstance(base, str) else None
        if found is None or found.get("derivation") != "constraint" or found.get("url") in seen:
            return
        seen.add(found.get("url"))
        yield found
        at = found


def _needed(line: list[Resource]) -> list[Resource]:
    """From the profile to the first that has a snapshot."""
    for number, definition in enumerate(line, 1):
        if isinstance(definition.get("snapshot"), dict):
            return line[:number]
    return line


def _elements(definition: Resource) -> Iterator[Mapping[str, Any]]:
    part = definition.get("snapshot") or definition.get("differential")
    elements = part.get("element") if isinstance(part, dict) else None
    for element in elements if isinstance(elements, list) else ():
        if isinstance(element, dict):
            yield element


def _marks(elements: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Mark]]:
    """(element name, mark) of elements just below the resource."""
    parts: dict[str, dict[str, str]] = {}  # id of a `coding` -> its system and code
    for name, element in elements.items():
        steps = name.split(".")
        if len(steps) < 2 or not _is_demanded(steps, elements):
            continue
        owner = steps[1].partition(":")[0].removesuffix("[x]")
        last = steps[-1].partition(":")[0]
        if len(steps) == 2 or (len(steps) == 3 and last == "coding"):
            for key in _VALUES:
                yield from ((owner, mark) for mark in _of_value(element.get(key)))
            if len(steps) == 2:
                for key in _CODES:
                    if isinstance(element.get(key), str):
                        yield owner, ("", element[key])
        is_part = len(steps) == 4 and steps[2].partition(":")[0] == "coding"
        if last in ("system", "code") and (is_part or len(steps) == 3):
            text = next((element[key] for key in _TEXTS if isinstance(element.get(key), str)), None)
            if text is not None:
                parts.setdefault(".".join(steps[:-1]), {})[last] = text
    for name, part in parts.items():
        if "system" in part and ("code" in part or name.count(".") > 1 or _is_coding(elements.get(name, {}))):
            yield name.split(".")[1].partition(":")[0], (part["system"], part.get("code", ""))


def _is_coding(element: Mapping[str, Any]) -> bool:
    types = element.get("type")
    return isinstance(types, list) and any(
        isinstance(one, dict) and one.get("code") == "Coding" for one in types
    )


def _most(element: Mapping[str, Any]) -> str:
    """How many values the element may have in any resource of the type."""
    base = element.get("base")
    return str((base if isinstance(base, dict) else element).get("max"))


def _of_value(value: Any) -> Iterator[Mark]:
    if not isinstance(value, dict):
        return
    codings = value.get("coding", [value])
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict) and isinstance(coding.get("system"), str):
            code = coding.get("code", "")
            yield coding["system"], code if isinstance(code, str) else ""


def _is_demanded(steps: list[str], elements: Mapping[str, Mapping[str, Any]]) -> bool:
    """Every slice on the way must be there, and below the first step every element.

    An element of the resource itself that is no slice counts whether or not it must be there: whoever has it has it so.
    """
    for depth in range(2, len(steps) + 1):
        element = elements.get(".".join(steps[:depth]), {})
        is_slice = ":" in steps[depth - 1]
        if (is_slice or 2 < depth < len(steps)) and element.get("min") in (0, None):
            return False
    return True
