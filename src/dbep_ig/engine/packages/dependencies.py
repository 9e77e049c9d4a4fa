"""Which packages a set of packages needs, directly and through each other, and which version each one gets.

Versions of one package may stand side by side: each package that needs it gets its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text

from .archives import TOO_LARGE
from .manifest import CORE_PACKAGES, is_package_id
from .package import Package
from .versions import best_version, is_exact, is_range, satisfies, version_key

MOST_PACKAGES = 1000
_SPEC = "https://hl7.org/fhir/R4/packages.html"

DEPENDENCY_MISSING = Rule(
    code="DBEP3031",
    name="dependency-missing",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="{package} er avhengig av {dependency}, som ikke er tilgjengelig{others}",
    en="{package} depends on {dependency}, which is not available{others}",
    spec=_SPEC,
)
SEVERAL_VERSIONS = Rule(
    code="DBEP3032",
    name="several-versions-of-package",
    severity=Severity.INFORMATION,
    issue_type="conflict",
    nb="{dependency} trengs i flere versjoner: {needed}; hver pakke får sin egen",
    en="{dependency} is needed in several versions: {needed}; each package gets its own",
    spec=_SPEC,
)
DEPENDENCY_CYCLE = Rule(
    code="DBEP3033",
    name="dependency-cycle",
    severity=Severity.WARNING,
    issue_type="processing",
    nb="Pakkene er avhengige av hverandre i ring: {cycle}",
    en="The packages depend on each other in a circle: {cycle}",
    spec=_SPEC,
)
INVALID_DEPENDENCY = Rule(
    code="DBEP3034",
    name="invalid-dependency",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="{package} er avhengig av «{dependency}» i versjon «{wanted}», som ikke er et pakkenavn med en versjon eller et versjonsområde",
    en="{package} depends on '{dependency}' in version '{wanted}', which is not a package name with a version or a version range",
    spec=_SPEC,
)


class Catalog(Protocol):
    """Packages that can be had: those given, the FHIR cache, a registry where that is allowed."""

    def choose(self, package_id: str, wanted: str) -> str | None:
        """The version to take for a version, tag or range (see `versions.satisfies`); None if there is none."""
        ...

    def versions(self, package_id: str) -> Iterable[str]:
        """The versions that can be had, in any order; for messages."""
        ...

    def open(self, package_id: str, version: str) -> Result[Package]:
        """One of those versions; without a value, and with the reason, if it turns out to be unusable."""
        ...


class ResolvedPackages(NamedTuple):
    """packages: those given first, then the others as they were met; needs: label -> labels, in the manifest's order."""

    packages: tuple[Package, ...]
    needs: Mapping[str, tuple[str, ...]]


def resolve_dependencies(
    roots: Sequence[Package], catalog: Catalog, locked: Mapping[str, str] | None = None
) -> Result[ResolvedPackages]:
    """The packages with everything they need.

    locked  package id -> version that the lock file holds; it decides wherever a range leaves a choice
    -> always a value; what is missing, in conflict or circular is reported (DBEP3031 to DBEP3034)
    """
    return _Resolution(catalog, locked or {}).run(roots)


def _wanted_by(package: Package) -> Iterator[tuple[str, str, bool]]:
    """(name, version, whether it may be missing): dependencies, then peers, which are used where they are available."""
    if package.manifest is None:
        return
    for name, wanted in package.manifest.dependencies.items():
        yield name, wanted, False
    peers = package.manifest.other.get("peerDependencies")
    for name, wanted in peers.items() if isinstance(peers, dict) else ():
        if isinstance(wanted, str) and name not in package.manifest.dependencies:
            yield name, wanted, True


