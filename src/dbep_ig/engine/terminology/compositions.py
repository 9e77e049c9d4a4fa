"""`ValueSet.compose` and `ValueSet.expansion` as sets of codes.

Each include selects what meets all its conditions: system, concepts or filters, and every imported value set.
What cannot be decided stays unknown in its own corner; the rest of the value set is decided all the same.

Source: https://hl7.org/fhir/R4/valueset.html#compositions
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.canonicals import split_canonical
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.json_types import Resource

from . import builtin
from .code_sets import CodeSet, Difference, Enumerated, Grammar, Intersection, Union, Unknown
from .code_system import CodeSystem
from .code_systems import CodeSystems
from .expansions import expansion_entries, is_partial
from .filters import select
from .implicit import implicit_value_set
from .membership import Remark

VALUE_SET_NOT_AT_HAND = Rule(
    code="DBEP5101",
    name="value-set-not-at-hand",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="verdisettet {value_set} finnes ikke her, så koder kan ikke kontrolleres mot det",
    en="the value set {value_set} is not at hand, so codes cannot be checked against it",
    spec="https://hl7.org/fhir/R4/terminologies.html#binding",
    hapi=("Terminology_TX_ValueSet_NotFound", "Terminology_TX_ValueSet_NotFound_CS"),
)
VALUE_SET_CYCLE = Rule(
    code="DBEP5105",
    name="value-set-includes-itself",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="verdisettet {value_set} inkluderer seg selv gjennom {through}",
    en="the value set {value_set} includes itself by way of {through}",
    spec="https://hl7.org/fhir/R4/valueset.html#compositions",
)
VALUE_SET_WITHOUT_CONTENT = Rule(
    code="DBEP5108",
    name="value-set-without-content",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="verdisettet {value_set} har verken compose eller expansion, så ingen kode kan kontrolleres mot det",
    en="the value set {value_set} has neither compose nor expansion, so no code can be checked against it",
    spec="https://hl7.org/fhir/R4/valueset.html",
)
EXPANSION_INCOMPLETE = Rule(
    code="DBEP5109",
    name="expansion-incomplete",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="verdisettet {value_set} har bare en del av ekspansjonen sin, så koder utenfor den kan ikke avgjøres",
    en="the value set {value_set} holds only a part of its expansion, so codes outside it cannot be decided",
    spec="https://hl7.org/fhir/R4/valueset.html#expansion",
)


class Compositions:
    """Makes sets of value sets. Holds no state of its own but what it looks up in."""

    def __init__(self, definitions: Definitions, code_systems: CodeSystems) -> None:
        self._definitions = definitions
        self._code_systems = code_systems

    def find(self, canonical: str, within: str | None) -> Resource | None:
        """The ValueSet resource of a canonical."""
        return self._definitions.find(canonical, "ValueSet", within=within)

    def named(self, canonical: str, within: str | None, via: tuple[Resource, ...] = ()) -> CodeSet:
        """The set of the value set with this canonical; `via` are the value sets that led here."""
        resource = self.find(canonical, within)
        if resource is not None:
            return self.of(resource, within, via)
        implicit = implicit_value_set(split_canonical(canonical)[0])
        if implicit is None:
            return Unknown(Remark(VALUE_SET_NOT_AT_HAND, {"value_set": canonical}))
        if implicit.is_whole:
            return self._whole(implicit.system, None, within)
        return Unknown(self._code_systems.absence(implicit.system, None, within), implicit.system)

    def of(self, resource: Resource, within: str | None, via: tuple[Resource, ...] = ()) -> CodeSet:
        """The set of a ValueSet resource. `within` is the package it was asked for in, unless it has its own."""
        name = canonical_of(resource)
        if any(passed is resource for passed in via):
            through = [canonical_of(passed) for passed in via]
            return Unknown(Remark(VALUE_SET_CYCLE, {"value_set": name, "through": through}))
        within = self._definitions.package_of(resource) or within
        listed = self._expansion(resource)
        compose = resource.get("compose")
        if not isinstance(compose, Mapping):
            if listed is not None:
                return listed
            return Unknown(Remark(VALUE_SET_WITHOUT_CONTENT, {"value_set": name}))
        path = (*via, resource)
        included = self._all_of(compose, "include", resource, within, path)
        excluded = self._all_of(compose, "exclude", resource, within, path)
        content: CodeSet = Union(included) if len(included) != 1 else included[0]
        if excluded:
            content = Difference(content, Union(excluded))
        if compose.get("inactive") is False:
            content = self._without_inactive(content, within)
        # The expansion is an answer that someone else worked out: it serves where the definition cannot.
        return listed if listed is not None and content.gaps() else content

    def _all_of(
        self,
        compose: Mapping[str, Any],
        part: str,
        resource: Resource,
        within: str | None,
        via: tuple[Resource, ...],
    ) -> list[CodeSet]:
        items = compose.get(part)
        return [
            self._selected(item, resource, within, via)
            for item in (items if isinstance(items, list) else ())
            if isinstance(item, Mapping)
        ]

    def _selected(
        self, item: Mapping[str, Any], resource: Resource, within: str | None, via: tuple[Resource, ...]
    ) -> CodeSet:
        conditions: list[CodeSet] = []
        system = item.get("system")
        if isinstance(system, str):
            conditions.append(self._of_system(system, item, resource, within))
        imported = item.get("valueSet")
        for canonical in imported if isinstance(imported, list) else ():
            conditions.append(self._imported(str(canonical), resource, within, via))
        if len(conditions) == 1:
            return conditions[0]
        return Intersection(conditions) if conditions else Enumerated({})

    def _imported(
        self, canonical: str, resource: Resource, within: str | None, via: tuple[Resource, ...]
    ) -> CodeSet:
        if canonical.startswith("#"):
            contained = contained_resource(resource, canonical[1:], "ValueSet")
            if contained is not None:
                return self.of(contained, within, via)
        return self.named(canonical, within, via)

    def _of_system(
        self, system: str, item: Mapping[str, Any], resource: Resource, within: str | None
    ) -> CodeSet:
        concepts = item.get("concept")
        if isinstance(concepts, list) and concepts:
            codes = [concept["code"] for concept in concepts if _has_code(concept)]
            return Enumerated({system: codes}, self._code_systems.is_folded)
        version = item.get("version") if isinstance(item.get("version"), str) else None
        filters = [one for one in item.get("filter", ()) if isinstance(one, Mapping)]
        if not filters:
            return self._whole(system, version, within, resource)
        code_system = self._at_hand(system, version, within, resource)
        if code_system is None:
            test = builtin.grammar_of_filters(system, filters)
            if test is not None:
                return Grammar(system, test)
            return Unknown(self._code_systems.absence(system, version, within), system)
        codes, remarks = select(code_system, filters)
        if remarks:
            return Union(Unknown(remark, system) for remark in remarks)
        return self._partly(code_system, codes, version, within)

    def _at_hand(
        self, system: str, version: str | None, within: str | None, resource: Resource
    ) -> CodeSystem | None:
        for contained in contained_resources(resource, "CodeSystem"):
            if contained.get("url") == system:
                return self._code_systems.of(contained)
        return self._code_systems.find(system, version, within)

    def _whole(
        self, system: str, version: str | None, within: str | None, resource: Resource | None = None
    ) -> CodeSet:
        code_system = self._at_hand(system, version, within, resource or {})
        if code_system is not None and code_system.is_complete:
            return Enumerated({system: code_system.concepts}, self._code_systems.is_folded)
        test = self._code_systems.grammar(system)
        if test is not None:
            absence = self._code_systems.absence(system, version, within)
            return Grammar(system, test, absence if system in builtin.TOLD_IN_PART else None)
        if code_system is None:
            return Unknown(self._code_systems.absence(system, version, within), system)
        return self._partly(code_system, code_system.concepts, version, within)

    def _partly(
        self, code_system: CodeSystem, codes: Iterable[str], version: str | None, within: str | None
    ) -> CodeSet:
        """These codes of the system; when it is not all at hand there may be more."""
        known = Enumerated({code_system.url: codes}, self._code_systems.is_folded)
        if code_system.is_complete:
            return known
        absence = self._code_systems.absence(code_system.url, version, within)
        return Union((known, Unknown(absence, code_system.url)))

    def _without_inactive(self, content: CodeSet, within: str | None) -> CodeSet:
        inactive: dict[str, Iterable[str]] = {}
        for system in content.systems():
            code_system = None if system is None else self._code_systems.find(system, None, within)
            if system is not None and code_system is not None and code_system.inactive:
                inactive[system] = sorted(code_system.inactive)
        return Difference(content, Enumerated(inactive)) if inactive else content

    def _expansion(self, resource: Resource) -> CodeSet | None:
        expansion = resource.get("expansion")
        if not isinstance(expansion, Mapping):
            return None
        codes: dict[str, list[str]] = {}
        count = 0
        for entry in expansion_entries(expansion):
            count += 1
            if (
                _has_code(entry)
                and isinstance(entry.get("system"), str)
                and entry.get("abstract") is not True
            ):
                codes.setdefault(entry["system"], []).append(entry["code"])
        known = Enumerated(codes, self._code_systems.is_folded)
        if not is_partial(expansion, count):
            return known
        return Union((known, Unknown(Remark(EXPANSION_INCOMPLETE, {"value_set": canonical_of(resource)}))))


def canonical_of(resource: Resource) -> str:
    """`url|version`, `url`, or `#id` for a resource without either."""
    url, version = resource.get("url"), resource.get("version")
    if not isinstance(url, str):
        return f"#{resource.get('id', '')}"
    return f"{url}|{version}" if isinstance(version, str) else url


def contained_resources(resource: Resource, resource_type: str) -> Iterator[Resource]:
    """The resources of a type inside another."""
    contained = resource.get("contained")
    for item in contained if isinstance(contained, list) else ():
        if isinstance(item, dict) and item.get("resourceType") == resource_type:
            yield item


def contained_resource(resource: Resource, id_: str, resource_type: str) -> Resource | None:
    """The contained resource with this id."""
    return next(
        (item for item in contained_resources(resource, resource_type) if item.get("id") == id_), None
    )


def _has_code(item: object) -> bool:
    return isinstance(item, Mapping) and isinstance(item.get("code"), str)
