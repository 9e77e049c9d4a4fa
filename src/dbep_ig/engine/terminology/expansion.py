"""Every code of a value set, in the order of its definition.

Source: https://hl7.org/fhir/R4/valueset.html#expansion
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Remark, Result, Rule, Severity, Text
from dbep_ig.engine.fhir.documents import Resource

from .code_sets import Listing
from .code_systems import CodeSystems
from .compiled import CompiledValueSet
from .own_codes import own_displays

NOT_EXPANDABLE = Rule(
    code="DBEP5301",
    name="value-set-not-expandable",
    issue_type="too-costly",
    nb="Verdisettet {value_set} kan ikke listes opp: det har uendelig mange koder",
    en="The value set {value_set} cannot be listed: it has infinitely many codes",
    spec="https://hl7.org/fhir/R4/valueset-operation-expand.html",
)


class Entry(NamedTuple):
    """One code of an expansion."""

    system: str
    code: str
    display: str | None = None
    inactive: bool = False
    abstract: bool = False


class Expansion(NamedTuple):
    """A value set's codes. `systems` are the code systems used, with the available versions; `title` and `name` as in
    `CompiledValueSet`.
    """

    value_set: str  # canonical
    title: str
    name: Text
    entries: tuple[Entry, ...]
    systems: tuple[tuple[str, str | None], ...]

    def as_resource(self) -> Resource:
        """`ValueSet.expansion` with its codes; no timestamp, which is for the one who publishes it."""
        url, _, version = self.value_set.partition("|")
        resource: Resource = {"resourceType": "ValueSet", "url": url}
        if version:
            resource["version"] = version
        if self.title:
            resource["title"] = self.title
        used = [f"{system}|{version}" if version else system for system, version in self.systems]
        contains = [_contains(entry) for entry in self.entries]
        expansion: dict[str, Any] = {
            "total": len(self.entries),
            "parameter": [{"name": "used-codesystem", "valueUri": canonical} for canonical in used],
            "contains": contains,
        }
        resource["expansion"] = {key: value for key, value in expansion.items() if value != []}
        return resource


def _contains(entry: Entry) -> dict[str, Any]:
    contains: dict[str, Any] = {"system": entry.system}
    if entry.abstract:
        contains["abstract"] = True
    if entry.inactive:
        contains["inactive"] = True
    contains["code"] = entry.code
    if entry.display is not None:
        contains["display"] = entry.display
    return contains


def expansion_of(
    compiled: CompiledValueSet, code_systems: CodeSystems, within: str | None
) -> Result[Expansion]:
    """The expansion of a compiled value set; without value, and why, where it cannot be listed."""
    listing = compiled.content.enumerate()
    location = Location(compiled.canonical)
    if listing is None:
        remarks = compiled.gaps or (Remark(NOT_EXPANDABLE, {"value_set": compiled.canonical}),)
        return Result(
            None,
            tuple(Issue(remark.rule, location, remark.params, override=Severity.ERROR) for remark in remarks),
        )
    own = own_displays(compiled.resource or {})
    entries = tuple(_entries(listing, own, code_systems, within))
    systems = tuple((system, _version(code_systems, system, within)) for system in listing)
    return Result(Expansion(compiled.canonical, compiled.title, compiled.name, entries, systems))


def _entries(
    listing: Listing, own: Mapping[tuple[str, str], str], code_systems: CodeSystems, within: str | None
) -> Iterator[Entry]:
    for system, codes in listing.items():
        code_system = code_systems.find(system, None, within)
        for code in codes:
            concept = None if code_system is None else code_system.find(code)
            display = own.get((system, code))
            if code_system is None or concept is None:
                yield Entry(system, code, display)
                continue
            inactive = concept.code in code_system.inactive
            abstract = concept.code in code_system.abstract
            yield Entry(system, code, display or concept.display, inactive, abstract)


def _version(code_systems: CodeSystems, system: str, within: str | None) -> str | None:
    code_system = code_systems.find(system, None, within)
    return None if code_system is None else code_system.version