class _Resolution:
    def __init__(self, catalog: Catalog, locked: Mapping[str, str]) -> None:
        self.catalog = catalog
        self.locked = locked
        self.packages: dict[str, Package] = {}
        self.needs: dict[str, tuple[str, ...]] = {}
        self.opened: dict[tuple[str, str], Package | None] = {}
        self.issues: list[Issue] = []

    def run(self, roots: Sequence[Package]) -> Result[ResolvedPackages]:
        waiting = list(roots)
        for root in roots:
            self.packages.setdefault(root.label, root)
        while waiting:
            package = waiting.pop(0)
            if package.label in self.needs:
                continue
            if len(self.packages) > MOST_PACKAGES:  # a registry could answer with a new one for ever
                params = {
                    "name": roots[0].label,
                    "allowed": MOST_PACKAGES,
                    "what": Text("pakker", "packages"),
                }
                self.issues.append(Issue(TOO_LARGE, Location(roots[0].label), params))
                break
            found = self._dependencies_of(package)
            self.needs[package.label] = tuple(each.label for each in found)
            for each in found:
                self.packages.setdefault(each.label, each)
                waiting.append(each)
        self._report_several_versions()
        self._report_cycles()
        return Result(ResolvedPackages(tuple(self.packages.values()), self.needs), tuple(self.issues))

    def _dependencies_of(self, package: Package) -> list[Package]:
        found: list[Package] = []
        for name, wanted, is_optional in _wanted_by(package):
            package_id = (
                name.partition("@npm:")[2] or name
            )  # "us61@npm:hl7.fhir.us.core": one package under two names
            if package_id == CORE_PACKAGES["4.0.1"]:
                continue  # built in
            if not (is_package_id(package_id) and is_range(wanted)):
                params = {"package": package.label, "dependency": package_id, "wanted": wanted}
                self.issues.append(Issue(INVALID_DEPENDENCY, Location(package.label), params))
                continue
            dependency = self._find(package_id, wanted)
            if dependency is not None:
                found.append(dependency)
            elif not is_optional:
                self._report_missing(package, package_id, wanted)
        return found

    def _find(self, package_id: str, wanted: str) -> Package | None:
        available = {
            each.manifest.version: each
            for each in self.packages.values()
            if each.manifest is not None and each.manifest.name == package_id
        }
        if not is_exact(wanted) and package_id in self.locked and satisfies(self.locked[package_id], wanted):
            wanted = self.locked[package_id]
        version = wanted if is_exact(wanted) and wanted in available else None
        if version is None:
            chosen = self.catalog.choose(package_id, wanted)
            version = best_version(wanted, available if chosen is None else (*available, chosen))
        if version is None:
            return None
        return available[version] if version in available else self._open(package_id, version)

    def _open(self, package_id: str, version: str) -> Package | None:
        key = (package_id, version)
        if key not in self.opened:
            opened = self.catalog.open(package_id, version)
            self.issues.extend(opened.issues)
            self.opened[key] = opened.value
        return self.opened[key]

    def _report_missing(self, package: Package, package_id: str, wanted: str) -> None:
        versions = ", ".join(sorted(self.catalog.versions(package_id), key=version_key))
        others = Text(f"; her finnes {versions}", f"; here is {versions}") if versions else ""
        params = {"package": package.label, "dependency": f"{package_id}#{wanted}", "others": others}
        self.issues.append(Issue(DEPENDENCY_MISSING, Location(package.label), params))

    def _report_several_versions(self) -> None:
        by_id: dict[str, list[str]] = {}
        for package in self.packages.values():
            if package.manifest is not None:
                by_id.setdefault(package.manifest.name, []).append(package.manifest.version)
        for package_id, versions in sorted(by_id.items()):
            if len(versions) > 1:
                needed = sorted(versions, key=version_key)
                params = {"dependency": package_id, "needed": needed}
                self.issues.append(Issue(SEVERAL_VERSIONS, Location(package_id), params))

    def _report_cycles(self) -> None:
        """Each circle once, walked without recursion: a chain of packages may be long."""
        done: set[str] = set()
        for start in self.needs:
            path: list[str] = []
            waiting = [(start, 0)]
            while waiting:
                label, depth = waiting.pop()
                del path[depth:]
                if label in path:
                    cycle = [*path[path.index(label) :], label]
                    params = {"cycle": " → ".join(cycle)}
                    self.issues.append(Issue(DEPENDENCY_CYCLE, Location(label), params))
                elif label not in done:
                    path.append(label)
                    done.add(label)
                    waiting += [(each, depth + 1) for each in reversed(self.needs.get(label, ()))]
