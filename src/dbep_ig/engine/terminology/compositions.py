"""`ValueSet.compose` and `ValueSet.expansion` as sets of codes.

Each include selects what meets all its conditions: system, concepts or filters, and every imported value set.
What cannot be decided stays unknown in its own corner; the rest of the value set is decided all the same.

Source: https://hl7.org/fhir/R4/valueset.html#compositions
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Remark, Rule, Severity
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical

from . import builtin
from .code_sets import CodeSet, Enumerated, Grammar, unknown
from .code_system import CodeSystem
from .code_systems import CodeSystems
from .filters import select
from .implicit import implicit_value_set
from .own_codes import expansion_entries, is_partial
from .set_algebra import Difference, Intersection, Union
from .shapes import coded, mappings, text_of

VALUE_SET_NOT_AVAILABLE = Rule(
    code="DBEP5101",
    name="value-set-not-available",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="Verdisettet {value_set} er ikke tilgjengelig, så koder kan ikke kontrolleres mot det",
    en="The value set {value_set} is not available, so codes cannot be checked against it",
    spec="https://hl7.org/fhir/R4/terminologies.html#binding",
)
VALUE_SET_CYCLE = Rule(
    code="DBEP5105",
    name="value-set-includes-itself",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Verdisettet {value_set} inkluderer seg selv gjennom {through}",
    en="The value set {value_set} includes itself through {through}",
    spec="https://hl7.org/fhir/R4/valueset.html#compositions",
)
VALUE_SET_WITHOUT_CONTENT = Rule(
    code="DBEP5108",
    name="value-set-without-content",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="Verdisettet {value_set} har verken compose eller expansion, så ingen kode kan kontrolleres mot det",
    en="The value set {value_set} has neither compose nor expansion, so no code can be checked against it",
    spec="https://hl7.org/fhir/R4/valueset.html",
)
VALUE_SET_TOO_LARGE = Rule(
    code="DBEP5110",
    name="value-set-too-entangled",
    severity=Severity.WARNING,
    issue_type="too-costly",
    nb="Verdisettet {value_set} er satt sammen av så mange andre at det ikke kan kontrolleres",
    en="The value set {value_set} is composed of so many others that it cannot be checked",
    spec="https://hl7.org/fhir/R4/valueset.html#compositions",
)
EXPANSION_INCOMPLETE = Rule(
    code="DBEP5109",
    name="expansion-incomplete",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Verdisettet {value_set} har bare en del av ekspansjonen, så koder utenfor den kan ikke kontrolleres",
    en="The value set {value_set} contains only part of its expansion, so codes outside it cannot be checked",
    spec="https://hl7.org/fhir/R4/valueset.html#expansion",
)

_DEEPEST = 50  # value sets that import one another
_LARGEST = 10_000  # sets that one set is made of


class _Way(NamedTuple):
    """One compilation: the value sets that led here, the sets made on the way, and the circles run into."""

    via: tuple[Resource, ...]
    made: dict[int, CodeSet]
    circles: list[str]


class Compositions:
    """Makes sets of value sets; remembers those that depend on nothing but their resource."""

    def __init__(self, definitions: Definitions, code_systems: CodeSystems) -> None:
        self._definitions = definitions
        self._code_systems = code_systems
        self._made: dict[int, tuple[Resource, CodeSet]] = {}

    def forget(self) -> None:
        """Drops what is remembered; it is rebuilt when it is asked for."""
        self._made.clear()

    def find(self, canonical: str, within: str | None) -> Resource | None:
        """The ValueSet resource of a canonical."""
        return self._definitions.find(canonical, "ValueSet", within=within)

    def named(self, canonical: str, within: str | None) -> CodeSet:
        """The set of the value set with this canonical."""
        return self._named(canonical, within, _Way((), {}, []))

    def of(self, resource: Resource, within: str | None) -> CodeSet:
        """The set of a ValueSet resource. `within` is the package it was asked for in, unless it has its own."""
        return self._of(resource, within, _Way((), {}, []))

    def _named(self, canonical: str, within: str | None, way: _Way) -> CodeSet:
        resource = self.find(canonical, within)
        if resource is not None:
            return self._of(resource, within, way)
        implicit = implicit_value_set(split_canonical(canonical)[0])
        if implicit is not None and implicit.is_whole:
            return self._whole(implicit.system, None, within)
        missing = Remark(VALUE_SET_NOT_AVAILABLE, {"value_set": canonical})
        return unknown(missing, None if implicit is None else implicit.system)

    def _of(self, resource: Resource, within: str | None, way: _Way) -> CodeSet:
        name = canonical_of(resource)
        if any(passed is resource for passed in way.via):
            way.circles.append(name)
            params = {"value_set": name, "through": canonical_of(way.via[-1])}
            return unknown(Remark(VALUE_SET_CYCLE, params))
        kept = self._made.get(id(resource))
        if kept is not None:
            return kept[1]
        made = way.made.get(id(resource))
        if made is not None:
            way.circles.append(name)  # were it outside all circles, it would have been kept
            return made
        if len(way.via) >= _DEEPEST:
            way.circles.append(name)  # nor does a limit that was met on this way hold for others
            return unknown(Remark(VALUE_SET_TOO_LARGE, {"value_set": name}))
        circles = len(way.circles)
        content = self._composed(resource, self._definitions.package_of(resource) or within, way)
        listing = content.enumerate() if content.size > 1 else None
        if listing is not None:
            content = Enumerated(listing, self._code_systems.is_folded)
        if content.size > _LARGEST:
            content = unknown(Remark(VALUE_SET_TOO_LARGE, {"value_set": name}))
        way.made[id(resource)] = content
        # Inside a circle the answer depends on where one came in: it serves this compilation only.
        if len(way.circles) == circles:
            self._made[id(resource)] = (resource, content)
        return content

    def _composed(self, resource: Resource, within: str | None, way: _Way) -> CodeSet:
        listed = self._expansion(resource)
        compose = resource.get("compose")
        if not isinstance(compose, Mapping):
            if listed is not None:
                return listed
            return unknown(Remark(VALUE_SET_WITHOUT_CONTENT, {"value_set": canonical_of(resource)}))
        inner = _Way((*way.via, resource), way.made, way.circles)
        included, excluded = (
            [self._selected(item, resource, within, inner) for item in mappings(compose.get(part))]
            for part in ("include", "exclude")
        )
        content: CodeSet = Union(included) if len(included) != 1 else included[0]
        if excluded:
            content = Difference(content, Union(excluded))
        if compose.get("inactive") is False:
            content = self._without_inactive(content, within)
        # The expansion is an answer that someone else worked out: it serves where the definition cannot.
        return listed if listed is not None and content.gaps() else content

    def _selected(
        self, item: Mapping[str, Any], resource: Resource, within: str | None, way: _Way
    ) -> CodeSet:
        conditions: list[CodeSet] = []
        system = item.get("system")
        if isinstance(system, str):
            conditions.append(self._of_system(system, item, resource, within))
        imported = item.get("valueSet")
        for canonical in imported if isinstance(imported, list) else ():
            conditions.append(self._imported(str(canonical), resource, within, way))
        if len(conditions) == 1:
            return conditions[0]
        return Intersection(conditions) if conditions else Enumerated({})

    def _imported(self, canonical: str, resource: Resource, within: str | None, way: _Way) -> CodeSet:
        if canonical.startswith("#"):
            contained = contained_resource(resource, canonical[1:], "ValueSet")
            if contained is not None:
                return self._of(contained, within, way)
        return self._named(canonical, within, way)

    def _of_system(
        self, system: str, item: Mapping[str, Any], resource: Resource, within: str | None
    ) -> CodeSet:
        concepts = item.get("concept")
        if isinstance(concepts, list) and concepts:
            codes = [concept["code"] for concept in coded(concepts)]
            return Enumerated({system: codes}, self._code_systems.is_folded)
        version = text_of(item.get("version"))
        filters = mappings(item.get("filter"))
        if not filters:
            return self._whole(system, version, within, resource)
        code_system = self._available(system, version, within, resource)
        if code_system is None:
            test = builtin.grammar_of_filters(system, filters)
            if test is not None:
                return Grammar(system, test)
            return unknown(self._code_systems.absence(system, version, within), system)
        codes, remarks = select(code_system, filters)
        if remarks:
            return Union(unknown(remark, system) for remark in remarks)
        return self._partly(code_system, codes, version, within)

    def _available(
        self, system: str, version: str | None, within: str | None, resource: Resource
    ) -> CodeSystem | None:
        for contained in contained_resources(resource, "CodeSystem"):
            if contained.get("url") == system:
                return self._code_systems.of(contained)
        return self._code_systems.find(system, version, within)

    def _whole(
        self, system: str, version: str | None, within: str | None, resource: Resource | None = None
    ) -> CodeSet:
        code_system = self._available(system, version, within, resource or {})
        if code_system is not None and code_system.is_complete:
            also = code_system.is_open_ended if code_system.has_open_ends else None
            return Enumerated({system: code_system.concepts}, self._code_systems.is_folded, also)
        test = self._code_systems.grammar(system)
        if test is not None:
            absence = self._code_systems.absence(system, version, within)
            return Grammar(system, test, absence if system in builtin.TOLD_IN_PART else None)
        if code_system is None:
            return unknown(self._code_systems.absence(system, version, within), system)
        return self._partly(code_system, code_system.concepts, version, within)

    def _partly(
        self, code_system: CodeSystem, codes: Iterable[str], version: str | None, within: str | None
    ) -> CodeSet:
        """These codes of the system; when it is not all available there may be more."""
        known = Enumerated({code_system.url: codes}, self._code_systems.is_folded)
        if code_system.is_complete:
            return known
        absence = self._code_systems.absence(code_system.url, version, within)
        return Union((known, unknown(absence, code_system.url)))

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
            system, code = entry.get("system"), entry.get("code")
            if isinstance(system, str) and isinstance(code, str) and entry.get("abstract") is not True:
                codes.setdefault(system, []).append(code)
        known = Enumerated(codes, self._code_systems.is_folded)
        if not is_partial(expansion, count):
            return known
        return Union((known, unknown(Remark(EXPANSION_INCOMPLETE, {"value_set": canonical_of(resource)}))))


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
