"""Conformance resources of many packages by canonical; which of several versions is meant depends on who asks.

A reference that stands in package P means, when it names no version: P's own resource, else the nearest among what P
depends on, else R4's, else the newest there is. Asked for by nobody in particular: what was given loose, then R4 for its
own types, then the newest of the packages made for R4 (the extensions pack is newer than R4's own extensions), then R4,
then packages made for other versions of FHIR.

Source: https://hl7.org/fhir/R4/references.html#canonical
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.definitions import Definitions, canonicals_of, is_supplement_of, supplements_of
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical

from .index import Entry
from .manifest import CORE_PACKAGES
from .package import Package
from .versions import version_key

_R4 = CORE_PACKAGES["4.0.1"] + "#"
_TYPES = "http://hl7.org/fhir/StructureDefinition/"


class Candidate(NamedTuple):
    """One resource with a canonical: where it lies and what its index entry says."""

    package: Package
    entry: Entry

    @property
    def version(self) -> str | None:
        """The resource's own version."""
        return self.entry.get("version")


class PackageSet:
    """Implements `Definitions` over packages, with R4 core behind them.

    packages  in order of precedence where nothing else decides; loose files first
    needs     label -> labels of the packages it depends on, as `resolve_dependencies` found them
    core      asked where no package has the answer; None in tests
    roots     labels of those that were asked for; the others are there because they are needed
    """

    def __init__(
        self,
        packages: Sequence[Package],
        needs: Mapping[str, Sequence[str]] | None = None,
        core: Definitions | None = None,
        roots: Sequence[str] = (),
    ) -> None:
        self.packages = tuple(packages)
        self.roots = tuple(roots)
        self.core = core
        self._needs = needs or {}
        self._by_label = {package.label: package for package in self.packages}
        self._lock = threading.RLock()
        self._index: dict[str, list[Candidate]] | None = None
        self._reach: dict[str, tuple[str, ...]] = {}
        self._origin: dict[int, tuple[Resource, str | None]] = {}

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What has been found wrong in the packages so far; reading more may add to it."""
        return tuple(issue for package in self.packages for issue in package.issues)

    def find(
        self, canonical: str, resource_type: str | None = None, *, within: str | None = None
    ) -> Resource | None:
        """See `Definitions.find`."""
        url, version, _ = split_canonical(canonical)
        while True:
            candidates = [
                each
                for each in self._candidates().get(url, ())
                if (resource_type is None or each.entry["resourceType"] == resource_type)
                and (version is None or each.version == version)
            ]
            before, after = self._in_order(candidates, url, within)
            rebuilt = False
            for group in (before, None, after):
                if group is None:
                    found = None if self.core is None else self.core.find(canonical, resource_type)
                    if found is not None:
                        return found
                    continue
                for each in group:
                    resource = self._load(each)
                    if resource is not None:
                        return resource
                    rebuilt = rebuilt or self._index is None
            if not rebuilt:
                return None

    def candidates(self, canonical: str, resource_type: str | None = None) -> tuple[Candidate, ...]:
        """Every resource of the packages with this canonical, newest first; for `dbep resolve`."""
        url, version, _ = split_canonical(canonical)
        found = [
            each
            for each in self._candidates().get(url, ())
            if (resource_type is None or each.entry["resourceType"] == resource_type)
            and (version is None or each.version == version)
        ]
        return tuple(_newest_first(found))

    def all(self, resource_type: str) -> Iterator[Resource]:
        """See `Definitions.all`; packages in order, then R4 core."""
        for package in self.packages:
            for entry in package.entries():
                if entry["resourceType"] == resource_type:
                    resource = self._load(Candidate(package, entry))
                    if resource is not None:
                        yield resource
        if self.core is not None:
            yield from self.core.all(resource_type)

    def supplements_of(self, system: str) -> Iterator[Resource]:
        """See `KnowsSupplements`; the index says which code systems are supplements, without reading them."""
        for package in self.packages:
            for entry in package.entries():
                if entry["resourceType"] == "CodeSystem" and "supplements" in entry:
                    resource = self._load(Candidate(package, entry))
                    if resource is not None and is_supplement_of(resource, system):
                        yield resource
        if self.core is not None:
            yield from supplements_of(self.core, system)

    def canonicals(self, resource_type: str) -> Iterator[str]:
        """See `KnowsCanonicals`."""
        for url, candidates in self._candidates().items():
            if any(each.entry["resourceType"] == resource_type for each in candidates):
                yield url
        if self.core is not None:
            yield from canonicals_of(self.core, resource_type)

    def package_of(self, resource: Resource) -> str | None:
        """See `Definitions.package_of`; None for loose files."""
        held = self._origin.get(id(resource))
        if held is not None and held[0] is resource:
            return held[1]
        return None if self.core is None else self.core.package_of(resource)

    def reach_of(self, label: str) -> tuple[str, ...]:
        """The package and everything it depends on, nearest first."""
        reach = self._reach.get(label)
        if reach is None:
            found = {label: None}
            waiting = [label]
            while waiting:
                for each in self._needs.get(waiting.pop(0), ()):
                    if each not in found:
                        found[each] = None
                        waiting.append(each)
            reach = self._reach.setdefault(label, tuple(found))
        return reach

    def urls(self) -> Iterable[str]:
        """Every canonical of the packages, without version, sorted; for did-you-mean."""
        return sorted(self._candidates())

    def _candidates(self) -> dict[str, list[Candidate]]:
        index = self._index
        if index is None:
            with self._lock:
                index = self._index
                if index is None:
                    index = {}
                    for package in self.packages:
                        for entry in package.entries():
                            if "url" in entry:
                                index.setdefault(entry["url"], []).append(Candidate(package, entry))
                    self._index = index
        return index

    def _load(self, candidate: Candidate) -> Resource | None:
        """The resource, remembered with its package; a lying index makes the index of all packages be rebuilt."""
        resource = candidate.package.checked(candidate.entry)
        if resource is None:
            if candidate.entry not in candidate.package.entries():
                self._index = None
            return None
        if id(resource) not in self._origin:
            label = candidate.package.label if candidate.package.manifest is not None else None
            self._origin[id(resource)] = (resource, label)
        return resource

    def _in_order(
        self, candidates: list[Candidate], url: str, within: str | None
    ) -> tuple[list[Candidate], list[Candidate]]:
        """The candidates that come before R4 core, and those that come after."""
        if not candidates:
            return [], []
        loose = [each for each in candidates if each.package.manifest is None]
        packed = [each for each in candidates if each.package.manifest is not None]
        if within is None or within not in self._by_label:
            newest = _newest_first([each for each in packed if _is_for_r4(each.package)])
            others = _newest_first([each for each in packed if not _is_for_r4(each.package)])
            asked_by_r4 = within is not None and within.startswith(_R4)
            if asked_by_r4 or self._is_r4_type(url):
                return loose, newest + others
            return loose + newest, others
        reach = {label: distance for distance, label in enumerate(self.reach_of(within))}
        near = sorted(
            (each for each in packed if each.package.label in reach),
            key=lambda each: reach[each.package.label],
        )
        far = _newest_first([each for each in packed if each.package.label not in reach])
        return near, loose + far

    def _is_r4_type(self, url: str) -> bool:
        if self.core is None or not url.startswith(_TYPES):
            return False
        found = self.core.find(url, "StructureDefinition")
        return found is not None and found.get("derivation") != "constraint"


def _is_for_r4(package: Package) -> bool:
    versions = package.manifest.fhir_versions if package.manifest is not None else ()
    return not versions or any(each.startswith("4.0") for each in versions)


def _newest_first(candidates: list[Candidate]) -> list[Candidate]:
    """By the resource's version, then the package's; packages in order where both are the same."""
    return sorted(
        candidates,
        key=lambda each: (
            version_key(each.version or ""),
            version_key(each.package.manifest.version if each.package.manifest else ""),
        ),
        reverse=True,
    )
