"""The codes of a value set as far as they can be listed, and what they are called."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.terminology import Terminology
from dbep_ig.engine.terminology.code_system import CodeSystem as CodesOfSystem
from dbep_ig.engine.terminology.filters import select
from dbep_ig.guide.authoring.model import Binding, CodeSystem, Concept, Element, Inclusion, LocalText

from .bearings import Bearings

_MOST_NESTED = 16  # value sets of value sets


class KnownCode(NamedTuple):
    """The system of a code, and what it is called; None where nobody says."""

    system: str
    display: LocalText | None


Codes = dict[str, KnownCode]


def binding_of(element: Element, bearings: Bearings) -> Binding | None:
    """The binding of an element of a class: its own, or the one that R4 has where it says nothing."""
    if element.binding is not None or element.maps is None:
        return element.binding
    chain, missing = bearings.elements.along(element.maps)
    said = {} if missing or not chain else chain[-1].definition.get("binding", {})
    if "valueSet" not in said:
        return None
    return Binding(split_canonical(said["valueSet"])[0], str(said.get("strength", "example")))


def codes_of(value_set: str, bearings: Bearings, depth: int = 0) -> Codes | None:
    """Code -> what is known of it, in the order of the value set; None where its codes cannot be listed here.

    value_set  its id here, or its canonical
    """
    own = bearings.model.value_sets.get(value_set)
    if own is None:
        return _outside(value_set, bearings)
    if depth > _MOST_NESTED:
        return None
    found: Codes = {}
    for inclusion in own.include:
        codes = _included(inclusion, bearings, depth)
        if codes is None:
            return None
        found.update({code: one for code, one in codes.items() if code not in found})
    for inclusion in own.exclude:
        codes = _included(inclusion, bearings, depth)
        if codes is None:
            return None
        found = {
            code: one
            for code, one in found.items()
            if codes.get(code, one._replace(system="")).system != one.system
        }
    return found


def _included(inclusion: Inclusion, bearings: Bearings, depth: int) -> Codes | None:
    found = None if inclusion.system is None else _of_system(inclusion.system, inclusion, bearings)
    if inclusion.system is not None and found is None:
        return None
    for name in inclusion.value_sets:
        codes = codes_of(name, bearings, depth + 1)
        if codes is None:
            return None
        found = codes if found is None else {code: one for code, one in found.items() if code in codes}
    return found


def _of_system(name: str, inclusion: Inclusion, bearings: Bearings) -> Codes | None:
    own, url = bearings.model.code_systems.get(name), bearings.model.code_system_url(name)
    concepts: Mapping[str, Concept | None] | None = inclusion.concepts
    filters = [{"property": one.property, "op": one.op, "value": one.value} for one in inclusion.filters]
    if not concepts:
        if own is None:
            return _outside_system(url, filters, bearings)
        concepts = _filtered(own, filters)
    if concepts is None:
        return None
    return {code: KnownCode(url, None if one is None else one.display) for code, one in concepts.items()}


def _filtered(own: CodeSystem, filters: list[dict[str, str]]) -> Mapping[str, Concept] | None:
    """The codes of a system here that meet all filters; None where a filter asks for more than place, name and code."""
    if not filters:
        return own.concepts
    chosen, undecided = select(CodesOfSystem({"concept": _hierarchy(own.roots)}), filters)
    return None if undecided else {code: own.concepts[code] for code in chosen}


def _hierarchy(concepts: Mapping[str, Concept]) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "display": one.display.main, "concept": _hierarchy(one.concepts)}
        for one in concepts.values()
    ]


def _outside(value_set: str, bearings: Bearings) -> Codes | None:
    expanded = Terminology(bearings.definitions).expand(value_set)
    if expanded.value is None:
        return None
    return {
        one.code: KnownCode(one.system, None if one.display is None else LocalText(one.display))
        for one in expanded.value.entries
    }


def _outside_system(url: str, filters: list[dict[str, str]], bearings: Bearings) -> Codes | None:
    """The codes of a system that is not here, all of them without filters."""
    chosen = {"system": url, "filter": filters} if filters else {"system": url}
    composed = {"resourceType": "ValueSet", "url": f"{url}#all", "compose": {"include": [chosen]}}
    expanded = Terminology(bearings.definitions).expand(composed)
    if expanded.value is None or not expanded.value.entries:
        return None
    return {
        one.code: KnownCode(url, None if one.display is None else LocalText(one.display))
        for one in expanded.value.entries
    }
