"""From what a user names (`x.tgz`, a folder, `id#version`) to packages with everything they need."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.core.layout import PACKAGE as CORE_PACKAGE
from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.packages import (
    Limits,
    MemoryFiles,
    Package,
    PackageFiles,
    PackageSet,
    loose_package,
    open_package,
    resolve_dependencies,
)
from dbep_ig.engine.packages.aliases import canonical_aliases
from dbep_ig.engine.packages.lock import Lock, package_digest, read_lock
from dbep_ig.engine.packages.manifest import MANIFEST_MISSING, MANIFEST_PATH
from dbep_ig.engine.packages.versions import best_version, is_exact, is_range

from .home import home
from .package_files import (
    UNREADABLE_PACKAGE,
    UNWRITABLE,
    files_of_archive,
    files_of_folder,
    is_file,
    is_folder,
    read_file,
    unreadable,
    unwritable,
    write_files,
)

if TYPE_CHECKING:
    from .registry import Registry

_LABEL = re.compile(r"([A-Za-z0-9][A-Za-z0-9\-._]*)(?:[#@]([A-Za-z0-9*][A-Za-z0-9\-._+*]*))?\Z")
_NO_FILE = Text("det er en enhet eller en socket", "it is a device or a socket")
_SPEC = "https://hl7.org/fhir/R4/packages.html"

PACKAGE_NOT_FOUND = Rule(
    code="DBEP3030",
    name="package-not-found",
    issue_type="not-found",
    nb="«{asked}» er verken en fil, en mappe eller en pakke i {places}",
    en="'{asked}' is neither a file, a folder nor a package in {places}",
    spec=_SPEC,
)
NOTHING_IN_PACKAGE = Rule(
    code="DBEP3037",
    name="package-without-definitions",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="{name} har ingen filer med FHIR-ressurser",
    en="{name} has no files with FHIR resources",
    spec=_SPEC,
)


class PackageSettings(NamedTuple):
    """Where packages are looked for.

    cache     the FHIR cache that other tools use too
    registry  a base address; without one nothing is ever fetched
    lock      `dbep.lock`, where there is one: its digests are checked, its versions decide
    given     `id#version` -> where that package lies: a .tgz or a folder
    here      the folder whose guides are found by `id#version` too: of its checkout, and those that come with dbep
    """

    cache: Path
    registry: str = ""
    lock: Path | None = None
    with_examples: bool = False
    given: Mapping[str, Path] = {}
    here: Path | None = None
    progress: Callable[[int, int | None], None] | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str], folder: Path | None = None) -> "PackageSettings":
        """DBEP_PACKAGES (the cache's folder), DBEP_REGISTRY (a base address), and what is in `folder`: `dbep.lock`, guides."""
        cache = environment.get("DBEP_PACKAGES")
        lock = None if folder is None else folder / "dbep.lock"
        return cls(
            cache=Path(os.path.expanduser(cache)) if cache else home() / ".fhir" / "packages",
            registry=environment.get("DBEP_REGISTRY", ""),
            lock=lock if lock is not None and is_file(lock) else None,
            here=folder,
        )


def load_packages(
    asked: Sequence[str], settings: PackageSettings, core: CoreStore | None
) -> Result[PackageSet]:
    """Everything that `asked` names, and all it needs, as definitions in front of R4 core.

    core   R4; also needed to read loose definitions in XML
    asked  paths of .tgz files, folders, JSON and XML files, and `id#version`, `id@version`, `id#1.2.x`, `id` (the newest)
    -> always a value, of what could be opened; the issues say what could not (DBEP3010 to DBEP3054)
    """
    catalog = PackageCatalog(settings, types=core)
    opened = open_each(asked, catalog)
    loaded = load_roots([root.package for root in opened.value or ()], catalog, core)
    return Result(loaded.value, (*opened.issues, *loaded.issues))


class Root(NamedTuple):
    """A package that was asked for, and by which name."""

    asked: str
    package: Package


def open_each(asked: Iterable[str], catalog: "PackageCatalog") -> Result[tuple[Root, ...]]:
    """The packages that `asked` names, each once; see `load_packages`. Always a value, of what could be opened."""
    issues: list[Issue] = []
    roots: dict[str, Root] = {}
    for each in asked:
        if each.replace("@", "#") in (CORE_PACKAGE, CORE_PACKAGE.partition("#")[0]):
            continue  # built in
        opened = catalog.named(each)
        issues += opened.issues
        if opened.value is not None and opened.value.label not in roots:
            roots[opened.value.label] = Root(each, opened.value)
            manifest = opened.value.manifest
            only_names_others = manifest is not None and bool(manifest.dependencies)
            if not opened.value.paths() and not only_names_others:
                issues.append(Issue(NOTHING_IN_PACKAGE, Location(each), {"name": opened.value.label}))
    return Result(tuple(roots.values()), tuple(issues))


def load_roots(
    packages: Iterable[Package], catalog: "PackageCatalog", core: CoreStore | None
) -> Result[PackageSet]:
    """Packages and all they need. -> always a value, of what could be opened"""
    roots = sorted(
        packages, key=lambda one: one.manifest is not None
    )  # loose files first; otherwise as given
    lock = open_lock(catalog.settings.lock) if catalog.settings.lock is not None else Result(None)
    resolved = resolve_dependencies(roots, catalog, lock.value.versions() if lock.value is not None else None)
    issues = [*lock.issues, *resolved.issues, *catalog.issues]
    assert resolved.value is not None  # it always has one
    issues += canonical_aliases(resolved.value.packages).issues
    if lock.value is not None:
        issues += lock.value.check(resolved.value.packages)
    labels = [root.label for root in roots]
    return Result(PackageSet(resolved.value.packages, resolved.value.needs, core, labels), tuple(issues))


def open_lock(path: Path) -> Result[Lock]:
    """`dbep.lock`; DBEP3035 or DBEP3041 without a value."""
    try:
        return read_lock(str(path), path.read_bytes())
    except OSError as error:
        return Result(None, (unreadable(path, error),))


def open_named(asked: str, settings: PackageSettings) -> Result[Package]:
    """One package without what it needs; see `load_packages` for what may be asked."""
    catalog = PackageCatalog(settings)
    opened = catalog.named(asked)
    return Result(opened.value, (*opened.issues, *catalog.issues))


def write_lock(path: Path, lock: Lock) -> Result[Path]:
    """Writes `dbep.lock`; DBEP3036 if the disk will not take it."""
    try:
        path.write_text(lock.text(), encoding="utf-8", newline="\n")
    except OSError as error:
        return Result(None, (unwritable(path, error),))
    return Result(path)


class PackageCatalog:
    """Implements the engine's `Catalog`: what is given by hand, the guides here, the cache, the registry if there is one."""

    def __init__(self, settings: PackageSettings, types: TypeModel | None = None) -> None:
        self.settings = settings
        self._types = types
        self._registry = _registry(settings)
        self._guides: dict[
            str, Mapping[str, Path]
        ] = {}  # package id -> version -> the guide's folder or archive

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What the registry did wrong."""
        return tuple(self._registry.issues) if self._registry is not None else ()

    def named(self, asked: str) -> Result[Package]:
        """What a user names: see `load_packages`."""
        path = Path(asked)
        try:
            mode = path.stat().st_mode if asked else 0
        except (FileNotFoundError, NotADirectoryError):
            mode = 0
        except (OSError, ValueError) as error:
            return Result(None, (unreadable(path, error),))
        if stat.S_ISDIR(mode):
            return self._from_folder(asked, path)
        if stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
            return self._from_file(asked, path)
        if mode:
            return Result(
                None, (Issue(UNREADABLE_PACKAGE, Location(asked), {"path": asked, "reason": _NO_FILE}),)
            )
        label = self._label_of(asked)
        return self._not_found(asked) if label is None else self.open(*label)

    def place(self, asked: str) -> Path | None:
        """Where on this machine what a user names is; None where it is not, or is still to be fetched."""
        if asked and Path(asked).exists():
            return Path(asked).resolve()
        label = self._label_of(asked)
        place = None if label is None else self._place("#".join(label))
        return place.resolve() if place is not None and place.exists() else None

    def choose(self, package_id: str, wanted: str) -> str | None:
        """See `Catalog.choose`. The registry is asked only for what an exact version on this machine does not settle."""
        here = self._versions_here(package_id)
        if self._registry is None or (is_exact(wanted) and wanted in here):
            return best_version(wanted, here)
        if wanted == "latest":
            latest = self._registry.latest(package_id)
            if latest is not None:
                return latest
        return best_version(wanted, (*here, *self._registry.versions(package_id)))

    def versions(self, package_id: str) -> Iterable[str]:
        """See `Catalog.versions`."""
        there = () if self._registry is None else self._registry.versions(package_id)
        return tuple(dict.fromkeys((*self._versions_here(package_id), *there)))

    def open(self, package_id: str, version: str) -> Result[Package]:
        """See `Catalog.open`; a package from the registry is put into the cache first."""
        label = f"{package_id}#{version}"
        if not _LABEL.match(label):  # a label is a folder's name too
            return self._not_found(label)
        folder = self._place(label)
        if is_folder(folder):
            return self._from_folder(str(folder), folder)
        if is_file(folder) or label in self.settings.given:
            return self.named(str(folder))
        if self._registry is None:
            return self._not_found(label)
        fetched = self._registry.fetch(package_id, version)
        if fetched.value is None:
            return Result(None, fetched.issues)
        written = write_files(fetched.value, folder)
        opened = self._open(str(folder), fetched.value)
        # Another process may have put it there in the meantime.
        unwritten = () if is_folder(folder) else written.issues
        return Result(opened.value, (*fetched.issues, *unwritten, *opened.issues))

    def _guides_of(self, package_id: str) -> Mapping[str, Path]:
        if self.settings.here is None:
            return {}
        if package_id not in self._guides:
            from .guide_source import versions_here  # start-up time

            self._guides[package_id] = versions_here(package_id, self.settings.here)
        return self._guides[package_id]

    def _label_of(self, asked: str) -> tuple[str, str] | None:
        """Package id and exact version of `id`, `id#version` or `id#1.2.x`, if there is such a package."""
        label = _LABEL.match(asked)
        wanted = (label[2] or "latest") if label else ""
        version = self.choose(label[1], wanted) if label is not None and is_range(wanted) else None
        return None if label is None or version is None else (label[1], version)

    def _versions_here(self, package_id: str) -> tuple[str, ...]:
        given = (label.partition("#") for label in self.settings.given)
        found = [version for name, _, version in given if name == package_id]
        return (*found, *self._guides_of(package_id), *cached_versions(self.settings.cache, package_id))

    def _place(self, label: str) -> Path:
        """Where the package is, or would be put if it were fetched."""
        package_id, _, version = label.partition("#")
        guide = self._guides_of(package_id).get(version)
        return self.settings.given.get(label) or guide or self.settings.cache / label

    def _from_file(self, asked: str, path: Path) -> Result[Package]:
        if path.suffix in (".json", ".xml"):
            data = read_file(path, Limits().member_bytes)
            if data.value is None:
                return Result(None, data.issues)
            return Result(loose_package(asked, MemoryFiles.of({path.name: data.value}), self._types))
        archive = files_of_archive(path)
        if archive.value is None:
            return Result(None, archive.issues)
        opened = self._open(asked, archive.value)
        return Result(opened.value, (*archive.issues, *opened.issues))

    def _from_folder(self, asked: str, folder: Path) -> Result[Package]:
        try:
            with os.scandir(folder):
                files = files_of_folder(folder)
        except OSError as error:
            return Result(None, (unreadable(folder, error),))
        return (
            self._open(asked, files)
            if MANIFEST_PATH in files.paths()
            else Result(loose_package(asked, files, self._types))
        )

    def _open(self, asked: str, files: PackageFiles) -> Result[Package]:
        return open_package(asked, files, with_examples=self.settings.with_examples)

    def _not_found(self, asked: str) -> Result[Package]:
        places = [str(self.settings.cache), *([self.settings.registry] if self.settings.registry else [])]
        return Result(None, (Issue(PACKAGE_NOT_FOUND, Location(asked), {"asked": asked, "places": places}),))


def put_into_cache(package: Package, cache: Path) -> Result[Path]:
    """A package's files in the FHIR cache, where other tools find them too.

    -> no value for loose files (DBEP3020), or when another package of that name and version is there (DBEP3036)
    """
    if package.manifest is None:
        return Result(None, (Issue(MANIFEST_MISSING, Location(package.label), {"name": package.label}),))
    folder = cache / package.label
    if not is_folder(folder):
        return write_files(package.files, folder)
    there = open_package(str(folder), files_of_folder(folder)).value
    if there is not None and package_digest(there) == package_digest(package):
        return Result(folder)
    reason = Text(
        "det ligger allerede en pakke med annet innhold der",
        "a package with different content is already there",
    )
    return Result(None, (Issue(UNWRITABLE, Location(package.label), {"path": folder, "reason": reason}),))


def _registry(settings: PackageSettings) -> "Registry | None":
    if not settings.registry:
        return None
    from . import registry  # the standard library's HTTP costs 30 ms at import

    return registry.Registry(settings.registry, settings.cache / ".dbep-downloads", settings.progress)


def cached_labels(cache: Path) -> tuple[str, ...]:
    """`id#version` of every package in the FHIR cache, sorted; none where there is no cache, or none to be read."""
    try:
        return tuple(sorted(each.name for each in cache.iterdir() if "#" in each.name and each.is_dir()))
    except (OSError, ValueError):
        return ()


def cached_versions(cache: Path, package_id: str) -> tuple[str, ...]:
    """The versions of one package in the FHIR cache."""
    prefix = f"{package_id}#"
    return tuple(each.removeprefix(prefix) for each in cached_labels(cache) if each.startswith(prefix))
